import type { PayloadOf } from '@madang/client';
import type { electionServices } from '@madang/services/elections.ts';
import type { ElectionDraft } from './election-plan.ts';
import { keptPlace } from './kept-work.ts';
import type { SignedWork } from './sign-kept.ts';

type Voters = PayloadOf<typeof electionServices, 'election.enterVoters'>['voters'];

/** An election on its way to the record. */
export type Drafting = SignedWork & {
  draft: ElectionDraft;
  /** The roll, in parts that one act takes. */
  lines: readonly Voters[];
  /** The announcement, and the pictures that it names. */
  files: readonly Uint8Array[];
  /** How many steps are done. */
  done: number;
  election?: string;
};

/** The election that this device is putting on record. */
export const draftingPlace = keptPlace<Drafting>('drafting');

/** How many steps there are: the draft, each file, each part of the roll. */
export function draftingCount({ done, files, lines }: Drafting) {
  return { done, total: 1 + files.length + lines.length };
}
