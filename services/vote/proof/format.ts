import {
  type FirstAct,
  type Keep,
  type MatterReader,
  matterReader,
  type NamedFile,
} from '@madang/protocol';
import { type DraftPayload, draftPayload } from '../chain/schema.ts';

/** The matter of a dossier of a decision (docs/spec/vote.md, "Dossier"). */
export const DECISION_MATTER = 'vote.decision';

/** The files that it may carry, which the draft names by their hashes. */
export function decisionFiles({
  text,
  summary,
}: Pick<DraftPayload, 'text' | 'summary'>): readonly NamedFile[] {
  return [
    { file: 'text', digest: text },
    { file: 'summary', digest: summary },
  ];
}

/** The act that a decision begins with. */
export const firstAct: FirstAct<DraftPayload> = {
  act: 'vote.draftDecision',
  payload: draftPayload,
};

/** Begins to read a dossier of a decision; its acts are kept in memory unless `keep` says where. */
export function decisionReader(keep?: Keep): MatterReader {
  return matterReader({ matter: DECISION_MATTER, files: ['text', 'summary'] }, keep);
}
