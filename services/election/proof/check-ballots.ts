import { type EncodedProof, verifyEncoded } from '@madang/ballot';
import { equalBytes, fail, ok, type Result, toHex } from '@madang/base';
import {
  type Again,
  again,
  type Finding,
  foundFailed,
  foundPassed,
  type OpenedAct,
} from '@madang/protocol';
import { CAST_BALLOT } from '../chain/proven-acts.ts';
import type { ElectionCode } from './verdict.ts';

/** Most ballots that are verified together. */
const TOGETHER = 256;

/** The proof system of ballots, and of surrenders of keys. */
const BALLOT_SYSTEM = 'ballot';

/** Proofs of one election that are verified together. */
export interface BallotBatch {
  /** The election, encoded. */
  readonly common: Uint8Array;
  readonly proofs: readonly EncodedProof[];
}

/** The verdicts of `verifyEncoded` on the proofs of a batch, from this thread or another. */
export interface BallotVerifier {
  readonly verify: (batch: BallotBatch) => readonly boolean[] | Promise<readonly boolean[]>;
  /** How many batches are given before the verdicts on the first are waited for, from 1. */
  readonly atOnce: number;
}

/**
 * Verifies in this thread, one batch after the other. `chance`: 32 bytes that whoever made the
 * ballots could not know, other ones at each call.
 */
export function verifyHere(chance: () => Uint8Array): BallotVerifier {
  return { verify: ({ common, proofs }) => verifyEncoded(common, proofs, chance()), atOnce: 1 };
}

/** What ballots are verified with. */
export interface BallotChecking {
  /** The acts done again up to the opening: it says what each ballot has to prove. */
  readonly opened: Pick<Again, 'statement'>;
  readonly verifier: BallotVerifier;
  /** Called with how many more ballots have been verified. */
  readonly onChecked: (count: number) => void;
}

/** A ballot, or what gives up a key, as the act of this index. */
interface PlacedProof extends EncodedProof {
  readonly act: number;
  readonly isBallot: boolean;
}

interface Batch extends BallotBatch {
  readonly proofs: readonly PlacedProof[];
}

interface Asked {
  readonly batch: Batch;
  readonly verdicts: readonly boolean[] | Promise<readonly boolean[]>;
}

type Wrong = Finding<ElectionCode>;

/**
 * Whether each act that proves itself is proven; others are passed over. What is found is the first
 * that is not right in the order of the acts, whoever verifies and however many at once.
 */
export async function checkBallots(
  acts: Iterable<OpenedAct>,
  { opened, verifier, onChecked }: BallotChecking,
): Promise<Finding<ElectionCode>> {
  const waiting: Asked[] = [];
  let ballots = 0;
  const settleFirst = async (): Promise<Wrong | undefined> => {
    const asked = waiting.shift();
    if (asked === undefined) return undefined;
    const { proofs } = asked.batch;
    const verdicts = await asked.verdicts;
    onChecked(proofs.length);
    ballots += proofs.filter(({ isBallot }) => isBallot).length;
    const wrong = proofs.find((_, at) => verdicts[at] !== true);
    return wrong === undefined ? undefined : wrongBallot(wrong);
  };
  let unstated: Wrong | undefined;
  for (const batch of batchesOf(acts, opened)) {
    if (!batch.ok) {
      unstated = batch.error;
      break;
    }
    waiting.push({ batch: batch.value, verdicts: verifier.verify(batch.value) });
    const wrong = waiting.length < verifier.atOnce ? undefined : await settleFirst();
    if (wrong !== undefined) return wrong;
  }
  while (waiting.length > 0) {
    const wrong = await settleFirst();
    if (wrong !== undefined) return wrong;
  }
  if (unstated !== undefined) return unstated;
  return ballots === 0
    ? foundPassed('ELECTION_BALLOTS_NONE')
    : foundPassed('ELECTION_BALLOTS_PASSED', { ballots });
}

/** The proofs among acts, batch by batch; last of all, what is wrong with one that has none. */
function* batchesOf(
  acts: Iterable<OpenedAct>,
  opened: Pick<Again, 'statement'>,
): Generator<Result<Batch, Wrong>, void> {
  let [common, proofs]: [Uint8Array, PlacedProof[]] = [new Uint8Array(), []];
  let act = 0;
  for (const one of acts) {
    const proof = proofOf(one, act, opened);
    act += 1;
    if (proof === undefined) continue;
    const isFull = proofs.length === TOGETHER;
    const isOther = proof.ok && !equalBytes(common, proof.value.common);
    if (proofs.length > 0 && (isFull || isOther || !proof.ok)) yield ok({ common, proofs });
    if (!proof.ok) {
      yield proof;
      return;
    }
    if (isFull || isOther) [common, proofs] = [proof.value.common, []];
    proofs.push(proof.value);
  }
  if (proofs.length > 0) yield ok({ common, proofs });
}

/** What an act has to prove, and by what; nothing if the act does not prove itself. */
function proofOf(
  { transaction, ...one }: OpenedAct,
  act: number,
  opened: Pick<Again, 'statement'>,
): Result<PlacedProof & { readonly common: Uint8Array }, Wrong> | undefined {
  const { auth } = transaction.envelope;
  if (auth.kind !== 'proof') return undefined;
  const { bodyHash } = transaction;
  const stated = opened.statement(again({ transaction, ...one }));
  if (!stated.ok) {
    const detail = { act, id: toHex(bodyHash), why: stated.error.why };
    return fail(foundFailed('ELECTION_ACT_NOT_DONE', detail));
  }
  const { system, common, own } = stated.value;
  if (system !== BALLOT_SYSTEM) return fail(wrongBallot({ act, bodyHash }));
  const isBallot = transaction.body.act === CAST_BALLOT;
  return ok({ common, own, bodyHash, proof: auth.proof, act, isBallot });
}

function wrongBallot({ act, bodyHash }: Pick<PlacedProof, 'act' | 'bodyHash'>): Wrong {
  return foundFailed<ElectionCode>('ELECTION_BALLOT_WRONG', { act, id: toHex(bodyHash) });
}
