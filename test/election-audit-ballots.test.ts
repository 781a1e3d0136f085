import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expectPresent } from '@madang/base';
import { flipped } from '@madang/testkit';
import { beforeAll, describe, expect, it } from 'vitest';

interface Vector {
  readonly name?: string;
  readonly reason?: string;
  readonly election: {
    readonly chain: string;
    readonly election: string;
    readonly key: string;
    readonly voterBase: string;
    readonly questions: readonly object[];
  };
  readonly voter: string;
  readonly sequence: number;
  readonly previous: string;
  readonly selections: string;
  readonly bodyHash: string;
  readonly proof: string;
}

interface SurrenderVector extends Omit<Vector, 'election' | 'selections'> {
  readonly chain: string;
  readonly election: string;
  readonly voterBase: string;
  readonly batch: string;
}

interface BallotModules {
  readonly Claims: new (bound: object) => { firstWrong(claims: readonly object[]): number };
  findWrong(
    bound: object,
    claims: readonly object[],
    more: { readonly threads: number },
  ): Promise<Set<number>>;
}

describe('ballots, with the other library', () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
  const claimOf = ({ voter, sequence, previous, selections, bodyHash, proof }: Vector) => ({
    kind: 'ballot',
    cast: { key: hex(voter), sequence, previous: hex(previous), selections: hex(selections) },
    bodyHash: hex(bodyHash),
    proof: hex(proof),
  });
  const boundOf = ({ election: { questions, ...rest } }: Vector) => {
    const { chain, election, key, voterBase } = rest;
    const all = { chain: hex(chain), election: hex(election), key: hex(key) };
    return { ...all, voterBase: hex(voterBase), questions };
  };
  const file = path.join(import.meta.dirname, '../packages/ballot/test/vectors.json');
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Record<
    'accepted' | 'refused',
    readonly Vector[]
  >;
  let modules: BallotModules;
  beforeAll(async () => {
    const load = async (name: string) =>
      import(new URL(`../apps/audit/src/${name}.mjs`, import.meta.url).href);
    modules = { ...(await load('ballot')), ...(await load('find-wrong')) } as BallotModules;
  });

  it('are accepted and refused as the test vectors say', () => {
    const wrongOf = (vector: Vector) =>
      new modules.Claims(boundOf(vector)).firstWrong([claimOf(vector)]);
    for (const vector of vectors.accepted) expect(wrongOf(vector), vector.name).toBe(-1);
    // Decoding an act refuses what has not 32 bytes before it comes here.
    const here = vectors.refused.filter(({ reason = '' }) => !/of 3[13] bytes/.test(reason));
    expect(here.length).toBe(vectors.refused.length - 3);
    for (const vector of here) expect(wrongOf(vector), vector.reason).toBe(0);
  });

  it('are told from keys that are given up, which it judges as their vectors say', () => {
    const given = path.join(import.meta.dirname, '../packages/ballot/test/surrender-vectors.json');
    const { accepted, refused } = JSON.parse(readFileSync(given, 'utf8')) as Record<
      'accepted' | 'refused',
      readonly SurrenderVector[]
    >;
    const wrongOf = ({ chain, election, voterBase, ...vector }: SurrenderVector) => {
      const { voter, sequence, previous, batch, bodyHash, proof } = vector;
      const about = { chain: hex(chain), election: hex(election), voterBase: hex(voterBase) };
      const said = { key: hex(voter), sequence, previous: hex(previous), batch: hex(batch) };
      const claim = { kind: 'surrender', surrender: said, bodyHash: hex(bodyHash) };
      const claims = new modules.Claims({ ...about, key: hex(voterBase), questions: [] });
      return claims.firstWrong([{ ...claim, proof: hex(proof) }]);
    };
    for (const vector of accepted) expect(wrongOf(vector), vector.name).toBe(-1);
    // Decoding an act refuses what has not 32 bytes before it comes here.
    const here = refused.filter(({ reason = '' }) => !/of 3[13] bytes/.test(reason));
    expect(here.length).toBe(refused.length - 2);
    for (const vector of here) expect(wrongOf(vector), vector.reason).toBe(0);
  });

  it('are found wrong by any worker, wherever they stand', { timeout: 60_000 }, async () => {
    const vector = expectPresent(vectors.accepted[0], 'a ballot');
    const claims = Array.from({ length: 300 }, () => claimOf(vector));
    const { proof } = claimOf(vector);
    const wrong = { ...claimOf(vector), proof: Uint8Array.from(flipped(proof, 40, 1)) };
    const find = (list: readonly object[]) =>
      modules.findWrong(boundOf(vector), list, { threads: 2 });
    expect(await find(claims)).toEqual(new Set());
    expect(await find(claims.with(7, wrong).with(280, wrong))).toEqual(new Set([7, 280]));
  });
});
