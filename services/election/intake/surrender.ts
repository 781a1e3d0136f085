import {
  type Election as BoundElection,
  type Chance,
  signSurrender,
  verifySurrender,
} from '@madang/ballot';
import { decode, encodeKnown, equalBytes, fail, ok, type Result } from '@madang/base';
import { decodeTransaction } from '@madang/protocol';
import { SURRENDER_KEY } from '../chain/proven-acts.ts';
import { surrenderOf } from '../chain/questions.ts';
import { type SurrenderPayload, surrenderPayload } from '../chain/schema.ts';
import type { OpenElection, OwnKey, Standing } from './ballot.ts';

// A voter gives up a mixed key at the desk, for a paper. Their device makes the transaction and
// shows it to the desk's machine, which sends it: a paper is given for what this machine has sent
// and the ledger has done, so that nobody gets one for what somebody else has shown before.

/** A mixed key with what was cast with it, and the list in which it stands. */
export type MixedStanding = Standing & { readonly list: number };

/** The payload that gives up a mixed key for a batch of papers, which the desk has named. */
export function surrenderFor(
  { id }: Pick<OpenElection, 'id'>,
  { key, standing }: { readonly key: Uint8Array; readonly standing: MixedStanding },
  batch: Uint8Array,
): SurrenderPayload {
  const { ballots, last, list } = standing;
  const previous = last === undefined ? {} : { previous: last };
  return { election: id, key, list, sequence: ballots, ...previous, batch };
}

/** The bytes of the payload of a surrender. */
export function encodeSurrenderFor(payload: SurrenderPayload): Uint8Array {
  return encodeKnown(surrenderPayload, payload);
}

/** What proves a surrender in the transaction whose body has this hash. */
export function proofOfSurrender(
  bound: BoundElection,
  { secret }: Pick<OwnKey, 'secret'>,
  { payload, bodyHash }: { readonly payload: SurrenderPayload; readonly bodyHash: Uint8Array },
  chance: Chance,
): Uint8Array {
  return signSurrender(bound, { surrender: surrenderOf(payload), bodyHash }, secret, chance);
}

/** Why a desk sends nothing of what a voter's device shows. */
export type SurrenderProblem =
  | 'NOT_A_SURRENDER'
  | 'SURRENDER_OF_OTHER_ELECTION'
  | 'SURRENDER_FOR_OTHER_BATCH'
  | 'SURRENDER_NOT_PROVEN';

/**
 * Reads the transaction that a voter's device shows at the desk, before it is sent: it has to give
 * up a key of this election for this batch, and to be signed by it. What the ledger has to say of
 * the key it says when it is sent.
 */
export function readSurrender(
  { id, bound }: OpenElection,
  batch: Uint8Array,
  envelope: Uint8Array,
): Result<SurrenderPayload, SurrenderProblem> {
  const act = decodeTransaction(envelope, envelope.length);
  if (!act.ok) return fail('NOT_A_SURRENDER');
  const { body, bodyHash, envelope: opened } = act.value;
  const payload = decode(surrenderPayload, body.payload);
  if (body.act !== SURRENDER_KEY || !payload.ok || opened.auth.kind !== 'proof')
    return fail('NOT_A_SURRENDER');
  const isHere = equalBytes(body.chain, bound.chain) && equalBytes(payload.value.election, id);
  if (!isHere) return fail('SURRENDER_OF_OTHER_ELECTION');
  if (!equalBytes(payload.value.batch, batch)) return fail('SURRENDER_FOR_OTHER_BATCH');
  const signed = { surrender: surrenderOf(payload.value), bodyHash, proof: opened.auth.proof };
  return verifySurrender(bound, signed) ? ok(payload.value) : fail('SURRENDER_NOT_PROVEN');
}
