import { compareBytes, encodeKnown, record, toHex } from '@madang/base';
import {
  consistencyProof,
  inclusionProof,
  type KeyPair,
  keyPairFromSeed,
  leafHash,
  proveState,
  rootFromLeafHashes,
  sha256,
  signerFrom,
  signSync,
  statePath,
  trieRoot,
} from '@madang/crypto';
import {
  type BlockEntry,
  type Body,
  type Checkpoint,
  checkpointBody,
  cosign,
  cosignerName,
  encodeBody,
  encodeGenesis,
  encodeLogEntry,
  encodeSigned,
  type Genesis,
  genesisHash,
  joinNote,
  ledgerOrigin,
  type NoteSignature,
  type Outcome,
  type ProvenClaim,
  type Receipt,
  type Signature,
  type Standing,
  signAsLog,
  signedMessage,
  writePolicy,
} from '../src/index.ts';

/** A key pair that is the same in every run. */
export function testKey(seed: number): KeyPair {
  return keyPairFromSeed(new Uint8Array(32).fill(seed));
}

export const GENESIS_TIME = 1_763_000_000_000;
const MEMBERS = ['alpha', 'beta', 'gamma'] as const;
export type Member = (typeof MEMBERS)[number];
export const nodeKey = testKey(1);
export const cosigners: Readonly<Record<Member, KeyPair>> = {
  alpha: testKey(11),
  beta: testKey(12),
  gamma: testKey(13),
};

export const testGenesis: Genesis = {
  version: 1,
  name: 'yard',
  time: GENESIS_TIME,
  params: { maxExpiryMs: 600_000, maxBlockCostUs: 500_000, maxTransactionBytes: 65_536 },
  grants: [],
  nodeKeys: [nodeKey.publicKey],
  institutions: MEMBERS.map((id, i) => ({
    id,
    names: { en: id, ko: id },
    operator: { en: 'one test', ko: 'one test' },
    governance: testKey(21 + i).publicKey,
    consensus: testKey(31 + i).publicKey,
    cosigner: cosigners[id].publicKey,
  })),
};
export const chain = genesisHash(encodeGenesis(testGenesis));
export const origin = ledgerOrigin('yard', chain);

/** The policy of the test ledger: any two of its three institutions. */
export function testPolicy(threshold = 2): string {
  const policy = writePolicy({ genesis: testGenesis, chain, threshold });
  if (!policy.ok) throw new Error(policy.error.message);
  return policy.value;
}

/** An act that is ready to be put into a block. */
export interface Act {
  readonly act: string;
  readonly payload: Uint8Array;
  readonly signers?: readonly KeyPair[];
  readonly code?: number;
  /** The act that the log entry names, if it is to be another. */
  readonly recordedAct?: string;
  /** Wraps the body in another way than by signatures of `signers`. */
  readonly wrap?: (body: Uint8Array, bodyHash: Uint8Array) => Uint8Array;
  /** Changes of the state, applied if the code is 0. */
  readonly writes?: (bodyHash: Uint8Array) => ReadonlyArray<readonly [Uint8Array, Uint8Array]>;
}

export interface Placed {
  readonly index: number;
  readonly envelope: Uint8Array;
  readonly bodyHash: Uint8Array;
}

export const emptyMap = encodeKnown(record({}), {});

/** A whole ledger in memory, as naive as it can be: it hashes everything again each time. */
export interface TestLedger {
  readonly block: (...acts: readonly Act[]) => readonly Placed[];
  readonly checkpoint: (options?: CheckpointOptions) => Promise<string>;
  readonly head: () => Checkpoint;
  readonly receipt: (placed: Placed, checkpoint: string, more?: Partial<Receipt>) => Receipt;
  readonly standing: (keys: readonly Uint8Array[]) => Standing;
  readonly fresh: (keys: readonly Uint8Array[], since: number, text: string) => Standing;
}

export interface CheckpointOptions {
  readonly by?: readonly Member[];
  readonly timeSeconds?: (member: Member) => number;
  readonly withLog?: boolean;
  readonly more?: readonly NoteSignature[];
}

const noOutcome: Outcome = { code: 0, time: 0, height: 0, index: 0, events: [] };
const COSIGN_SECONDS = GENESIS_TIME / 1000 + 60;

export function testLedger(): TestLedger {
  const entries: Uint8Array[] = [];
  const blocks: Uint8Array[] = [];
  const outcomes = new Map<number, Outcome>();
  const state = new Map<string, { key: Uint8Array; value: Uint8Array }>();
  let height = 0;

  const trie = () =>
    [...state.values()]
      .map(({ key, value }) => ({ path: statePath(key), valueHash: sha256(value) }))
      .sort((left, right) => compareBytes(left.path, right.path));
  const leaves = () => entries.map(leafHash);
  const time = () => GENESIS_TIME + height * 2_000;
  const endBlock = (transactions: number) => {
    const entry: BlockEntry = {
      type: 'block',
      height,
      time: time(),
      transactions,
      stateRoot: trieRoot(trie()),
      paramsHash: sha256(emptyMap),
      replayRoot: sha256(emptyMap),
    };
    blocks.push(encodeLogEntry(entry));
    entries.push(encodeLogEntry(entry));
  };
  const execute = (act: Act, index: number): Placed => {
    const { envelope, bodyHash } = signedEnvelope(act, entries.length);
    const code = act.code ?? 0;
    const outcome = { code, time: time(), height, index, events: [] };
    outcomes.set(entries.length, outcome);
    const hashes = { body: bodyHash, envelope: sha256(envelope) };
    const name = act.recordedAct ?? act.act;
    entries.push(encodeLogEntry({ type: 'transaction', act: name, ...hashes, outcome }));
    if (code === 0) {
      for (const [key, value] of act.writes?.(bodyHash) ?? [])
        state.set(toHex(key), { key, value });
    }
    return { index: entries.length - 1, envelope, bodyHash };
  };
  const head = (): Checkpoint => ({
    origin,
    size: entries.length,
    root: rootFromLeafHashes(leaves()),
  });
  const prove = (key: Uint8Array): ProvenClaim => {
    const value = state.get(toHex(key))?.value;
    const proof = proveState(trie(), statePath(key));
    return value === undefined ? { proof } : { proof, value };
  };
  const standing = (keys: readonly Uint8Array[]): Standing => ({
    block: blocks.at(-1) ?? emptyMap,
    claims: keys.map(prove),
    inclusion: inclusionProof(leaves(), entries.length - 1),
  });

  entries.push(encodeLogEntry({ type: 'genesis', genesis: chain }));
  endBlock(0);
  return {
    block: (...acts) => {
      height += 1;
      const placed = acts.map(execute);
      endBlock(acts.length);
      return placed;
    },
    checkpoint: (options = {}) => signedCheckpoint(head(), options),
    head,
    receipt: (placed, checkpoint, more = {}) => ({
      kind: 'madang/receipt',
      version: 1,
      outcome: outcomes.get(placed.index) ?? noOutcome,
      index: placed.index,
      envelope: placed.envelope,
      inclusion: inclusionProof(leaves(), placed.index),
      checkpoint,
      ...more,
    }),
    standing,
    fresh: (keys, since, text) => ({
      ...standing(keys),
      checkpoint: text,
      consistency: consistencyProof(leaves(), since),
    }),
  };
}

/** A checkpoint signed by the log and by institutions, by all of them unless said otherwise. */
export async function signedCheckpoint(
  checkpoint: Checkpoint,
  options: CheckpointOptions = {},
): Promise<string> {
  const { by = MEMBERS, timeSeconds = () => COSIGN_SECONDS, withLog = true, more = [] } = options;
  const lines: NoteSignature[] = [];
  if (withLog) lines.push(await signAsLog(signerFrom(nodeKey), checkpoint));
  for (const member of by) {
    const signer = signerFrom(cosigners[member]);
    lines.push(await cosign(signer, cosignerName('yard', member), checkpoint, timeSeconds(member)));
  }
  return joinNote(checkpointBody(checkpoint), [...lines, ...more]);
}

function signedEnvelope(act: Act, salt: number): { envelope: Uint8Array; bodyHash: Uint8Array } {
  const body: Body = {
    act: act.act,
    chain,
    expiresAt: GENESIS_TIME + 300_000,
    payload: act.payload,
    salt: new Uint8Array(16).fill(salt),
  };
  const bytes = encodeBody(body);
  const bodyHash = sha256(bytes);
  if (act.wrap !== undefined) return { envelope: act.wrap(bytes, bodyHash), bodyHash };
  const signatures = (act.signers ?? [testKey(91)]).map((key) => signWith(key, bodyHash));
  return { envelope: encodeSigned(bytes, signatures), bodyHash };
}

/** An account signature over a body of the test ledger. */
export function signWith(key: KeyPair, bodyHash: Uint8Array): Signature {
  const message = signedMessage(chain, bodyHash);
  return { suite: key.suite, key: key.publicKey, signature: signSync(key, message) };
}
