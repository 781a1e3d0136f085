import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expectOk, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { flipped, openTestLedger, type TestLedger } from '@madang/testkit';
import { openViews, type Views } from '@madang/views';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMatters } from '../../../apps/madang/src/server/matters.ts';
import { verifyElection } from '../../../apps/madang/src/verify/election.ts';
import { services } from '../../registry.ts';
import { ANNOUNCEMENT, decide, dossierOf, idsOf, votedElection } from './dossier-of.ts';
import { draft, type World } from './world.ts';

let test: TestLedger;
let views: Views;
let world: World;
/** While ballots are taken, and when all is decided. */
let early: Uint8Array;
let dossier: Uint8Array;
const fileByDigest = new Map<string, Uint8Array>();

beforeAll(async () => {
  world = votedElection();
  const voted = world.ledger.done().length;
  decide(world);
  test = await openTestLedger({ genesis: world.ledger.genesis, threshold: 2 });
  views = await openViews({ place: { file: ':memory:' }, chain: test.chain, services });
  await replay(0, voted);
  early = await served();
  await replay(voted, world.ledger.done().length);
  expectOk(await matters().keepFile(idsOf(world)[0], ANNOUNCEMENT), 'the election names it');
  dossier = await served();
});
afterAll(async () => {
  await views.close();
  await test.close();
});

/** Submits acts of the world to a whole node, at the times at which they were done. */
async function replay(from: number, end: number): Promise<void> {
  for (const { envelope, time, act } of world.ledger.done().slice(from, end)) {
    test.advance(time - test.nowMs());
    const answer = await test.submit(envelope);
    expect(answer.ok && answer.value.outcome.code, act).toBe(0);
  }
}

function matters() {
  const files = {
    get: (digest: Uint8Array) => Promise.resolve(fileByDigest.get(toHex(digest))),
    put: (file: Uint8Array) => {
      const digest = sha256(file);
      fileByDigest.set(toHex(digest), file);
      return Promise.resolve(digest);
    },
  };
  return openMatters({
    ledger: test.ledger(),
    views,
    files: files as never,
    complaints: { read: () => [] },
  });
}

async function served(): Promise<Uint8Array> {
  await views.catchUp(test.ledger());
  return expectOk(await matters().dossier(idsOf(world)[0]), 'an election has a dossier');
}

async function printed(language: 'ko' | 'en', bytes: Uint8Array, earlier?: Uint8Array) {
  const { policyText } = test;
  const before = path.join(test.folder, 'earlier.dossier');
  if (earlier !== undefined) await writeFile(before, earlier);
  const given = { policyText, ...(earlier === undefined ? {} : { earlier: before }) };
  const file = path.join(test.folder, 'a.dossier');
  await writeFile(file, bytes);
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
  };
  const terminal = { language, isInteractive: false, say, note: say, draw: () => undefined };
  const status = expectOk(await verifyElection(terminal, file, given), 'it was read');
  return { status, text: lines.join('\n') };
}

describe('the dossier of an election as a node makes it', () => {
  it('is printed in words, in both languages', async () => {
    const english = await printed('en', dossier);
    expect(english.status).toBe(0);
    expect(english.text).toContain('Chair · DECIDED');
    expect(english.text).toMatch(/Turnout +heads +12 \/ 14 \(85\.71 %\) +enough/);
    expect(english.text).toContain('12 cast, 1 of them blank');
    expect(english.text).toMatch(/Question 1 +Chair/);
    expect(english.text).toMatch(/Lee +6 \(50\.00 %\) +ELECTED/);
    expect(english.text).toMatch(/3 trustee 3 +decrypted 1 of 1 sums/);
    expect(english.text).toContain('nobody was found wrong');
    expect(english.text).toContain('12 ballots verified');
    expect(english.text).toContain('The announcement is the one that the election names.');
    expect(english.text).toContain('Not proven by this');
    const korean = await printed('ko', dossier);
    expect(korean.status).toBe(0);
    expect(korean.text).toMatch(/Lee +6 \(50\.00 %\) +당선/);
    expect(korean.text).toContain('증명되지 않는 것');
  });

  it('numbers the answers where it does not carry the announcement', async () => {
    fileByDigest.clear();
    const { text } = await printed('en', await served());
    expect(text).toMatch(/answer 2 +6 \(50\.00 %\) +ELECTED/);
    expect(text).toContain('The dossier does not bring the announcement along.');
  });

  it('is made while ballots are taken, and says how many have voted', async () => {
    const { status, text } = await printed('en', early);
    expect(status).toBe(0);
    expect(text).toContain('ballots are taken');
    expect(text).toContain('12 / 14');
    expect(text).not.toContain('Question 1');
  });

  it('does not match where a byte of it is another', async () => {
    const { status, text } = await printed('en', flipped(dossier, dossier.length - 3, 1));
    expect(status).toBe(1);
    expect(text).toContain('DOES NOT MATCH');
    const ballot = flipped(dossier, dossier.length >> 1, 1);
    expect((await printed('en', ballot)).status).toBe(1);
  });

  it('continues the earlier one, and says what came since', async () => {
    const { status, text } = await printed('en', dossier, early);
    expect(text).toContain('The earlier dossier:');
    expect(text).toContain('It begins with all acts of the earlier dossier');
    expect(text).toMatch(/came since:\n +Close an election: 1\n/);
    expect(status).toBe(0);
    const same = await printed('ko', dossier, dossier);
    expect(same.text).toContain('그 뒤로 더해진 것이 없습니다');
    expect(same.status).toBe(0);
  });

  it('does not continue a later one, another one, or one that is not checked', async () => {
    const swapped = await printed('en', early, dossier);
    expect(swapped.text).toContain('DOSSIER_ACTS_MISSING');
    expect(swapped.status).toBe(1);
    const changed = await printed('en', dossier, flipped(early, early.length >> 1, 1));
    expect(changed.status).toBe(1);
    // The same election with other ballots, as institutions that rewrite a ledger would have it.
    const rewritten = await printed('en', dossier, await dossierOf(votedElection()));
    expect(rewritten.text).toContain('DOSSIER_ACT_DIFFERS');
    expect(rewritten.status).toBe(1);
    const { text, status } = await printed('en', dossier, await dossierOf(draft({ voters: [0] })));
    expect(text).toContain('DOSSIER_OTHER_MATTER');
    expect(status).toBe(1);
  });
});
