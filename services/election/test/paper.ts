import { expectOk, toHex, utf8 } from '@madang/base';
import { jsonOf } from '@madang/client';
import { sha256, sha512 } from '@madang/crypto';
import { reduceWide } from '@madang/ristretto';
import type { Actor } from '@madang/testkit';
import {
  batchFrom,
  markOf,
  type OwnKey,
  ownKey,
  sealPapers,
  type ToldBatch,
} from '../intake/index.ts';
import {
  attempt,
  boundOf,
  cast,
  deputy,
  electionBound,
  officer,
  transactionOf,
  type World,
} from './world.ts';

// Papers of tests: batches by names, whose keys follow from them.

/** The key of a batch. */
export function batchKey(world: World, name: string): OwnKey {
  const secret = reduceWide(sha512(utf8(`batch ${name} of ${world.election}`)));
  return ownKey(secret, boundOf(world));
}

/** Marks persons as voting in a batch; the name of the outcome. */
export function mark(
  world: World,
  name: string,
  persons: readonly number[],
  by: Actor = officer,
): string {
  const { account } = by;
  const payload = markOf(
    electionBound(world),
    batchKey(world, name),
    { persons, account },
    world.chance,
  );
  return attempt(world, 'election.markPaper', jsonOf(payload), by);
}

/** A batch as the ledger tells it. */
export function batchAt(world: World, name: string): ToldBatch {
  const key = toHex(batchKey(world, name).key);
  const told = world.ledger.read('election.batch', { election: world.election, key });
  return expectOk(batchFrom(expectOk(told, 'a batch')), 'a batch');
}

/** What papers say: for each paper, and each question on it, the chosen answers. */
export type Papers = readonly (readonly (readonly number[])[])[];

/** Enters papers of a batch behind those that it has; the names of the outcomes. */
export function enter(world: World, name: string, papers: Papers): readonly string[] {
  const own = batchKey(world, name);
  const standing = batchAt(world, name);
  const all = [...Array.from({ length: standing.papers }, () => []), ...papers];
  const sealed = sealPapers(electionBound(world), { key: own.key, standing }, all, world.chance);
  return sealed.map((one) => cast(world, transactionOf(world, one, own)));
}

/** Two officers confirm a batch; the name of the outcome. */
export function confirm(
  world: World,
  name: string,
  papers: number,
  by: Actor | readonly Actor[] = [officer, deputy],
): string {
  const payload = {
    election: world.election,
    batch: toHex(batchKey(world, name).key),
    papers,
    record: toHex(sha256(utf8(`record of ${name}`))),
    place: { en: 'Safe of the office', ko: '관리사무소 금고' },
  };
  return attempt(world, 'election.confirmBatch', payload, by);
}

/** Marks persons, enters a paper for each that is given, and confirms it all. */
export function voteOnPaper(
  world: World,
  name: string,
  persons: readonly number[],
  papers: Papers,
): void {
  const marked: string[] = [];
  for (let from = 0; from < persons.length; from += 25) {
    marked.push(mark(world, name, persons.slice(from, from + 25)));
  }
  const outcomes = [...marked, ...enter(world, name, papers), confirm(world, name, papers.length)];
  const refused = outcomes.find((outcome) => outcome !== 'done');
  if (refused !== undefined) throw new Error(`paper was refused: ${refused}`);
}
