import { compareBytes, expectOk } from '@madang/base';
import {
  inclusionProof,
  leafHash,
  proveState,
  rootFromLeafHashes,
  sha256,
  signerFrom,
  statePath,
  trieRoot,
} from '@madang/crypto';
import {
  checkpointBody,
  cosign,
  cosignerName,
  encodeLogEntry,
  joinNote,
  ledgerOrigin,
  type ProvenState,
  signAsLog,
  writePolicy,
} from '@madang/protocol';
import { actor, type MemoryLedger } from '@madang/testkit';
import type { World } from './world.ts';

const INSTITUTIONS = ['city', 'university'] as const;
const nothing = new Uint8Array(32);

/** The policy of the ledger of a world: both of its institutions. */
export function policyOf({ ledger: { genesis, chain } }: World): string {
  const threshold = INSTITUTIONS.length;
  return expectOk(writePolicy({ genesis, chain, threshold }), 'a policy of tests');
}

/** Values of the state in the place of those that are there; nothing: absent. */
export type Claimed = ReadonlyMap<Uint8Array, Uint8Array | undefined>;

/** What a checkpoint has that all institutions sign, whatever it says. */
export interface Stated {
  readonly stateKeys: readonly Uint8Array[];
  readonly claimed?: Claimed;
  /** Log entries before the block of the state. */
  readonly before?: readonly Uint8Array[];
}

/** A proof of the state at the newest block of a ledger. */
export async function provenState(
  { chain, state, timeMs, height }: MemoryLedger,
  { stateKeys, claimed = new Map(), before = [] }: Stated,
): Promise<ProvenState> {
  const changed = [...claimed];
  const isOther = (key: Uint8Array): boolean =>
    changed.every(([of]) => compareBytes(of, key) !== 0);
  const entries = [
    ...state()
      .entries()
      .filter(({ key }) => isOther(key)),
    ...changed.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }])),
  ];
  const trie = entries
    .map(({ key, value }) => ({ path: statePath(key), valueHash: sha256(value) }))
    .sort((left, right) => compareBytes(left.path, right.path));
  const block = encodeLogEntry({
    ...{ type: 'block', height: height(), time: timeMs(), transactions: before.length },
    ...{ paramsHash: nothing, replayRoot: nothing, stateRoot: trieRoot(trie) },
  });
  const leaves = [...before, block].map((entry) => leafHash(entry));
  const root = rootFromLeafHashes(leaves);
  const checkpoint = { origin: ledgerOrigin('test', chain), size: leaves.length, root };
  const signatures = [await signAsLog(signerFrom(actor('node').keyPair), checkpoint)];
  for (const id of INSTITUTIONS) {
    const signer = signerFrom(actor(`${id}-cosigner`).keyPair);
    const name = cosignerName('test', id);
    signatures.push(await cosign(signer, name, checkpoint, Math.ceil(timeMs() / 1_000)));
  }
  const valueOf = (key: Uint8Array) =>
    entries.find((one) => compareBytes(one.key, key) === 0)?.value;
  return {
    block,
    checkpoint: joinNote(checkpointBody(checkpoint), signatures),
    inclusion: inclusionProof(leaves, before.length),
    claims: stateKeys.map((key) => {
      const proof = proveState(trie, statePath(key));
      const value = valueOf(key);
      return value === undefined ? { proof } : { proof, value };
    }),
  };
}
