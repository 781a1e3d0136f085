import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectOk, expectPresent, type Json, toHex } from '@madang/base';
import { type AnyEvent, createMachine } from '@madang/kernel';
import { openStore, type Store, verifyStore } from '@madang/node';
import { checkReceipt, decodeLogEntry, type PartName } from '@madang/protocol';
import { serviceProofs, services } from '@madang/testkit';
import { momentOf, numberOf, type Played } from './decision-kills.ts';
import { dossierProblems } from './dossier-problems.ts';
import { bytesOf } from './http-decision.ts';

const DRAIN_MS = 30_000;

/** Sentences of what is not as it must be after the kills; the server is killed once more. */
export async function problemsAfterKills(played: Played): Promise<readonly string[]> {
  const online = await problemsOnline(played);
  await played.server.kill();
  return [...played.faults, ...online, ...(await problemsLeft(played))];
}

/** The same of what a server that is gone has left in its folder. */
export async function problemsLeft(played: Played): Promise<readonly string[]> {
  const folder = played.layout.ledger;
  const store = expectOk(await openStore({ folder }, undefined), 'what is left opens');
  const log = readLog(store);
  const problems = [...problemsOfLog(played, log), ...problemsOfOutbox(played, log)];
  const again = await mkdtemp(path.join(tmpdir(), 'madang-again-'));
  const verified = await verifyStore(store, createMachine(services), path.join(again, 'store'));
  if (!verified.ok) problems.push(`Executing the log again: ${verified.error.message}`);
  await store.close();
  await rm(again, { recursive: true });
  return problems;
}

async function problemsOnline(played: Played): Promise<readonly string[]> {
  const problems = await Promise.all([
    problemsOfNotices(played),
    problemsOfMoment(played),
    problemsOfSayings(played),
    problemsOfReceipts(played),
    problemsOfLinks(played),
    problemsOfDossier(played),
  ]);
  return problems.flat();
}

/** The log is read to its end, and everything that was queued is sent, by the server that lives. */
async function problemsOfNotices(played: Played): Promise<readonly string[]> {
  const { client } = played.city;
  const { size } = expectOk(await client.ledger(), 'the ledger');
  const untilMs = Date.now() + DRAIN_MS;
  for (;;) {
    const read = readUpTo(played);
    const { queued } = expectOk(await client.outboxCounts(played.register), 'counts');
    if (queued === 0 && read >= size) return [];
    if (Date.now() > untilMs) return [`${queued} messages wait; ${read} of ${size} are read.`];
    await sleep(50);
  }
}

/** How far the server has read its log for notices. */
function readUpTo({ layout }: Played): number {
  const file = path.join(layout.vault, 'vault.sqlite');
  const database = new DatabaseSync(file, { readOnly: true });
  const row = database.prepare("select next from vault_positions where follower = 'notices'").get();
  database.close();
  return Number(row?.['next'] ?? 0);
}

/** The moment is one and the same before and after each kill. */
async function problemsOfMoment(played: Played): Promise<readonly string[]> {
  const { city, decision, moments } = played;
  const now = expectOk(await city.client.query('vote.decision', { id: bytesOf(decision) }), 'now');
  const told = now.established === undefined ? 'none' : momentOf(now.established);
  const problems = [...moments].filter((one) => one !== told);
  if (moments.size === 0) problems.push('the decision was never established');
  if (now.status !== (played.endsEstablished ? 'closed' : 'called-off')) problems.push(now.status);
  return problems.map((one) => `The moment is ${told}, and was told before: ${one}.`);
}

async function problemsOfSayings({ city, decision, said }: Played): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [person, last] of said) {
    if (last === 'unknown') continue;
    const params = { decision: bytesOf(decision), person };
    const answer = expectOk(await city.client.query('vote.person', params), 'a person');
    const stands = answer.said?.vote ?? 'nothing';
    if (stands === last) continue;
    problems.push(`Person ${person} was told ${last} last; on the ledger stands ${stands}.`);
  }
  return problems;
}

/** Each act that was acknowledged has its receipt, which can be checked. */
async function problemsOfReceipts({
  city,
  layout,
  acknowledged,
}: Played): Promise<readonly string[]> {
  const { client } = city;
  const policyText = readFileSync(layout.policy, 'utf8');
  const proofs = await serviceProofs();
  const problems: string[] = [];
  for (const [id, { act, record }] of acknowledged) {
    const found = await client.transaction(id);
    if (!found.ok || found.value.record !== record) problems.push(`${act} ${id} is not found.`);
    const bytes = expectOk(await client.receipt(id), `the receipt of ${act} ${id}`);
    const { parts } = await checkReceipt({ bytes, policyText, proofs });
    for (const { part, state } of parts) {
      if (WALLS.has(part) && state !== 'passed') problems.push(`${act} ${id}: ${part} ${state}`);
    }
  }
  return problems;
}

/** What every receipt proves, also that of an act which was refused in its block. */
const WALLS: ReadonlySet<PartName> = new Set([
  'format',
  'chain',
  'signature',
  'place',
  'institutions',
]);

/**
 * Whoever came with link and code and asks once more gets the same answer. Where a newer link was
 * sent in the meantime, that one opens, and knows that they came.
 */
async function problemsOfLinks(played: Played): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [person, { request, answer }] of played.identified) {
    const again = await played.city.client.identify(request);
    const isSame = again.ok && JSON.stringify(again.value) === JSON.stringify(answer);
    const isReplaced = !again.ok && again.error.code === 'api.LINK_UNKNOWN';
    if (isSame || (isReplaced && (await isKnownByNewLink(played, person)))) continue;
    problems.push(`Person ${person} is not known again: ${JSON.stringify(again)}`);
  }
  return problems;
}

async function isKnownByNewLink(played: Played, person: number): Promise<boolean> {
  const { city, phones, register } = played;
  const desk = await city.deskOf(city.officers[0]);
  expectOk(await desk.freshLink(register, person), 'a link is sent');
  const untilMs = Date.now() + DRAIN_MS;
  while (Date.now() < untilMs) {
    await phones.look();
    const token = phones.token(numberOf(person));
    const opened = token === undefined ? undefined : await city.client.openLink(token);
    if (opened?.ok === true) return opened.value.identified;
    await sleep(50);
  }
  return false;
}

async function problemsOfDossier({ city, decision, layout }: Played): Promise<readonly string[]> {
  const dossier = expectOk(await city.client.dossier(decision), 'the dossier');
  return dossierProblems(dossier, layout.policy);
}

interface DoneEvent {
  readonly name: string;
  readonly fields: { readonly [field: string]: Json };
}

interface LoggedAct {
  readonly index: number;
  readonly id: string;
  readonly act: string;
  readonly code: number;
  readonly events: readonly DoneEvent[];
}

function readLog(store: Store): readonly LoggedAct[] {
  const events = services.flatMap<AnyEvent>((service) => service.events);
  return Array.from({ length: store.head().logSize }, (_, index) => index).flatMap((index) => {
    const bytes = expectPresent(store.entry(index), `entry ${String(index)}`);
    const entry = expectOk(decodeLogEntry(bytes), `entry ${String(index)}`);
    if (entry.type !== 'transaction') return [];
    const { code, events: happened } = entry.outcome;
    const told = happened.map(({ name, fields }) => {
      const definition = events.find((one) => one.fullName === name);
      return { name, fields: fieldsOf(definition?.toJson(fields)) };
    });
    return [{ index, id: toHex(entry.body), act: entry.act, code, events: told }];
  });
}

function fieldsOf(json: Json | undefined): DoneEvent['fields'] {
  return typeof json === 'object' && !Array.isArray(json) ? (json as DoneEvent['fields']) : {};
}

/** Every acknowledged act is there once and as it was told; what was refused is not, nor others. */
function problemsOfLog(played: Played, log: readonly LoggedAct[]): readonly string[] {
  const { acknowledged, refused, sent, asked, begunAt } = played;
  const byId = Map.groupBy(log, ({ id }) => id);
  const problems: string[] = [];
  for (const [id, { act, record, code }] of acknowledged) {
    const found = byId.get(id) ?? [];
    const [one] = found;
    if (found.length !== 1 || one?.index !== record || one.code !== code) {
      problems.push(`${act} ${id} was acknowledged at ${record}: ${JSON.stringify(found)}`);
    }
  }
  for (const { id, act, index, events } of log) {
    if (refused.has(id)) problems.push(`${act} ${id} was refused and is on record.`);
    const isAsked = events.some(({ fields: { account } }) =>
      typeof account === 'string' ? asked.has(account) : false,
    );
    if (index >= begunAt && !sent.has(id) && !isAsked) {
      problems.push(`${act} ${id} is on record and nobody sent it.`);
    }
  }
  for (const name of ['vote.established', 'vote.closed']) {
    const times = log.flatMap(({ events }) => events).filter((one) => one.name === name).length;
    if (times !== 1) problems.push(`${name} happened ${times} times.`);
  }
  return problems;
}

/** Which event is told to whom: the event, the kind of the message, and the field of the person. */
const NOTICES = [
  ['people.keyAttested', 'registered', 'person'],
  ['vote.spoken', 'acted', 'person'],
  ['vote.withdrawn', 'acted', 'person'],
  ['vote.proxyAppointed', 'represented', 'person'],
  ['vote.proxyAppointed', 'acting', 'proxy'],
  ['vote.proxyEnded', 'represented', 'person'],
  ['vote.proxyEnded', 'acting', 'proxy'],
] as const;

/** A message for each event and for no other; each was sent, and no link was lost. */
function problemsOfOutbox(played: Played, log: readonly LoggedAct[]): readonly string[] {
  const rows = outboxOf(played);
  const due = log.flatMap(({ events }) =>
    events.flatMap(({ name, fields }) =>
      NOTICES.flatMap(([event, kind, whom]) => {
        const person = fields[whom];
        return event === name && typeof person === 'number' ? [`${kind} ${person}`] : [];
      }),
    ),
  );
  const told = rows.flatMap(({ kind, person }) =>
    NOTICES.some(([, noticed]) => noticed === kind) ? [`${kind} ${person}`] : [],
  );
  const problems = differences(due, told);
  for (const { kind, person, state } of rows) {
    // The digits of a code die with the server that made it.
    if (state === 'sent' || kind === 'code') continue;
    problems.push(`A message ${kind} to ${person} is ${state}.`);
  }
  const links = rows.filter(({ kind }) => kind === 'link').length;
  if (links < played.linksSent) problems.push(`${links} links of ${played.linksSent} are left.`);
  return problems;
}

function differences(due: readonly string[], told: readonly string[]): string[] {
  const count = (list: readonly string[], one: string): number =>
    list.filter((other) => other === one).length;
  return [...new Set([...due, ...told])].flatMap((one) => {
    const [wanted, found] = [count(due, one), count(told, one)];
    return wanted === found ? [] : [`Of ${one} there are ${found} messages for ${wanted} acts.`];
  });
}

interface OutboxRow {
  readonly kind: string;
  readonly person: number;
  readonly state: string;
}

function outboxOf({ layout }: Played): readonly OutboxRow[] {
  const database = new DatabaseSync(path.join(layout.vault, 'vault.sqlite'));
  const rows = database.prepare('select kind, person, state from vault_outbox').all();
  database.close();
  return rows.map(({ kind, person, state }) => ({
    kind: String(kind),
    person: Number(person),
    state: String(state),
  }));
}
