import { createServer } from 'node:http';
import { expectOk, toHex } from '@madang/base';
import { decodeReceipt } from '@madang/protocol';
import { encodeLightBlock, LEDGER_TERMS } from '@madang/protocol/comet';
import { actor, openVotedLedger, recordOf, type VotedLedger } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remoteLedger } from '../src/remote.ts';
import type { Language } from '../src/terminal.ts';
import { sayDecided } from '../src/verify/decided.ts';

const YEAR_MS = LEDGER_TERMS.trustingPeriodMs;

let voted: VotedLedger;
let engine = 'comet';
let origin = '';
/** What is served in the place of the ledger's own answer. */
let instead: (address: string) => Uint8Array | undefined = () => undefined;

/** A server of the ledger, as far as a verifier asks it. */
const server = createServer((request, response) => {
  const address = request.url ?? '';
  if (address === '/api/ledger') {
    const chain = toHex(voted.test.chain);
    const answer = {
      ...{ name: 'ledger.example', names: { ko: '원장', en: 'Ledger' }, chain, height: 1, time: 1 },
      ...{ origin: 'ledger.example/1', genesisTime: 1, engine, version: '0.1.0', size: 1 },
      ...{ policyFingerprint: chain, maxExpiryMs: 1, maxTransactionBytes: 1 },
      ...{ demo: false, vault: false },
    };
    response.end(JSON.stringify(answer));
    return;
  }
  const forged = instead(address);
  const answered = forged === undefined ? voted.fetch(address) : undefined;
  void (async () => {
    const answer = await (answered ?? new Response(Uint8Array.from(forged ?? [])));
    response.writeHead(answer.status);
    response.end(new Uint8Array(await answer.arrayBuffer()));
  })();
});

beforeAll(async () => {
  voted = await openVotedLedger();
  await voted.rotate('district', actor('district-second'));
  await voted.record(recordOf(voted.test));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
});
afterAll(async () => {
  server.close();
  await voted.close();
});

/** What is said of the newest record. */
async function said(language: Language) {
  const { ledger, policyText, nowMs } = voted.test;
  const receipt = expectOk(await ledger().receiptFor(ledger().size() - 2), 'a receipt');
  const note = expectOk(decodeReceipt(receipt), 'it decodes').checkpoint;
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  const terminal = { language, isInteractive: false, say, note: say, draw: () => undefined };
  const state = await sayDecided(terminal, note, {
    ledger: expectOk(remoteLedger(origin, language, policyText), 'an address'),
    consensus: { baseUrl: origin, policyText, now: () => nowMs() + 2_000 },
  });
  return { state, text: lines.join('\n') };
}

describe('madang verify --at', () => {
  it('says who voted, by the names that the state proves, and on what that rests', async () => {
    const { state, text } = await said('en');
    expect(state).toBe('passed');
    expect(text).toContain('Votes 4 of 4 decided the log of');
    expect(text).toContain('This rests on the genesis that the policy names');
    expect(text).toMatch(/^ {2}Office district {2,}voted for it$/m);
    expect((await said('ko')).text).toMatch(/^ {2}district 기관 {2,}투표함$/m);
  });

  it('names nobody whom the state does not prove', async () => {
    instead = (address) => (address.includes('/institutions') ? new Uint8Array(9) : undefined);
    const { state, text } = await said('en');
    expect(state).toBe('passed');
    expect(text.match(/no proven name, key [0-9a-f]{8}… +voted for it/g)).toHaveLength(4);
    expect(text).not.toContain('Office');
    instead = () => undefined;
  });

  it('asks nobody where one computer makes the blocks', async () => {
    engine = 'solo';
    expect(await said('en')).toEqual({ state: undefined, text: '' });
    engine = 'comet';
  });

  it('says of an older ledger that the policy stands in for the genesis', async () => {
    voted.test.advance(2 * YEAR_MS);
    await voted.record(recordOf(voted.test));
    const { text } = await said('en');
    expect(text).toMatch(/the list of institutions that 4 of the 4 in your policy \(fingerprint/);
    expect(text).toMatch(/fingerprint ([0-9a-f]{4} ){3}[0-9a-f]{4}…\) signed for .*, in place of/);
    expect((await said('ko')).text).toMatch(
      /첫 기록 대신, .*기관 4곳 가운데 4곳이 서명한 기관 명단/,
    );
  });

  it('tells what contradicts the log from what is missing', async () => {
    const few = voted.votersOf(voted.members().map(({ consensus }) => consensus)).slice(2);
    const forged = encodeLightBlock(voted.voted({ voters: few, next: few }));
    instead = (address) => (address.includes('light-blocks') ? forged : undefined);
    const wrong = await said('ko');
    expect(wrong.state).toBe('failed');
    expect(wrong.text).toMatch(
      /일치하지 않음 .*정해졌다고 볼 수 없습니다.*CONSENSUS_INSTITUTIONS_INC/,
    );
    const held = expectOk(await voted.test.ledger().institutions({ keys: [] }), 'a file');
    voted.test.advance(YEAR_MS + 1_000);
    instead = (address) => (address.includes('/institutions') ? held : undefined);
    const stale = await said('en');
    expect(stale).toMatchObject({ state: 'unchecked' });
    expect(stale.text).toContain('CONSENSUS_INSTITUTIONS_STALE');
  });
});
