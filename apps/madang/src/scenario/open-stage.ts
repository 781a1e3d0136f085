import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, fail, ok, type Result } from '@madang/base';
import { signerFrom } from '@madang/crypto';
import { kernelErrors, type Machine, refuse } from '@madang/kernel';
import {
  type BlockDriver,
  type Ledger,
  openLedger,
  openStore,
  type StartEngine,
  verifyStore,
} from '@madang/node';
import {
  checkReceipt,
  decodeReceipt,
  decodeTransaction,
  encodeGenesis,
  encodeReceipt,
  genesisHash,
  MAX_ENVELOPE_SIZE_BYTES,
  type ServiceProof,
  writePolicy,
} from '@madang/protocol';
import { services } from '@madang/services';
import { openViews } from '@madang/views';
import { matterDossier } from '../server/matter-dossier.ts';
import { subjectOf } from '../server/matter-subjects.ts';
import type { Cast } from './cast.ts';
import type { Answer, Shown, Stage } from './stage.ts';

/** What a stage is built from. */
export interface StageParts {
  readonly machine: Machine;
  readonly cast: Cast;
  /** What is known of services for checking receipts. */
  readonly proofs: readonly ServiceProof[];
}

/** How many turns of the event loop a submission is given to reach the mempool or be refused. */
const MAX_TURNS = 10_000;

interface Director {
  readonly engine: StartEngine;
  readonly driver: () => BlockDriver;
  nowMs: number;
}

/**
 * Opens a throw-away ledger in a new folder of the system's own for such things; closing removes
 * it.
 */
export async function openStage(parts: StageParts): Promise<Result<Stage, string>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-scenario-'));
  const director = createDirector(parts.cast.genesis.time);
  const genesis = encodeGenesis(parts.cast.genesis);
  const chain = genesisHash(genesis);
  const open = (): Promise<Ledger> => openOn(parts, { folder, director, genesis });
  let ledger: Ledger;
  try {
    ledger = await open();
  } catch (thrown) {
    await rm(folder, { recursive: true });
    return fail(thrown instanceof Error ? thrown.message : String(thrown));
  }
  return ok({
    chain,
    setTime: (nowMs) => {
      director.nowMs = nowMs;
    },
    submit: (envelopes) => submitAll(ledger, director, envelopes),
    read: (query, params) => {
      const { height } = ledger.head();
      return parts.machine.read(query, params, {
        timeMs: director.nowMs,
        height,
        state: ledger.stateReader(),
      });
    },
    checkReceipt: (bodyHash, shown) => receiptVerdict({ ledger, parts, bodyHash, shown }),
    dossier: (bodyHash) => dossierOf(ledger, bodyHash),
    policyText: policyOf(parts.cast, chain),
    appHash: () => ledger.head().appHash,
    restart: async () => {
      await ledger.close();
      ledger = await open();
    },
    reExecute: async () => {
      await ledger.close();
      const verified = await executeAgain(folder, parts.machine);
      ledger = await open();
      return verified;
    },
    close: async () => {
      await ledger.close();
      await rm(folder, { recursive: true });
    },
  });
}

/** Executes the log in a folder again, into a folder beside it. */
async function executeAgain(folder: string, machine: Machine): Promise<Result<void, string>> {
  const source = await openStore({ folder }, undefined);
  if (!source.ok) return fail(source.error.message);
  const verified = await verifyStore(source.value, machine, path.join(folder, 're-execution'));
  await source.value.close();
  await rm(path.join(folder, 're-execution'), { recursive: true, force: true });
  return verified.ok ? ok(undefined) : fail(verified.error.message);
}

/** An engine that makes a block when it is told to, at the time that it is told. */
function createDirector(startMs: number): Director {
  let current: BlockDriver | undefined;
  return {
    nowMs: startMs,
    driver: () => {
      if (current === undefined) throw new Error('scenario: the ledger is not open');
      return current;
    },
    engine: (driver) => {
      current = driver;
      return { name: 'solo', wake: () => undefined, stop: () => Promise.resolve() };
    },
  };
}

interface Place {
  readonly folder: string;
  readonly director: Director;
  readonly genesis: Uint8Array;
}

async function openOn(parts: StageParts, { folder, director, genesis }: Place): Promise<Ledger> {
  const { cast, machine } = parts;
  const opened = await openLedger({
    folder,
    machine,
    genesis,
    nodeKey: cast.nodeKey,
    cosigners: [...cast.cosigners].map(([id, pair]) => ({
      ...signerFrom(pair),
      name: id,
    })),
    clock: () => director.nowMs,
    engine: director.engine,
    verifyWorkers: 0,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function submitAll(
  ledger: Ledger,
  director: Director,
  envelopes: readonly Uint8Array[],
): Promise<readonly Answer[]> {
  let answered = 0;
  const answers = envelopes.map(async (envelope) => {
    const answer = answerOf(await ledger.submit(envelope));
    answered += 1;
    return answer;
  });
  const distinct = new Set(envelopes.map(bodyKey)).size;
  const driver = director.driver();
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    if (driver.pendingCount() + answered >= distinct) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  while (driver.pendingCount() > 0) await makeBlock(driver, director.nowMs);
  return Promise.all(answers);
}

/** Equal bodies are one act, whatever their envelopes. */
function bodyKey(envelope: Uint8Array): string {
  const decoded = decodeTransaction(envelope, MAX_ENVELOPE_SIZE_BYTES);
  return Buffer.from(decoded.ok ? decoded.value.bodyHash : envelope).toString('hex');
}

async function makeBlock(driver: BlockDriver, timeMs: number): Promise<void> {
  const transactions = driver.propose(timeMs);
  if (transactions.length === 0) return;
  const height = driver.head().height + 1;
  const committed = await driver.commit(driver.execute({ height, timeMs, transactions }));
  if (!committed.ok) throw new Error(committed.error.message);
}

function answerOf(answer: Awaited<ReturnType<Ledger['submit']>>): Answer {
  if (answer.ok) return ok({ outcome: answer.value.outcome });
  return answer.error.kind === 'refused'
    ? fail(answer.error.refusal)
    : refuse(kernelErrors.BLOCK_FULL, {});
}

const THRESHOLD_OF_FOUR = 3;

interface ReceiptRequest {
  readonly ledger: Ledger;
  readonly parts: StageParts;
  readonly bodyHash: Uint8Array;
  readonly shown: Shown;
}

async function receiptVerdict({ ledger, parts, bodyHash, shown }: ReceiptRequest) {
  const plain = await ledger.receiptFor(bodyHash);
  if (!plain.ok) return undefined;
  const envelope = decodeTransaction(
    ledger.envelope(bodyHash) ?? new Uint8Array(),
    MAX_ENVELOPE_SIZE_BYTES,
  );
  if (!envelope.ok) return undefined;
  const { act, payload } = envelope.value.body;
  const { fileDigest, ...opened } = shown;
  const proof = parts.proofs.find((one) => act.startsWith(`${one.service}.`));
  const { outcome } = expectOk(decodeReceipt(plain.value), 'scenario: the receipt decodes');
  const claims = proof?.claims({ act, bodyHash, payload, outcome, ...opened });
  const keys = claims?.ok === true ? claims.value.map((claim) => claim.stateKey) : [];
  const made = expectOk(await ledger.receiptFor(bodyHash, keys), 'scenario: no receipt');
  const receipt = expectOk(decodeReceipt(made), 'scenario: the receipt decodes');
  const bytes = encodeReceipt({ ...receipt, ...opened });
  const policyText = policyOf(parts.cast, ledger.chain);
  return checkReceipt({ bytes, policyText, proofs: parts.proofs, fileDigest });
}

function policyOf({ genesis, cosigners }: Cast, chain: Uint8Array): string {
  const threshold = Math.min(THRESHOLD_OF_FOUR, cosigners.size);
  return expectOk(writePolicy({ genesis, chain, threshold }), 'scenario: the policy is not valid');
}

/** The dossier of a matter, made like anybody's; a scenario leaves no public files. */
async function dossierOf(ledger: Ledger, matter: Uint8Array): Promise<Uint8Array | undefined> {
  const subject = subjectOf((stateKey) => ledger.stateReader().get(stateKey), matter);
  if (subject === undefined) return undefined;
  const views = await openViews({ place: { file: ':memory:' }, chain: ledger.chain, services });
  await views.catchUp(ledger);
  const sources = { ledger, views, file: () => Promise.resolve(undefined) };
  const dossier = expectOk(await matterDossier(sources, subject), 'scenario: no dossier');
  await views.close();
  return dossier;
}
