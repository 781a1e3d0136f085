import { type EncodedProof, verifyEncoded } from '@madang/ballot';
import { equalBytes, toHex } from '@madang/base';
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

/** What ballots are verified with. */
export interface BallotChecking {
  /** The acts done again up to the opening: it says what each ballot has to prove. */
  readonly opened: Pick<Again, 'statement'>;
  /** 32 bytes that whoever made the ballots could not know, other ones at each call. */
  readonly chance: () => Uint8Array;
  /** Called with how many more ballots have been verified. */
  readonly onChecked: (count: number) => void;
}

/** Proofs of one election that are verified together. */
interface Batch {
  readonly common: Uint8Array;
  readonly proofs: PlacedProof[];
}

/** A ballot, or what gives up a key, as the act of this index. */
interface PlacedProof extends EncodedProof {
  readonly act: number;
}

/** Whether each act that proves itself is proven; others are passed over. */
export function checkBallots(
  acts: readonly OpenedAct[],
  given: BallotChecking,
): Finding<ElectionCode> {
  let batch: Batch = { common: new Uint8Array(), proofs: [] };
  let ballots = 0;
  for (const [act, { transaction, ...one }] of acts.entries()) {
    const { auth } = transaction.envelope;
    if (auth.kind !== 'proof') continue;
    const { bodyHash } = transaction;
    const stated = given.opened.statement(again({ transaction, ...one }));
    if (!stated.ok) {
      const detail = { act, id: toHex(bodyHash), why: stated.error.why };
      return foundFailed('ELECTION_ACT_NOT_DONE', detail);
    }
    const { system, common, own } = stated.value;
    if (system !== BALLOT_SYSTEM) return wrongBallot({ act, bodyHash });
    if (batch.proofs.length === TOGETHER || !equalBytes(batch.common, common)) {
      const wrong = wrongIn(batch, given);
      if (wrong !== undefined) return wrongBallot(wrong);
      batch = { common, proofs: [] };
    }
    batch.proofs.push({ own, bodyHash, proof: auth.proof, act });
    if (transaction.body.act === CAST_BALLOT) ballots += 1;
  }
  const wrong = wrongIn(batch, given);
  if (wrong !== undefined) return wrongBallot(wrong);
  return ballots === 0
    ? foundPassed('ELECTION_BALLOTS_NONE')
    : foundPassed('ELECTION_BALLOTS_PASSED', { ballots });
}

/** The first of a batch that is not proven. */
function wrongIn(
  { common, proofs }: Batch,
  { chance, onChecked }: BallotChecking,
): PlacedProof | undefined {
  if (proofs.length === 0) return undefined;
  const verdicts = verifyEncoded(common, proofs, chance());
  onChecked(proofs.length);
  return proofs.find((_, at) => verdicts[at] !== true);
}

function wrongBallot({ act, bodyHash }: Pick<PlacedProof, 'act' | 'bodyHash'>) {
  return foundFailed<ElectionCode>('ELECTION_BALLOT_WRONG', { act, id: toHex(bodyHash) });
}
