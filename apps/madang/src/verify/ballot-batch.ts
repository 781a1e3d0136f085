import { verifyEncoded } from '@madang/ballot';
import { bytes, decode, encodeKnown, expectOk, fixedBytes, list, record } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import type { BallotBatch } from '@madang/services/election/proof/index.ts';

// A batch of ballots as one byte string, since one that is transferred crosses to another thread at
// no cost. Only this process writes and reads them.

const some = bytes({ max: 1 << 24 });

const batchShape = record({
  common: some,
  proofs: list(record({ own: some, bodyHash: fixedBytes(32), proof: some }), { max: 1 << 16 }),
});

/** A batch as one byte string. */
export function packBatch({ common, proofs }: BallotBatch): Uint8Array<ArrayBuffer> {
  const plain = proofs.map(({ own, bodyHash, proof }) => ({ own, bodyHash, proof }));
  return new Uint8Array(encodeKnown(batchShape, { common, proofs: plain }));
}

/** The batch of such a byte string. */
export function unpackBatch(packed: Uint8Array): BallotBatch {
  return expectOk(decode(batchShape, packed, packed.length), 'a batch comes from this process');
}

const CHANCE_BYTES = 32;

/** Verifies a batch in the thread that calls it, with chance of this machine. */
export function verifyBatch({ common, proofs }: BallotBatch): readonly boolean[] {
  return verifyEncoded(common, proofs, randomBytes(CHANCE_BYTES));
}
