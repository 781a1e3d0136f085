import { decode, fail, ok, type Result, type TypeOf } from '@madang/base';
import {
  accountOf,
  decodeTransaction,
  MAX_ENVELOPE_SIZE_BYTES,
  type OpenedState,
  openProvenState,
} from '@madang/protocol';
import { draftPayload } from '../chain/schema.ts';
import type { DossierProblem, PlacedAct, ReadDossier } from './format.ts';
import type { OpenedAct } from './rerun.ts';

/** A dossier with everything in it decoded, nothing checked. */
export interface OpenedDossier {
  readonly dossier: ReadDossier;
  readonly state: OpenedState;
  readonly people: readonly OpenedAct[];
  readonly acts: readonly OpenedAct[];
  /** Body hash of the draft. */
  readonly decision: Uint8Array;
  readonly draft: TypeOf<typeof draftPayload>;
}

/** Decodes what a dossier carries. The first act of the decision has to be its draft. */
export function openDossier(dossier: ReadDossier): Result<OpenedDossier, DossierProblem> {
  const state = openProvenState(dossier.state);
  if (!state.ok) return problem('state', state.error.message);
  const people = openActs('people', dossier.people);
  if (!people.ok) return people;
  const acts = openActs('acts', dossier.acts);
  if (!acts.ok) return acts;
  const [first] = acts.value;
  if (first?.transaction.body.act !== 'vote.draftDecision') {
    return problem('acts', 'The first act is not the draft of a decision.');
  }
  const draft = decode(draftPayload, first.transaction.body.payload);
  if (!draft.ok) return problem('acts', `The draft cannot be read: ${draft.error.message}`);
  return ok({
    dossier,
    state: state.value,
    people: people.value,
    acts: acts.value,
    decision: first.transaction.bodyHash,
    draft: draft.value,
  });
}

function openActs(
  part: string,
  placed: readonly PlacedAct[],
): Result<readonly OpenedAct[], DossierProblem> {
  const opened: OpenedAct[] = [];
  for (const [index, one] of placed.entries()) {
    const transaction = decodeTransaction(one.envelope, MAX_ENVELOPE_SIZE_BYTES);
    if (!transaction.ok) {
      return problem(part, `Act ${String(index)} cannot be read: ${transaction.error.message}`);
    }
    const { auth } = transaction.value.envelope;
    if (auth.kind !== 'account') return problem(part, `Act ${String(index)} is not signed.`);
    const signers = auth.signatures.map(({ suite, key }) => accountOf(suite, key));
    opened.push({ placed: one, transaction: transaction.value, signers });
  }
  return ok(opened);
}

function problem(part: string, message: string): Result<never, DossierProblem> {
  return fail({ part, message });
}
