import { concat, utf8 } from '@madang/base';
import {
  consistencyProof,
  type KeyPair,
  keyPairFromSeed,
  leafHash,
  rootFromLeafHashes,
  sha256,
  signerFrom,
} from '@madang/crypto';
import {
  type Checkpoint,
  checkpointBody,
  joinNote,
  LOG_KEY_TYPE,
  ledgerOrigin,
  printVerifierKey,
  signAsLog,
  verifierKey,
} from '@madang/protocol';

/** A log of made-up leaves that signs what it is told to sign. */
export interface ToyLog {
  readonly origin: string;
  readonly key: KeyPair;
  readonly vkey: string;
  readonly checkpoint: (size: number) => Checkpoint;
  readonly note: (size: number) => Promise<string>;
  /** The consistency proof (RFC 6962) between two sizes, joined hashes. */
  readonly proof: (oldSize: number, newSize: number) => Uint8Array;
  /** The body of an `add-checkpoint` request. */
  readonly request: (oldSize: number, newSize: number) => Promise<string>;
}

/**
 * A log of this name. Logs of one name and another `history` have the same key and other leaves.
 */
export function toyLog(name: string, history = (index: number) => `leaf ${String(index)}`): ToyLog {
  const key = keyPairFromSeed(sha256(utf8(`log ${name}`)));
  const origin = ledgerOrigin(name, sha256(utf8(name)));
  const leaves = (size: number) =>
    Array.from({ length: size }, (_, index) => leafHash(utf8(history(index))));
  const checkpoint = (size: number): Checkpoint => ({
    origin,
    size,
    root: rootFromLeafHashes(leaves(size)),
  });
  const note = async (size: number) => {
    const line = await signAsLog(signerFrom(key), checkpoint(size));
    return joinNote(checkpointBody(checkpoint(size)), [line]);
  };
  const proof = (oldSize: number, newSize: number) => consistencyProof(leaves(newSize), oldSize);
  return {
    origin,
    key,
    vkey: printVerifierKey(verifierKey(origin, LOG_KEY_TYPE, key.publicKey)),
    checkpoint,
    note,
    proof,
    request: async (oldSize, newSize) =>
      addRequest(oldSize, proof(oldSize, newSize), await note(newSize)),
  };
}

/** The body of a request, written from the C2SP page alone. */
export function addRequest(oldSize: number, proof: Uint8Array, note: string): string {
  const lines: string[] = [];
  for (let at = 0; at < proof.length; at += 32) {
    lines.push(Buffer.from(proof.subarray(at, at + 32)).toString('base64'));
  }
  return [`old ${String(oldSize)}`, ...lines, '', note].join('\n');
}

/** The text of a trust policy with this log, one executor and no other witness. */
export function toyPolicy(log: ToyLog): string {
  const cosigner = keyPairFromSeed(sha256(concat(log.key.publicKey, utf8('cosigner'))));
  const key = printVerifierKey(verifierKey('toy/executor', 4, cosigner.publicKey));
  return `log ${log.vkey}\nwitness one ${key}\ngroup executors 1 one\nquorum executors\n`;
}
