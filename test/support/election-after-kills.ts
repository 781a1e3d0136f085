import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, toHex } from '@madang/base';
import { createMachine } from '@madang/kernel';
import { openStore, verifyStore } from '@madang/node';
import { decodeLogEntry } from '@madang/protocol';
import { services } from '@madang/testkit';
import { dossierProblems } from './dossier-problems.ts';
import type { PlayedElection } from './election-kills.ts';
import { bytesOf } from './http-decision.ts';

/** Sentences of what is not as it must be after the kills; the server is killed once more. */
export async function problemsAfterElection(played: PlayedElection): Promise<readonly string[]> {
  const online = [...(await problemsOfResult(played)), ...(await problemsOfDossier(played))];
  await played.server.kill();
  return [...played.faults, ...online, ...(await problemsOfElectionLog(played))];
}

/** The result counts each vote that was cast, once. */
async function problemsOfResult(played: PlayedElection): Promise<readonly string[]> {
  const { city, election, votes } = played;
  const asked = await city.client.query('election.result', { id: bytesOf(election) });
  const { questions } = expectOk(asked, 'a result');
  const counted = questions[0]?.measures[0]?.answers ?? [];
  const isRight = counted.length === votes.length && votes.every((one, at) => one === counted[at]);
  return isRight ? [] : [`${counted.join(', ')} were counted of ${votes.join(', ')}.`];
}

async function problemsOfDossier(played: PlayedElection): Promise<readonly string[]> {
  const { city, election, layout } = played;
  return dossierProblems(expectOk(await city.client.dossier(election), 'a dossier'), layout.policy);
}

/**
 * The log that a server which is gone has left: each acknowledged act is there once and where it
 * was told, nothing is that nobody sent, and doing all of it again gives the same roots.
 */
export async function problemsOfElectionLog({
  layout,
  sent,
  acknowledged,
}: Pick<PlayedElection, 'layout' | 'sent' | 'acknowledged'>): Promise<readonly string[]> {
  const store = expectOk(await openStore({ folder: layout.ledger }, undefined), 'it opens');
  const problems: string[] = [];
  const places = new Map<string, number[]>();
  for (let index = 0; index < store.head().logSize; index++) {
    const entry = expectOk(decodeLogEntry(store.entry(index) ?? new Uint8Array()), 'an entry');
    if (entry.type !== 'transaction') continue;
    const id = toHex(entry.body);
    places.set(id, [...(places.get(id) ?? []), index]);
    if (!sent.has(id)) problems.push(`${entry.act} ${id} is on record and nobody sent it.`);
  }
  for (const [id, { act, record }] of acknowledged) {
    const found = places.get(id) ?? [];
    if (found.length === 1 && found[0] === record) continue;
    problems.push(`${act} ${id} was acknowledged at ${String(record)}: ${found.join(', ')}.`);
  }
  const again = await mkdtemp(path.join(tmpdir(), 'madang-again-'));
  const verified = await verifyStore(store, createMachine(services), path.join(again, 'store'));
  if (!verified.ok) problems.push(`Executing the log again: ${verified.error.message}`);
  await store.close();
  await rm(again, { recursive: true });
  return problems;
}
