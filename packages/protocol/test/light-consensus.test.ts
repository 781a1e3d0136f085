import { expectOk, fail, ok } from '@madang/base';
import {
  LIGHT_BEGIN_NS as BEGIN_NS,
  LIGHT_CHAIN_ID as CHAIN_ID,
  lightBlock,
  lightSetOf as setOf,
  type Voter,
  validatorsOf,
  voter,
} from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ConsensusInput,
  checkConflict,
  checkConsensus,
  checkPath,
  decodeConsensusProof,
  encodeConsensusProof,
  findPath,
  type Ground,
  LEDGER_TERMS,
  type LightBlock,
  type LightError,
  MAX_PATH_BLOCKS,
  type Trusted,
  trustBlock,
  type Vote,
  validatorsHash,
} from '../src/comet/index.ts';
import { appHash, sha256Of } from './light-consensus-parts.ts';

const four = setOf(['a', 'b', 'c', 'd'].map((name) => voter(name)));
const nowMs = Number(BEGIN_NS / 1_000_000n) + 100_000;

function trustIn(voters: readonly Voter[], height = 0): Trusted {
  const validators = validatorsOf(voters);
  return {
    ...{ chainId: CHAIN_ID, height, timeNs: BEGIN_NS - 1n, validators },
    nextValidatorsHash: validatorsHash(validators),
  };
}

const ground: Ground = { trusted: trustIn(four), terms: LEDGER_TERMS, nowMs };
const checkpoint = { size: 12_345, root: sha256Of('a log') };
const decided = { appHash: appHash(checkpoint) };

function input(blocks: readonly LightBlock[], more: Partial<ConsensusInput> = {}): ConsensusInput {
  const institutions = four.map(({ pair }, n) => ({
    id: `office-${n}`,
    consensus: pair.publicKey,
  }));
  return { ...ground, proof: encodeConsensusProof(blocks), checkpoint, institutions, ...more };
}

async function codeOf(given: ConsensusInput): Promise<string> {
  const checked = await checkConsensus(given);
  return checked.ok ? 'ok' : checked.error.code;
}

const votes: readonly Vote['kind'][] = ['commit', 'absent', 'commit', 'commit'];
const block = lightBlock({ voters: four, height: 40, votes, ...decided });

describe('a consensus proof', () => {
  test('tells who decided the checkpoint, and when', async () => {
    const facts = expectOk(await checkConsensus(input([block])), 'three of four signed');
    expect(facts).toMatchObject({
      height: 40,
      timeMs: Number(BEGIN_NS / 1_000_000n) + 40_000,
      signedPower: 3n,
      totalPower: 4n,
      path: [40],
    });
    expect(facts.validators.map(({ institution, vote }) => [institution, vote])).toEqual(
      votes.map((vote, n) => [`office-${n}`, vote]),
    );
  });

  test('names no institution for a key that is not known', async () => {
    const facts = expectOk(await checkConsensus(input([block], { institutions: [] })), 'as before');
    expect(facts.validators.map(({ institution }) => institution)).toEqual(
      four.map(() => undefined),
    );
  });

  test.each([
    ['another size', { checkpoint: { ...checkpoint, size: 12_346 } }, 'OTHER_CHECKPOINT'],
    ['another root', { checkpoint: { ...checkpoint, root: sha256Of('b') } }, 'OTHER_CHECKPOINT'],
    ['another chain', { trusted: { ...ground.trusted, chainId: 'madang-b' } }, 'OTHER_CHAIN'],
    ['other validators', { trusted: trustIn(setOf([voter('e'), voter('f')])) }, 'TOO_FEW_TRUSTED'],
    ['a clock before the block', { nowMs: nowMs - 100_000 }, 'TIME_IN_FUTURE'],
    ['trust that has ended', { nowMs: nowMs + LEDGER_TERMS.trustingPeriodMs }, 'TRUST_EXPIRED'],
    ['trust in the same height', { trusted: trustIn(four, 40) }, 'HEIGHT_NOT_AFTER'],
    ['trust in a later height', { trusted: trustIn(four, 41) }, 'HEIGHT_NOT_AFTER'],
    [
      'trust in a later time',
      { trusted: { ...ground.trusted, timeNs: block.header.timeNs } },
      'TIME_NOT_AFTER',
    ],
    [
      'a level below a third',
      { terms: { ...LEDGER_TERMS, level: { numerator: 1, denominator: 4 } } },
      'TERMS_NOT_VALID',
    ],
    [
      'a level above all',
      { terms: { ...LEDGER_TERMS, level: { numerator: 4, denominator: 3 } } },
      'TERMS_NOT_VALID',
    ],
    [
      'no level',
      { terms: { ...LEDGER_TERMS, level: { numerator: 0, denominator: 0 } } },
      'TERMS_NOT_VALID',
    ],
    ['no trusting period', { terms: { ...LEDGER_TERMS, trustingPeriodMs: 0 } }, 'TERMS_NOT_VALID'],
  ] as const)('is refused under %s', async (_, more, code) => {
    expect(await codeOf(input([block], more))).toBe(`CONSENSUS_${code}`);
  });

  test('of two thirds is refused, and of one vote more is not', async () => {
    const three = setOf(['a', 'b', 'c'].map((name) => voter(name)));
    const trusted = trustIn(three);
    const two = lightBlock({ voters: three, height: 9, votes: ['commit', 'absent'], ...decided });
    const all = lightBlock({ voters: three, height: 9, ...decided });
    expect(await codeOf(input([two], { trusted }))).toBe('CONSENSUS_TOO_FEW_VOTES');
    expect(await codeOf(input([all], { trusted }))).toBe('ok');
  });

  test('forged by others in the place of the validators is refused', async () => {
    const thieves = setOf(['w', 'x', 'y', 'z'].map((name) => voter(name)));
    const forged = lightBlock({ voters: thieves, height: 40, ...decided });
    expect(await codeOf(input([forged]))).toBe('CONSENSUS_TOO_FEW_TRUSTED');
    const posing = { ...forged, validators: block.validators };
    expect(await codeOf(input([posing]))).toBe('CONSENSUS_VOTE_WRONG');
    const next = lightBlock({ voters: thieves, height: 1, ...decided });
    expect(await codeOf(input([next]))).toBe('CONSENSUS_OTHER_VALIDATORS');
  });

  test('with more power than CometBFT counts is refused before anything else', async () => {
    const heavy = setOf(['a', 'b', 'c'].map((name) => voter(name, (1n << 59n) + 1n)));
    const tooHeavy = lightBlock({ voters: heavy, height: 9, ...decided });
    expect(await codeOf(input([tooHeavy]))).toBe('CONSENSUS_VALIDATORS_NOT_VALID');
  });

  test('in which a validator stands twice is refused', async () => {
    const [first] = four;
    const doubled = lightBlock({ voters: [first!, first!, first!], height: 9, ...decided });
    expect(await codeOf(input([doubled]))).toBe('CONSENSUS_VALIDATORS_NOT_VALID');
  });

  test('is refused with any one bit of its file flipped', async () => {
    const { proof } = input([block]);
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * proof.length - 1), async (bit) => {
        const flipped = Uint8Array.from(proof);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await codeOf(input([block], { proof: flipped }))).not.toBe('ok');
      }),
      { seed: 3841, numRuns: 150 },
    );
    for (let at = 0; at < proof.length; at++) {
      const changed = Uint8Array.from(proof);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      expect(await codeOf(input([block], { proof: changed })), `byte ${at}`).not.toBe('ok');
    }
  }, 60_000);

  test('is refused cut, longer, too long, empty, of another kind', async () => {
    const { proof } = input([block]);
    for (const cut of [0, 1, 20, proof.length - 1]) {
      expect(decodeConsensusProof(proof.subarray(0, cut)).ok).toBe(false);
    }
    expect(decodeConsensusProof(Uint8Array.of(...proof, 0)).ok).toBe(false);
    expect(decodeConsensusProof(new Uint8Array(300_000)).ok).toBe(false);
    const many = Array.from({ length: MAX_PATH_BLOCKS }, () => block);
    expect(decodeConsensusProof(encodeConsensusProof(many)).ok).toBe(true);
  });

  test('of four validators has less than 1.5 kB, of seven less than 2', () => {
    const seven = setOf(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => voter(name)));
    expect(encodeConsensusProof([block]).length).toBeLessThan(1_500);
    const ofSeven = encodeConsensusProof([lightBlock({ voters: seven, height: 40, ...decided })]);
    expect(ofSeven.length).toBeLessThan(2_000);
  });
});

/** A chain in which one validator of four is replaced at each of these heights. */
function changingChain(changes: readonly number[], last: number): readonly LightBlock[] {
  let voters = four;
  const blocks: LightBlock[] = [];
  for (let height = 1; height <= last; height++) {
    const at = changes.indexOf(height);
    const next =
      at < 0 ? voters : setOf([...voters.filter((_, n) => n !== at % 4), voter(`new ${at}`)]);
    blocks.push(lightBlock({ voters, next, height, ...decided }));
    voters = next;
  }
  return blocks;
}

function providerOf(chain: readonly LightBlock[]) {
  const asked: number[] = [];
  return {
    asked,
    fetchLightBlock: async (height: number) => {
      asked.push(height);
      const found = chain.find(({ header }) => header.height === height);
      return found === undefined ? fail('There is no such block.') : ok(found);
    },
  };
}

describe('a path to a height', () => {
  const heights = (path: readonly LightBlock[]) => path.map(({ header }) => header.height);

  test('is one step where the validators stayed', async () => {
    const { asked, fetchLightBlock } = providerOf(changingChain([], 60));
    const path = await findPath({ ...ground, height: 60, fetchLightBlock });
    expect(heights(expectOk(path, 'nothing changed'))).toEqual([60]);
    expect(asked).toEqual([60]);
  });

  test('goes over blocks in between where too many were replaced, and holds by itself', async () => {
    const chain = changingChain([5, 12, 20, 33, 41, 58], 64);
    const { asked, fetchLightBlock } = providerOf(chain);
    const path = expectOk(await findPath({ ...ground, height: 64, fetchLightBlock }), 'a chain');
    expect(heights(path).at(-1)).toBe(64);
    expect(path.length).toBeGreaterThan(1);
    expect(asked.length).toBeLessThan(12);
    expect((await checkPath(ground, path)).ok).toBe(true);
    expect(await codeOf(input(path))).toBe('ok');
    const broken = await checkPath(ground, path.slice(-1));
    expect(broken).toMatchObject({ ok: false, error: { code: 'CONSENSUS_TOO_FEW_TRUSTED' } });
  });

  test('holds from any block on, one by one, whatever was replaced (fast-check)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 23 }), { maxLength: 10 }),
        fc.integer({ min: 1, max: 20 }),
        async (changes, from) => {
          const chain = changingChain(
            changes.toSorted((a, b) => a - b),
            24,
          );
          const trusted = trustBlock(chain[from - 1]!);
          expect((await checkPath({ ...ground, trusted }, chain.slice(from))).ok).toBe(true);
          const { fetchLightBlock } = providerOf(chain);
          const path = await findPath({ ...ground, trusted, height: 24, fetchLightBlock });
          expect(path.ok).toBe(true);
          if (path.ok) expect((await checkPath({ ...ground, trusted }, path.value)).ok).toBe(true);
        },
      ),
      { seed: 916, numRuns: 25 },
    );
  }, 60_000);

  test.each([
    ['a block is missing', { missing: 64 }, 'CONSENSUS_BLOCK_MISSING'],
    ['a block in between is missing', { missing: 36 }, 'CONSENSUS_BLOCK_MISSING'],
    ['another height is given', { moved: 64 }, 'CONSENSUS_BLOCK_MISSING'],
    ['a block in between is forged', { forged: 36 }, 'CONSENSUS_TOO_FEW_VOTES'],
  ] as const)('is refused where %s', async (_, how, code) => {
    const chain = changingChain([5, 12, 20, 33, 41, 58], 64);
    const { fetchLightBlock } = providerOf(chain);
    const search = {
      ...{ ...ground, height: 64 },
      fetchLightBlock: async (height: number) => {
        if ('missing' in how && height === how.missing) return fail('It is gone.');
        if ('moved' in how && height === how.moved) return fetchLightBlock(height - 1);
        const given = await fetchLightBlock(height);
        if (!('forged' in how) || height !== how.forged || !given.ok) return given;
        const [, second] = given.value.commit.votes;
        const commit = { ...given.value.commit, votes: [...given.value.commit.votes.slice(0, 2)] };
        expect(second).toBeDefined();
        const absent: readonly Vote[] = [{ kind: 'absent' }, { kind: 'absent' }];
        return ok({ ...given.value, commit: { ...commit, votes: [...commit.votes, ...absent] } });
      },
    };
    const path = await findPath(search);
    expect(path).toMatchObject({ ok: false, error: { code } });
  });

  test('has at least one block and at most 64', async () => {
    const codes = async (blocks: readonly LightBlock[]) => {
      const checked = await checkPath(ground, blocks);
      return checked.ok ? 'ok' : (checked.error satisfies LightError).code;
    };
    expect(await codes([])).toBe('CONSENSUS_BLOCK_MISSING');
    expect(await codes(changingChain([], 65))).toBe('CONSENSUS_PATH_TOO_LONG');
  });
});

describe('two blocks of one height', () => {
  const of = (plan: Partial<Parameters<typeof lightBlock>[0]>) =>
    lightBlock({ voters: four, height: 7, ...plan });
  const one = of({ votes: ['commit', 'commit', 'commit', 'absent'] });

  test.each([
    ['in their state', of({ appHash: sha256Of('b'), votes: ['absent'] }), 'state', 2n],
    ['in one round', of({ timeNs: BEGIN_NS, votes: ['absent'] }), 'round', 2n],
    ['in two rounds', of({ timeNs: BEGIN_NS, round: 3 }), 'rounds', 3n],
  ] as const)('that differ %s tell who signed both', async (_, other, kind, power) => {
    const conflict = expectOk(await checkConflict(CHAIN_ID, one, other), 'a fork');
    expect(conflict).toMatchObject({ kind, height: 7, power, totalPower: 4n });
    expect(conflict.isMoreThanThird).toBe(true);
    const signed = (side: LightBlock, n: number) => side.commit.votes[n]?.kind === 'commit';
    const both = four.filter((__, n) => signed(one, n) && signed(other, n));
    expect(conflict.signers.map(({ key }) => key)).toEqual(both.map(({ pair }) => pair.publicKey));
  });

  test('are no conflict if they are the same, or of two heights, or not decided', async () => {
    const codes = async (other: LightBlock) => {
      const checked = await checkConflict(CHAIN_ID, one, other);
      return checked.ok ? 'ok' : checked.error.code;
    };
    expect(await codes(one)).toBe('CONSENSUS_NO_CONFLICT');
    expect(await codes(of({ height: 8 }))).toBe('CONSENSUS_NO_CONFLICT');
    const few = of({ appHash: sha256Of('b'), votes: ['absent', 'nil'] });
    expect(await codes(few)).toBe('CONSENSUS_TOO_FEW_VOTES');
    expect(await codes(of({ chainId: 'madang-another' }))).toBe('CONSENSUS_OTHER_CHAIN');
  });
});
