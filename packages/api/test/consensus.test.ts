import { expectOk, toHex } from '@madang/base';
import { proveCheckpoint } from '@madang/client/consensus';
import { sha256, signerFrom } from '@madang/crypto';
import { type Refusal, refuse } from '@madang/kernel';
import { appHash, encodeGenesis, genesisHash, parsePolicy, writePolicy } from '@madang/protocol';
import {
  checkInstitutions,
  cometChainId,
  encodeLightBlock,
  LEDGER_TERMS,
  type LightError,
} from '@madang/protocol/comet';
import {
  institutionOf,
  lightBlock,
  lightSetOf,
  openVotedLedger,
  testGenesis,
  type VotedLedger,
  voter,
} from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiErrors } from '../src/api-errors.ts';
import { apiConsensusOf } from '../src/consensus.ts';
import { createErrorBook } from '../src/error-book.ts';
import { apiLedgerOf } from '../src/node-ledger.ts';
import { problemOf } from '../src/problem.ts';
import { consensusRoutes } from '../src/routes-consensus.ts';

const names = ['city', 'district', 'audit', 'university'] as const;
const voters = lightSetOf(names.map((name) => voter(name)));
const base = testGenesis({});
const genesis = {
  ...base,
  institutions: names.toSorted().map((id) => ({
    ...institutionOf(id),
    consensus: voter(id).pair.publicKey,
  })),
};
const genesisBytes = encodeGenesis(genesis);
const chain = genesisHash(genesisBytes);
const policyOf = (of: Uint8Array) =>
  expectOk(writePolicy({ genesis, chain: of, threshold: 3 }), 'a policy');
const checkpoint = { height: 8, size: 30, root: sha256(Uint8Array.of(1)) };
const block = lightBlock({
  ...{ voters, height: 9, chainId: cometChainId(chain) },
  timeNs: BigInt(genesis.time + 60_000) * 1_000_000n,
  appHash: appHash(checkpoint.size, checkpoint.root),
});

type Rpc = Parameters<typeof apiConsensusOf>[0];

const kept: Rpc = { lightBlock: async (height) => (height === 9 ? block : undefined) };

const away: Rpc = { lightBlock: () => Promise.reject(new Error('gone')) };

/** A node that says nothing of its institutions. */
const silent = {
  institutions: async () => refuse(apiErrors.NOT_READY, {}),
  now: () => ({
    ...{ height: 8, size: 30, lastBlockTimeMs: genesis.time, pending: 0 },
    ...{ absentBefore: 0, isRunning: true },
  }),
};

/** What a server with this CometBFT answers. */
function serverOf(rpc: Rpc | undefined) {
  const consensus = rpc === undefined ? undefined : apiConsensusOf(rpc);
  const [route] = consensusRoutes({
    options: { ledger: silent, ...(consensus === undefined ? {} : { consensus }) },
  });
  return async (address: string): Promise<Response> => {
    if (address === '/api/genesis') return new Response(Uint8Array.from(genesisBytes));
    if (address.includes('/institutions')) return problem(refuse(apiErrors.NOT_READY, {}).error);
    const height = /^\/api\/consensus\/light-blocks\/(.+)$/.exec(address)?.[1] ?? '';
    const asked = { path: { height }, search: new URLSearchParams(), body: new Uint8Array() };
    const answer = await route!.handle({ ...asked, language: 'en' });
    if (answer.ok) return new Response(Uint8Array.from(answer.value.bytes ?? []));
    return problem(answer.error);
  };
}

function problem(refusal: Refusal): Response {
  const { status, body } = problemOf(refusal, 'en', createErrorBook([]));
  return new Response(body, { status });
}

const room = (rpc: Rpc | undefined) => ({
  ...{
    baseUrl: '',
    policyText: policyOf(chain),
    fetch: serverOf(rpc),
    now: () => genesis.time + 120_000,
  },
});

async function codeOf(answer: ReturnType<typeof proveCheckpoint>): Promise<string> {
  const proven = await answer;
  return proven.ok
    ? 'ok'
    : (proven.error satisfies Pick<LightError, 'code'> | { code: string }).code;
}

describe('a light block of the interface', () => {
  it('is the file of what CometBFT keeps', async () => {
    const answer = await serverOf(kept)('/api/consensus/light-blocks/9');
    expect(toHex(new Uint8Array(await answer.arrayBuffer()))).toBe(toHex(encodeLightBlock(block)));
  });

  it.each([
    ['of a ledger of one operator', undefined, '9', { is: apiErrors.NO_CONSENSUS, status: 404 }],
    ['of a height not there', kept, '10', { is: apiErrors.LIGHT_BLOCK_UNKNOWN, status: 404 }],
    ['of no height', kept, '0', { is: apiErrors.PARAMETER_NOT_VALID, status: 400 }],
    ['of what is no number', kept, 'x', { is: apiErrors.PARAMETER_NOT_VALID, status: 400 }],
    ['of a CometBFT that is away', away, '9', { is: apiErrors.CONSENSUS_SILENT, status: 503 }],
  ] as const)('is refused %s', async (_, rpc, height, { is, status }) => {
    const answer = await serverOf(rpc)(`/api/consensus/light-blocks/${height}`);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code: is.name });
  });
});

describe('the institutions of the interface', () => {
  let voted: VotedLedger;
  beforeAll(async () => {
    voted = await openVotedLedger();
  });
  afterAll(() => voted.close());

  const ask = async (query: string) => {
    const { ledger, nodeKey, nowMs } = voted.test;
    const parts = { ledger: ledger(), nodeKey: signerFrom(nodeKey), now: nowMs };
    const route = consensusRoutes({ options: { ledger: apiLedgerOf(parts) } })[1]!;
    const search = new URLSearchParams(query);
    return route.handle({ path: {}, search, body: new Uint8Array(), language: 'en' });
  };

  it('are proven to whoever has the policy', async () => {
    const file = expectOk(await ask('since=2'), 'a file').bytes ?? new Uint8Array();
    const policy = expectOk(parsePolicy(voted.test.policyText), 'a policy');
    const proven = expectOk(await checkInstitutions(policy, file), 'they are');
    expect(proven.institutions).toEqual(voted.members());
    expect(proven.consistency).toBeDefined();
  });

  it.each([
    ['since=0', 'api.PARAMETER_NOT_VALID'],
    ['since=999999', 'api.PARAMETER_NOT_VALID'],
    ['keys=00', 'api.PARAMETER_NOT_VALID'],
    [`keys=${'00'.repeat(32)},`, 'api.PARAMETER_NOT_VALID'],
    [
      `keys=${Array.from({ length: 65 }, () => '00'.repeat(32)).join(',')}`,
      'api.PARAMETER_NOT_VALID',
    ],
    [`keys=${Array.from({ length: 64 }, () => '00'.repeat(32)).join(',')}`, 'ok'],
    ['', 'ok'],
  ])('asked with “%s” are refused, or given', async (query, code) => {
    const answer = await ask(query);
    expect(answer.ok ? 'ok' : answer.error.name).toBe(code);
  });
});

describe('proveCheckpoint', () => {
  it('fetches and checks who decided a checkpoint', async () => {
    const proven = await proveCheckpoint(room(kept), checkpoint);
    expect(proven).toMatchObject({ ok: true, value: { facts: { height: 9, signedPower: 4n } } });
    // The genesis says who they were. Who they are the server does not prove, so nobody is named.
    expect(proven).toMatchObject({ value: { institutions: [], namesCode: 'api.NOT_READY' } });
    if (!proven.ok) return;
    const told = proven.value.facts.validators.map(({ institution }) => institution);
    expect(told).toEqual(names.map(() => undefined));
  });

  it.each([
    ['there is no consensus', undefined, {}, 'api.NO_CONSENSUS'],
    [
      'the block is not there',
      { lightBlock: async () => undefined },
      {},
      'api.LIGHT_BLOCK_UNKNOWN',
    ],
    ['another log was decided', kept, { size: 31 }, 'CONSENSUS_OTHER_CHECKPOINT'],
  ] as const)('says so where %s', async (_, rpc, change, code) => {
    expect(await codeOf(proveCheckpoint(room(rpc), { ...checkpoint, ...change }))).toBe(code);
  });

  it('goes on from what it proved, also when the genesis is too long ago', async () => {
    const yearMs = LEDGER_TERMS.trustingPeriodMs;
    const first = await proveCheckpoint(room(kept), checkpoint);
    const later = lightBlock({
      ...{ voters, height: 12, chainId: cometChainId(chain) },
      timeNs: BigInt(genesis.time + yearMs) * 1_000_000n,
      appHash: block.header.appHash,
    });
    const now = () => genesis.time + yearMs + 30_000;
    const aYearOn = { ...room({ lightBlock: async () => later }), now };
    const asked = { ...checkpoint, height: 11 };
    expect(await codeOf(proveCheckpoint(aYearOn, asked))).toBe('api.NOT_READY');
    expect(first.ok).toBe(true);
    if (!first.ok) return;
    const { trusted } = first.value;
    expect(await codeOf(proveCheckpoint({ ...aYearOn, trusted }, asked))).toBe('ok');
    const again = proveCheckpoint({ ...room(kept), trusted }, checkpoint);
    expect(await codeOf(again), 'an older checkpoint, from the genesis').toBe('ok');
  });

  it('believes no genesis but that of the policy, and no block of other validators', async () => {
    const other = { ...room(kept), policyText: policyOf(sha256(Uint8Array.of(2))) };
    expect(await codeOf(proveCheckpoint(other, checkpoint))).toBe('CLIENT_OTHER_LEDGER');
    const thieves = lightSetOf(['w', 'x', 'y', 'z'].map((name) => voter(name)));
    const forged = lightBlock({
      ...{ voters: thieves, height: 9, chainId: cometChainId(chain) },
      timeNs: block.header.timeNs,
      appHash: block.header.appHash,
    });
    const lying = room({ lightBlock: async () => forged });
    expect(await codeOf(proveCheckpoint(lying, checkpoint))).not.toBe('ok');
    const broken = {
      ...room(kept),
      fetch: async (address: string) => {
        return address === '/api/genesis' ? serverOf(kept)(address) : new Response('no block');
      },
    };
    expect(await codeOf(proveCheckpoint(broken, checkpoint))).toBe('CLIENT_ANSWER_NOT_VALID');
  });
});
