import { expect, it } from 'vitest';
import type { Claim } from '../src/ballot.mjs';
import { findWrong } from '../src/find-wrong.mjs';
import { G } from '../src/group.mjs';

const nothing = new Uint8Array(32);
const point = G.toBytes();
const bound = { chain: nothing, election: nothing, key: point, voterBase: point, questions: [] };

/** Claims of a kind, none of them right; counts how many are taken. */
function* wrongClaims(
  kind: 'ballot' | 'possession',
  count: number,
  taken: number[],
): Generator<Claim, void> {
  const proof = new Uint8Array(1);
  const cast = { key: nothing, sequence: 0, selections: new Uint8Array(0) };
  for (let at = 0; at < count; at++) {
    taken.push(at);
    yield kind === 'ballot'
      ? { kind, cast, bodyHash: nothing, proof }
      : { kind, key: nothing, binding: nothing, proof };
  }
}

it('takes no further claims once a ballot is wrong, and tells the first', async () => {
  const taken: number[] = [];
  const found = await findWrong(bound, wrongClaims('ballot', 10_000, taken), { threads: 1 });
  expect([...found]).toEqual([0]);
  expect(taken.length).toBeLessThan(1_000);
});

it('goes on where a possession is wrong: such an act may be passed over', async () => {
  const taken: number[] = [];
  const found = await findWrong(bound, wrongClaims('possession', 2_000, taken), { threads: 1 });
  expect(Math.min(...found)).toBe(0);
  expect(found.size).toBeGreaterThan(1);
  expect(taken).toHaveLength(2_000);
});
