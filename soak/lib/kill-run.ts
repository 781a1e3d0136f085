import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectOk, fromHex, toHex } from '@madang/base';
import { createMachine } from '@madang/kernel';
import { openStore, verifyStore } from '@madang/node';
import { decodeLogEntry } from '@madang/protocol';
import {
  actor,
  actSigner,
  notariseFiles,
  type SignedAct,
  sealFiles,
  services,
  startServer,
} from '@madang/testkit';

const SENDERS = 8;
const SIGNED_AHEAD = 4_000;

/** What was sent to a server that is killed, and what it acknowledged. */
export interface KillRun {
  readonly folder: string;
  readonly sent: Set<string>;
  /** Index in the log by the id of the act. */
  readonly acknowledged: Map<string, number>;
}

/**
 * Starts the server on the folder, sends it transactions from several connections, and kills it
 * after so many ms. Gives how many it acknowledged.
 */
export async function killOnce(run: KillRun, turn: number, afterMs: number): Promise<number> {
  const server = await startServer({ folder: run.folder });
  const acts = await signAhead(await chainOf(server.url), turn);
  const before = run.acknowledged.size;
  const senders = Array.from({ length: SENDERS }, () => sendUntilGone(server.url, acts, run));
  await sleep(afterMs);
  await server.kill();
  await Promise.all(senders);
  return run.acknowledged.size - before;
}

async function chainOf(url: string): Promise<Uint8Array> {
  const answer = await fetch(`${url}/api/ledger`);
  const ledger: unknown = await answer.json();
  const isLedger = typeof ledger === 'object' && ledger !== null && 'chain' in ledger;
  return expectOk(fromHex(isLedger ? String(ledger.chain) : '-'), 'the server names its chain');
}

/** Signing while the server runs would take its processor. */
async function signAhead(chain: Uint8Array, turn: number): Promise<SignedAct[]> {
  const sign = actSigner(chain, Date.now);
  const sealed = await sealFiles([Buffer.from(`file of turn ${turn}`)]);
  const people = Array.from({ length: 50 }, (_, n) => actor(`sender ${turn} ${n}`));
  return Array.from({ length: SIGNED_AHEAD }, (_, n) => {
    const by = people[n % people.length] ?? actor('sender');
    return sign(notariseFiles(by, sealed));
  });
}

/** Sends one after the other; the first that fails is the end of the server. */
async function sendUntilGone(url: string, acts: SignedAct[], run: KillRun): Promise<void> {
  for (let act = acts.pop(); act !== undefined; act = acts.pop()) {
    const id = toHex(act.bodyHash);
    run.sent.add(id);
    const index = await post(url, act.envelope);
    if (index === undefined) return;
    run.acknowledged.set(id, index);
  }
}

async function post(url: string, envelope: Uint8Array): Promise<number | undefined> {
  try {
    const answer = await fetch(`${url}/api/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor' },
      body: Uint8Array.from(envelope),
    });
    const sent: unknown = await answer.json();
    const isDone = answer.ok && typeof sent === 'object' && sent !== null && 'record' in sent;
    return isDone ? Number(sent.record) : undefined;
  } catch {
    // The server was killed: whether this one is on record, only its log can say.
    return undefined;
  }
}

/** Opens what a killed server left and says what is not as it must be. */
export async function killProblems(run: KillRun, intoFolder: string): Promise<readonly string[]> {
  const folder = path.join(run.folder, 'data/ledger');
  const store = expectOk(await openStore({ folder }, undefined), 'what is left opens');
  const problems: string[] = [];
  const indexById = new Map<string, number>();
  for (let index = 0; index < store.head().logSize; index++) {
    const entry = decodeLogEntry(store.entry(index) ?? new Uint8Array());
    if (!entry.ok) problems.push(`Entry ${index} does not decode.`);
    else if (entry.value.type === 'transaction') indexById.set(toHex(entry.value.body), index);
  }
  for (const [id, index] of run.acknowledged) {
    if (indexById.get(id) !== index)
      problems.push(`${id} was acknowledged and is not at ${index}.`);
  }
  for (const id of indexById.keys()) {
    if (!run.sent.has(id)) problems.push(`${id} is on record and was never sent.`);
  }
  const verified = await verifyStore(store, createMachine(services), intoFolder);
  if (!verified.ok) problems.push(`Executing the log again: ${verified.error.message}`);
  await store.close();
  return problems;
}
