import { expectOk, fail, ok, type Result } from '@madang/base';
import type { Ledger, NodeError } from '@madang/node';
import {
  decodeStanding,
  encodeMatterDossier,
  type JournalClaim,
  journalIn,
  type MatterFile,
  type NamedFile,
  type PlacedAct,
  type ProvenState,
} from '@madang/protocol';
import type { Views } from '@madang/views';

/** Where the parts of a dossier come from. */
export interface DossierSources {
  readonly ledger: Ledger;
  readonly views: Pick<Views, 'matter'>;
  /** A public file by its SHA-256. */
  readonly file: (digest: Uint8Array) => Promise<Uint8Array | undefined>;
}

/** What a dossier is made of, as the service of the matter says. */
export interface DossierSubject {
  readonly id: Uint8Array;
  /** The matter of the frame, such as `vote.decision`. */
  readonly matter: string;
  readonly register: Uint8Array;
  /** The Korean title. */
  readonly title: string;
  /** The state keys that it proves, and which of them have the journals. */
  readonly stateKeys: readonly Uint8Array[];
  readonly journals: { readonly acts: JournalClaim; readonly people: JournalClaim };
  /** The files that the matter names, in the order of their parts. */
  readonly files: readonly NamedFile[];
}

/** Why a dossier cannot be made. */
export type DossierFailure =
  | { readonly kind: 'node'; readonly error: NodeError }
  | { readonly kind: 'act-not-kept'; readonly id: Uint8Array };

/** The dossier of a matter at the newest checkpoint (docs/spec/dossier.md, "Acts"). */
export async function matterDossier(
  sources: DossierSources,
  { id, matter, register, title, stateKeys, journals, files }: DossierSubject,
): Promise<Result<Uint8Array, DossierFailure>> {
  const { ledger } = sources;
  const standing = await ledger.standing(stateKeys, ledger.size(), true);
  if (!standing.ok) return fail({ kind: 'node', error: standing.error });
  const state = provenStateOf(standing.value);
  const people = await actsOf(sources, register, journalIn(state, journals.people)?.acts ?? 0);
  if (!people.ok) return people;
  const acts = await actsOf(sources, id, journalIn(state, journals.acts)?.acts ?? 0);
  if (!acts.ok) return acts;
  return ok(
    encodeMatterDossier({
      chain: ledger.chain,
      ...{ matter, title, state, people: people.value, acts: acts.value },
      files: await filesOf(sources, files),
    }),
  );
}

/** A standing that carries its checkpoint, without the proof that it continues another. */
function provenStateOf(bytes: Uint8Array): ProvenState {
  const { block, claims, inclusion, checkpoint } = expectOk(
    decodeStanding(bytes),
    'the node makes standings that can be read',
  );
  return { block, claims, inclusion, checkpoint: checkpoint ?? '' };
}

async function filesOf(
  { file: find }: DossierSources,
  named: readonly NamedFile[],
): Promise<readonly MatterFile[]> {
  const found: MatterFile[] = [];
  for (const { file, digest } of named) {
    const bytes = await find(digest);
    if (bytes !== undefined) found.push({ name: file, bytes });
  }
  return found;
}

/** As many acts at a time are listed. */
const PAGE_ACTS = 1_000;

/** The first acts of a matter, as they were signed. */
async function actsOf(
  { ledger, views }: DossierSources,
  matter: Uint8Array,
  count: number,
): Promise<Result<readonly PlacedAct[], DossierFailure>> {
  const acts: PlacedAct[] = [];
  let after = -1;
  while (acts.length < count) {
    const limit = Math.min(PAGE_ACTS, count - acts.length);
    const page = await views.matter({ matter, after, limit });
    for (const { id, height, position: index, timeMs: time, record } of page) {
      const envelope = ledger.envelope(id);
      if (envelope === undefined) return fail({ kind: 'act-not-kept', id });
      acts.push({ height, index, time, envelope });
      after = record;
    }
    if (page.length < limit) break;
  }
  return ok(acts);
}
