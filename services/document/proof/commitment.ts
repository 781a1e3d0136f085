import { assert, expectPresent, utf8 } from '@madang/base';
import { leafHash, merkleTree, sha256, tag, treeInclusionProof, treeRoot } from '@madang/crypto';
import { MAX_COUNT } from '../chain/schema.ts';

const COMMITMENT_TAG = tag('madang/document/1');

/** The salted commitment of a file's digest (docs/spec/document.md); both are 32 bytes. */
export function commit(salt: Uint8Array, digest: Uint8Array): Uint8Array {
  assert(salt.length === 32 && digest.length === 32, 'commit: salt and digest have 32 bytes');
  return sha256(COMMITMENT_TAG, salt, digest);
}

/** The root of a batch, and for each file the path that leads to it. */
export interface Batch {
  readonly root: Uint8Array;
  readonly count: number;
  readonly paths: readonly Uint8Array[];
}

/** Commits to many files at once; each digest has a salt of its own. 1 to 1,000,000 files. */
export function buildBatch(digests: readonly Uint8Array[], salts: readonly Uint8Array[]): Batch {
  const count = digests.length;
  assert(count > 0 && count <= MAX_COUNT, 'buildBatch: no file, or too many');
  assert(salts.length === count, 'buildBatch: one salt for each digest');
  const leaves = digests.map((digest, index) => {
    const salt = expectPresent(salts[index], 'buildBatch: no salt');
    return leafHash(commit(salt, digest));
  });
  const tree = merkleTree(leaves);
  return {
    root: treeRoot(tree),
    count,
    paths: leaves.map((_, index) => treeInclusionProof(tree, index)),
  };
}

/** Commits to a statement: a text that is a batch of its own. */
export function commitToStatement(statement: string, salt: Uint8Array): Batch {
  return buildBatch([sha256(utf8(statement))], [salt]);
}
