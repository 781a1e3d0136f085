import { isDeepStrictEqual } from 'node:util';
import { verifyEncoded } from '@madang/ballot';
import {
  assert,
  encodeKnown,
  expectOk,
  expectPresent,
  type Json,
  type Result,
  utf8,
} from '@madang/base';
import {
  type KeyPair,
  keyPairFromSeed,
  sha256,
  signSync,
  verifySignatureSync,
} from '@madang/crypto';
import {
  type AnyService,
  type BlockResult,
  createMachine,
  type ExecutedTransaction,
  type Machine,
  type ReadAt,
  type Refusal,
  type StateReader,
} from '@madang/kernel';
import {
  accountOf,
  body,
  decodeTransaction,
  encodeGenesis,
  encodeSigned,
  type Genesis,
  type Outcome,
  type Params,
  type PlacedAct,
  replayMinute,
  signedMessage,
} from '@madang/protocol';
import { type MemoryState, memoryState } from './memory-state.ts';

/** Somebody with a key. */
export interface Actor {
  readonly name: string;
  readonly keyPair: KeyPair;
  readonly account: Uint8Array;
}

/** Somebody whose key follows from a name. */
export function actor(name: string): Actor {
  const keyPair = keyPairFromSeed(sha256(utf8(`key of ${name}`)));
  return { name, keyPair, account: accountOf('ed25519', keyPair.publicKey) };
}

/**
 * The institution of tests with this id; its governance key is that of the actor `<id>-governance`.
 */
export function institutionOf(id: string): Genesis['institutions'][number] {
  const keyOf = (kind: string) => actor(`${id}-${kind}`).keyPair.publicKey;
  const names = { en: `Office ${id}`, ko: `${id} 기관` };
  return {
    id,
    names,
    operator: names,
    governance: keyOf('governance'),
    consensus: keyOf('consensus'),
    cosigner: keyOf('cosigner'),
  };
}

/** Time of the genesis of tests. */
export const START_MS = Date.UTC(2026, 0, 1);

/** The genesis of tests: two institutions and the given grants. */
export function testGenesis(changes: Partial<Genesis> = {}): Genesis {
  return {
    version: 1,
    name: 'test',
    time: START_MS,
    params: { maxExpiryMs: 600_000, maxBlockCostUs: 400_000, maxTransactionBytes: 65_536 },
    grants: [],
    nodeKeys: [actor('node').keyPair.publicKey],
    institutions: [institutionOf('city'), institutionOf('university')],
    ...changes,
  };
}

/** One act to be signed. `payload` is the JSON form. */
export interface Wish {
  readonly act: string;
  readonly payload: Json;
  readonly by: Actor | readonly Actor[];
  readonly expiresInMs?: number;
  readonly salt?: Uint8Array;
}

/** A transaction with its signatures verified. */
export type Signed = Parameters<Machine['admit']>[0];

/** An act that was done, with its place in the log. */
export interface DoneAct extends PlacedAct {
  readonly act: string;
  readonly outcome: Outcome;
}

/** A ledger in memory that executes every block twice, the second time on a copied state. */
export interface MemoryLedger {
  readonly machine: Machine;
  readonly chain: Uint8Array;
  readonly genesis: Genesis;
  params(): Params;
  state(): MemoryState;
  timeMs(): number;
  height(): number;
  /** Signs an act that expires in five minutes unless it says otherwise. */
  sign(wish: Wish): Signed;
  /** Executes one block `afterMs` (1,000) after the one before and keeps its changes. */
  block(transactions: readonly Signed[], afterMs?: number): BlockResult;
  /** Signs an act and executes it in a block of its own. */
  send(wish: Wish, afterMs?: number): ExecutedTransaction;
  /** The acts that were done, in the order of the log, as a dossier carries them. */
  done(): readonly DoneAct[];
  read(query: string, params: Json): Result<Json, Refusal>;
  admit(transaction: Signed): Result<void, Refusal>;
}

/** Opens a ledger of these services. `later`: those of protocol version 2, 3, … */
export function openMemoryLedger(
  services: readonly AnyService[],
  changes: Partial<Genesis> = {},
  later: readonly (readonly AnyService[])[] = [],
): MemoryLedger {
  const machine = createMachine(services, { withInvariants: true, later });
  const genesis = testGenesis(changes);
  const begun = expectOk(machine.genesis(encodeGenesis(genesis)), 'the genesis of a test is valid');
  const { chain } = begun;
  const state = memoryState();
  state.change(begun.changes);
  let { params } = begun;
  let timeMs = genesis.time;
  let height = 0;
  let saltCount = 0;
  const done: DoneAct[] = [];

  const sign = (wish: Wish): Signed => {
    const def = transactionOf(machine, wish.act);
    if (def === undefined) throw new Error(`no act ${wish.act}`);
    saltCount += 1;
    const bodyBytes = encodeKnown(body, {
      act: wish.act,
      chain,
      expiresAt: timeMs + (wish.expiresInMs ?? 300_000),
      payload: expectOk(def.payloadFromJson(wish.payload), 'the payload of a test fits'),
      salt: wish.salt ?? sha256(utf8(`salt ${saltCount}`)).slice(0, 16),
    });
    return signBody(chain, bodyBytes, wish.by);
  };

  /** With the verdict on its proof, if it has one, by the newest state. */
  const withProof = (transaction: Signed): Signed =>
    judgedProof(machine, transaction, { height: height + 1, timeMs, state: momentOf(state) });

  const block = (transactions: readonly Signed[], afterMs = 1_000): BlockResult => {
    timeMs += afterMs;
    height += 1;
    const judged = transactions.map((one) => withProof(one));
    const version = machine.versionAt({ state, height });
    const input = { height, timeMs, transactions: machine.order(judged, version) };
    const again = state.copy();
    const result = machine.execute({ ...input, state, replay: state });
    assertSame(result, machine.execute({ ...input, state: again, replay: again }));
    state.change(result.changes);
    for (const one of result.transactions)
      state.remember(one.bodyHash, replayMinute(one.expiresAt));
    done.push(...doneIn(result, input.transactions));
    params = result.params;
    return result;
  };

  return {
    machine,
    chain,
    genesis,
    params: () => params,
    state: () => state,
    timeMs: () => timeMs,
    height: () => height,
    sign,
    block,
    send: (wish, afterMs) => {
      const [executed] = block([sign(wish)], afterMs).transactions;
      return expectPresent(executed, 'an act was executed');
    },
    done: () => done,
    read: (query, given) => machine.read(query, given, { timeMs, height, state }),
    admit: (transaction) =>
      machine.admit(withProof(transaction), {
        ...{ chain, timeMs, height, params, replay: state },
        state: momentOf(state),
      }),
  };
}

function transactionOf({ services }: Machine, name: string) {
  return services.flatMap((service) => service.transactions).find(({ act }) => act === name);
}

/** The acts of a block that were done. */
function doneIn({ transactions }: BlockResult, given: readonly Signed[]): readonly DoneAct[] {
  return transactions.flatMap(({ act, outcome }, at) => {
    const { code, height, index, time } = outcome;
    const envelope = given[at]?.bytes ?? new Uint8Array();
    return code === 0 ? [{ act, height, index, time, envelope, outcome }] : [];
  });
}

/** A transaction with the verdict on its proof, if it proves itself. */
export function judgedProof(machine: Machine, transaction: Signed, at: ReadAt): Signed {
  const { auth } = transaction.envelope;
  const def = transactionOf(machine, transaction.body.act);
  if (auth.kind !== 'proof' || def?.proofSystem !== 'ballot') return transaction;
  const statement = machine.statement(transaction, at);
  if (!statement.ok) return transaction;
  const { common, own } = statement.value;
  const given = { own, bodyHash: transaction.bodyHash, proof: auth.proof };
  const [isProven] = verifyEncoded(common, [given], transaction.bodyHash);
  return { ...transaction, signaturesValid: isProven === true };
}

/** A reader stands for one moment, and a state in memory moves on. */
function momentOf(state: MemoryState): StateReader {
  return {
    get: (key) => state.get(key),
    scan: (prefix, options) => state.scan(prefix, options),
  };
}

/** Two executions of one block on equal states are equal, whatever the states have been through. */
function assertSame(first: BlockResult, second: BlockResult): void {
  assert(isDeepStrictEqual(first, second), 'executing a block twice gave two results');
}

/** Puts signatures on a body. */
export function signBody(
  chain: Uint8Array,
  bodyBytes: Uint8Array,
  by: Actor | readonly Actor[],
): Signed {
  const message = signedMessage(chain, sha256(bodyBytes));
  const signatures = [by].flat().map(({ keyPair }) => ({
    suite: keyPair.suite,
    key: keyPair.publicKey,
    signature: signSync(keyPair, message),
  }));
  return signedFrom(encodeSigned(bodyBytes, signatures));
}

/** Takes envelope bytes apart and verifies their signatures, as a node does; proofs it leaves. */
export function signedFrom(bytes: Uint8Array): Signed {
  const decoded = expectOk(decodeTransaction(bytes, 65_536), 'the envelope of a test decodes');
  const { auth } = decoded.envelope;
  const message = signedMessage(decoded.body.chain, decoded.bodyHash);
  const signaturesValid =
    auth.kind === 'account' &&
    auth.signatures.every(({ key, signature }) =>
      verifySignatureSync('ed25519', key, message, signature),
    );
  return { ...decoded, bytes, signaturesValid };
}
