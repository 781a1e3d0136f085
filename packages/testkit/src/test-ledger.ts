import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeKnown, expectOk, expectPresent, type Result, utf8 } from '@madang/base';
import { type KeyPair, sha256, signerFrom, signSync } from '@madang/crypto';
import { type AnyService, type AnyTransaction, createMachine } from '@madang/kernel';
import {
  type Ledger,
  type LedgerOptions,
  openLedger,
  type Submission,
  type SubmitFailure,
} from '@madang/node';
import {
  body as bodyCodec,
  bodyHashOf,
  encodeGenesis,
  encodeSigned,
  type Genesis,
  signedMessage,
  writePolicy,
} from '@madang/protocol';
import { services } from '@madang/services';
import {
  type Actor,
  actor,
  institutionOf,
  START_MS,
  testGenesis,
  type Wish,
} from './memory-ledger.ts';

/** The institutions of a test ledger; any three of them are believed. */
export const TEST_INSTITUTIONS = ['audit', 'city', 'district', 'university'] as const;

const THRESHOLD = 3;

/** What a test changes of its ledger. */
export interface TestLedgerOptions {
  readonly genesis?: Partial<Genesis>;
  /** How many institutions must have cosigned, by the policy. */
  readonly threshold?: number;
  /** Anything of the node, for example another engine. */
  readonly node?: Partial<Pick<LedgerOptions, 'engine' | 'mempool' | 'verifyWorkers' | 'sync'>>;
}

/**
 * A whole node of the engine solo in this process, on a folder of its own, with a clock of ours.
 */
export interface TestLedger {
  /** The ledger as it is open now; {@link TestLedger.reopen} makes another. */
  readonly ledger: () => Ledger;
  readonly folder: string;
  readonly genesis: Genesis;
  readonly chain: Uint8Array;
  readonly policyText: string;
  readonly nodeKey: KeyPair;
  /** Cosigner keys by the institution's id. */
  readonly cosigners: ReadonlyMap<string, KeyPair>;
  readonly nowMs: () => number;
  readonly advance: (byMs: number) => void;
  /** Signs an act that expires in five minutes unless it says otherwise. */
  readonly sign: (wish: Wish) => SignedAct;
  readonly submit: (envelope: Uint8Array) => Promise<Result<Submission, SubmitFailure>>;
  /**
   * Signs acts, submits them at once, and gives what became of each; one that is not taken is a
   * bug.
   */
  readonly send: (...wishes: readonly Wish[]) => Promise<readonly Submission[]>;
  /** Closes the ledger and opens it again from its folder. */
  readonly reopen: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** An envelope and its id. */
export interface SignedAct {
  readonly envelope: Uint8Array;
  readonly bodyHash: Uint8Array;
}

/**
 * Opens a ledger on a temporary folder. The actor `clerk` issues for `city`, `custodian` keeps its
 * vault.
 */
export async function openTestLedger(options: TestLedgerOptions = {}): Promise<TestLedger> {
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-ledger-'));
  const genesis = testGenesis({
    institutions: TEST_INSTITUTIONS.map(institutionOf),
    grants: [grantTo('clerk', 'document.issuer'), grantTo('custodian', 'document.custodian')],
    ...options.genesis,
  });
  const nodeKey = actor('node').keyPair;
  const cosigners = new Map(
    genesis.institutions.map(({ id }) => [id, actor(`${id}-cosigner`).keyPair]),
  );
  let nowMs = START_MS + 1_000;
  const open = async (): Promise<Ledger> =>
    expectOk(
      await openLedger({
        folder,
        machine: createMachine(services),
        genesis: encodeGenesis(genesis),
        nodeKey,
        cosigners: [...cosigners].map(([name, pair]) => ({ ...signerFrom(pair), name })),
        clock: () => nowMs,
        verifyWorkers: 0,
        ...options.node,
      }),
      'a test ledger opens',
    );
  let ledger = await open();
  const { chain } = ledger;
  const threshold = options.threshold ?? Math.min(THRESHOLD, genesis.institutions.length);
  const policyText = expectOk(writePolicy({ genesis, chain, threshold }), 'a policy of tests');
  const sign = actSigner(chain, () => nowMs);
  const submit = (envelope: Uint8Array) => ledger.submit(envelope);
  return {
    ledger: () => ledger,
    folder,
    genesis,
    chain,
    policyText,
    nodeKey,
    cosigners,
    nowMs: () => nowMs,
    advance: (byMs) => {
      nowMs += byMs;
    },
    sign,
    submit,
    send: async (...wishes) => {
      const answers = await Promise.all(wishes.map((wish) => submit(sign(wish).envelope)));
      return answers.map((answer) => {
        if (!answer.ok) throw new Error(`not taken: ${JSON.stringify(answer.error)}`);
        return answer.value;
      });
    },
    reopen: async () => {
      await ledger.close();
      ledger = await open();
    },
    close: async () => {
      await ledger.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function grantTo(name: string, role: string): Genesis['grants'][number] {
  return { account: actor(name).account, delegable: false, institution: 'city', role };
}

/**
 * Signs acts of these services, or of this build's, for a ledger; each has a salt of its own, the
 * same in every run.
 */
export function actSigner(
  chain: Uint8Array,
  nowMs: () => number,
  of: readonly AnyService[] = services,
): (wish: Wish) => SignedAct {
  const transactions = of.flatMap<AnyTransaction>((service) => service.transactions);
  let count = 0;
  return ({ act, payload, by, expiresInMs = 300_000, salt }) => {
    const definition = transactions.find((one) => one.act === act);
    count += 1;
    const encoded = expectPresent(definition, `no act ${act}`).payloadFromJson(payload);
    const body = encodeKnown(bodyCodec, {
      act,
      chain,
      expiresAt: nowMs() + expiresInMs,
      payload: expectOk(encoded, `a payload of ${act}: ${JSON.stringify(payload)}`),
      salt: salt ?? sha256(utf8(`salt of act ${count}`)).slice(0, 16),
    });
    const bodyHash = bodyHashOf(body);
    return { envelope: encodeSigned(body, signaturesOf(chain, bodyHash, [by].flat())), bodyHash };
  };
}

/** The signatures of actors over a body. */
export function signaturesOf(chain: Uint8Array, bodyHash: Uint8Array, actors: readonly Actor[]) {
  const message = signedMessage(chain, bodyHash);
  return actors.map(({ keyPair }) => ({
    suite: keyPair.suite,
    key: keyPair.publicKey,
    signature: signSync(keyPair, message),
  }));
}
