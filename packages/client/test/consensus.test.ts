import { expectOk, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { decodeReceipt } from '@madang/protocol';
import {
  encodeInstitutions,
  encodeLightBlock,
  LEDGER_TERMS,
  openInstitutions,
} from '@madang/protocol/comet';
import { actor, admissionOf, openVotedLedger, recordOf, type VotedLedger } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsensusRoom, isUnproven, proveCheckpoint, proveNote } from '../src/consensus.ts';
import type { Fetch } from '../src/http.ts';

const YEAR_MS = LEDGER_TERMS.trustingPeriodMs;

let voted: VotedLedger;

/** The checkpoint of the newest record's receipt. */
async function noteNow(): Promise<string> {
  const { test } = voted;
  const index = test.ledger().size() - 2;
  const receipt = expectOk(await test.ledger().receiptFor(index), 'a receipt');
  return expectOk(decodeReceipt(receipt), 'it decodes').checkpoint;
}

const room = (more: Partial<ConsensusRoom> = {}): ConsensusRoom => ({
  baseUrl: '',
  policyText: voted.test.policyText,
  fetch: voted.fetch,
  now: () => voted.test.nowMs() + 2_000,
  ...more,
});

/** What is answered in the place of what the server would. */
const lying =
  (part: string, answer: () => Promise<Response>): Fetch =>
  (address) =>
    address.includes(part) ? answer() : voted.fetch(address);

/** Who voted, by the name that is told. */
async function namesIn(note: string, more: Partial<ConsensusRoom> = {}) {
  const { facts, institutions, ground } = expectOk(await proveNote(room(more), note), 'proven');
  const named = facts.validators.map(({ institution: id, key }) => {
    const found = institutions.find((one) => one.id === id);
    return found?.names.en ?? id ?? toHex(key);
  });
  return { names: named.toSorted(), kind: ground.kind };
}

const FOUR = ['Office audit', 'Office city', 'Office district', 'Office university'];

describe('the names of validators', () => {
  beforeAll(async () => {
    voted = await openVotedLedger();
  });
  afterAll(() => voted.close());

  it('are those that the state proves, before and after a key was exchanged', async () => {
    const before = await noteNow();
    expect(await namesIn(before)).toEqual({ names: FOUR, kind: 'genesis' });
    await voted.rotate('district', actor('district-second'));
    const during = await noteNow();
    await voted.record(recordOf(voted.test));
    const after = await noteNow();
    // The first two are of blocks for which the old key voted, which is none of an institution now.
    for (const note of [before, during, after]) expect((await namesIn(note)).names).toEqual(FOUR);
  });

  it('are there for an institution that was admitted', async () => {
    const { governing, test } = voted;
    const content = admissionOf(test.chain, 'library');
    await voted.record(...governing.decision(content, ['city', 'audit', 'university']).acts);
    await voted.record(recordOf(test));
    const { names } = await namesIn(await noteNow());
    expect(names).toEqual([...FOUR, 'Office library'].toSorted());
  });

  it('are none where the state does not prove them, whatever the genesis says', async () => {
    const note = await noteNow();
    const { ledger } = voted.test;
    const file = expectOk(await ledger().institutions({ keys: [] }), 'a file');
    const at = file.length - 20;
    const changed = Uint8Array.from(file, (byte, n) => (n === at ? byte ^ 1 : byte));
    for (const [answer, code] of [
      [new Response(changed), /^CONSENSUS_INSTITUTIONS_/],
      [new Response('', { status: 500 }), /^CLIENT_SERVER_FAILED$/],
    ] as const) {
      const fetch = lying('/institutions', async () => answer.clone());
      const proven = expectOk(await proveNote(room({ fetch }), note), 'the votes are right');
      expect(proven.institutions).toEqual([]);
      expect(proven.namesCode).toMatch(code);
      expect(proven.facts.validators.map(({ institution }) => institution)).toEqual(
        proven.facts.validators.map(() => undefined),
      );
    }
  });
});

describe('a ledger that is older than trust lasts', () => {
  let oldNote: string;
  beforeAll(async () => {
    voted = await openVotedLedger();
    oldNote = await noteNow();
    await voted.rotate('district', actor('district-second'));
    voted.test.advance(2 * YEAR_MS);
    await voted.record(recordOf(voted.test));
    await voted.rotate('audit', actor('audit-second'));
    await voted.record(recordOf(voted.test));
  });
  afterAll(() => voted.close());

  it('is checked by the institutions that the policy’s have signed, and says so', async () => {
    const proven = expectOk(await proveNote(room(), await noteNow()), 'proven');
    const { policyText, nowMs } = voted.test;
    const { logSize } = voted.test.ledger().head();
    expect(proven).toMatchObject({
      size: logSize,
      facts: { signedPower: 4n, totalPower: 4n, path: [voted.test.ledger().head().height + 1] },
      ground: {
        kind: 'policy',
        fingerprint: toHex(sha256(new TextEncoder().encode(policyText))),
        signers: ['audit', 'city', 'district', 'university'],
        ...{ threshold: 3, members: 4 },
      },
    });
    const { ground } = proven;
    if (ground.kind === 'policy') expect(nowMs() - ground.asOfMs).toBeLessThan(10_000);
    expect((await namesIn(await noteNow())).names).toEqual(FOUR);
  });

  it('is checked for a receipt of its first days too, with which the decided log begins', async () => {
    const proven = expectOk(await proveNote(room(), oldNote), 'proven');
    expect(proven.size).toBe(voted.test.ledger().head().logSize);
    const other = { size: 4, root: sha256(Uint8Array.of(1)), height: 1 };
    expect(await proveCheckpoint(room(), other)).toMatchObject({
      error: { code: 'CONSENSUS_OTHER_CHECKPOINT', at: 'consistency' },
    });
  });

  it('goes on from that root as from any block that was checked', async () => {
    const { trusted } = expectOk(await proveNote(room(), await noteNow()), 'proven');
    await voted.record(recordOf(voted.test));
    const proven = expectOk(await proveNote(room({ trusted }), await noteNow()), 'proven');
    expect(proven.ground).toEqual({ kind: 'before' });
    // What was proven before is too old itself a year later, and the policy is asked again.
    voted.test.advance(YEAR_MS);
    await voted.record(recordOf(voted.test));
    const later = expectOk(await proveNote(room({ trusted }), await noteNow()), 'proven');
    expect(later.ground.kind).toBe('policy');
  });

  /** Why a newcomer does not believe what such a server answers. */
  async function refusedWith(part: string, bytes: Uint8Array): Promise<string> {
    const fetch = lying(part, async () => new Response(Uint8Array.from(bytes)));
    const proven = await proveNote(room({ fetch }), await noteNow());
    return proven.ok ? 'ok' : proven.error.code;
  }
  const heldNow = async () => {
    const asked = { keys: [], sinceSize: voted.test.ledger().head().logSize };
    return expectOk(await voted.test.ledger().institutions(asked), 'a file');
  };

  it('is not believed where a block is voted for by some who pose as all', async () => {
    const few = voted.votersOf(voted.members().map(({ consensus }) => consensus)).slice(2);
    const forged = encodeLightBlock(voted.voted({ voters: few, next: few }));
    const code = await refusedWith('light-blocks', forged);
    expect([code, isUnproven(code)]).toEqual(['CONSENSUS_INSTITUTIONS_INCOMPLETE', false]);
  });

  it('is not checked where too few signed, or too long ago', async () => {
    const held = await heldNow();
    const { file } = expectOk(openInstitutions(held), 'it opens');
    const [body = '', lines = ''] = file.checkpoint.split('\n\n');
    const checkpoint = `${body}\n\n${lines.split('\n').slice(0, 3).join('\n')}\n`;
    const few = await refusedWith('/institutions', encodeInstitutions({ ...file, checkpoint }));
    expect([few, isUnproven(few)]).toEqual(['CONSENSUS_INSTITUTIONS_NOT_SIGNED', true]);
    const note = await noteNow();
    voted.test.advance(YEAR_MS + 1_000);
    const fetch = lying('/institutions', async () => new Response(Uint8Array.from(held)));
    const stale = await proveNote(room({ fetch }), note);
    expect(stale).toMatchObject({ error: { code: 'CONSENSUS_INSTITUTIONS_STALE' } });
    expect(isUnproven('CONSENSUS_INSTITUTIONS_STALE')).toBe(true);
  });
});
