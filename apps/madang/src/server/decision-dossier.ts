import { concat, expectOk, fail, ok, type Result } from '@madang/base';
import type { Ledger, NodeError } from '@madang/node';
import { decodeStanding, type ProvenState } from '@madang/protocol';
import {
  dossierStateKeys,
  type PlacedAct,
  provenDecision,
  writeDecisionDossier,
} from '@madang/services/vote/proof/index.ts';
import type { Views } from '@madang/views';

/** Where the parts of a dossier come from. */
export interface DossierSources {
  readonly ledger: Ledger;
  readonly views: Pick<Views, 'matter'>;
  /** A public file by its SHA-256. */
  readonly file: (digest: Uint8Array) => Promise<Uint8Array | undefined>;
}

/** What the ledger says of a decision that a dossier needs. */
export interface DossierSubject {
  readonly id: Uint8Array;
  readonly register: Uint8Array;
  readonly title: string;
  readonly text: Uint8Array;
  readonly summary: Uint8Array;
}

/** Why a dossier cannot be made. */
export type DossierFailure =
  | { readonly kind: 'node'; readonly error: NodeError }
  | { readonly kind: 'act-not-kept'; readonly id: Uint8Array };

/** The dossier of a decision at the newest checkpoint (docs/spec/vote.md, "Dossier"). */
export async function decisionDossier(
  sources: DossierSources,
  subject: DossierSubject,
): Promise<Result<Uint8Array, DossierFailure>> {
  const { ledger } = sources;
  const stateKeys = dossierStateKeys(subject.id, subject.register);
  const standing = await ledger.standing(stateKeys, ledger.size(), true);
  if (!standing.ok) return fail({ kind: 'node', error: standing.error });
  const state = provenStateOf(standing.value);
  const proven = provenDecision(state);
  const people = await actsOf(sources, subject.register, proven.people?.acts ?? 0);
  if (!people.ok) return people;
  const acts = await actsOf(sources, subject.id, proven.acts?.acts ?? 0);
  if (!acts.ok) return acts;
  const text = await sources.file(subject.text);
  const summary = await sources.file(subject.summary);
  const pieces = writeDecisionDossier({
    chain: ledger.chain,
    title: subject.title,
    state,
    people: people.value,
    acts: acts.value,
    ...(text === undefined ? {} : { text }),
    ...(summary === undefined ? {} : { summary }),
  });
  return ok(concat(...pieces));
}

/** A standing that carries its checkpoint, without the proof that it continues another. */
function provenStateOf(bytes: Uint8Array): ProvenState {
  const { block, claims, inclusion, checkpoint } = expectOk(
    decodeStanding(bytes),
    'the node makes standings that can be read',
  );
  return { block, claims, inclusion, checkpoint: checkpoint ?? '' };
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
