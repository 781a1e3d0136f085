import { hasCometBft } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { faults, playFaults } from './support/network-faults/index.ts';

/** `npm run soak -- network` plays all of them. */
const SMOKE = ['state corrupted, ledger from the first block', 'an upgrade under load'];
const SEED = 4;

const isHere = await hasCometBft();

describe.skipIf(!isHere)('four nodes under load', () => {
  it('lose nothing that was acknowledged, have one history, and go on', {
    timeout: 600_000,
  }, async () => {
    const rows = faults.filter(({ name }) => SMOKE.includes(name));
    expect(rows).toHaveLength(SMOKE.length);
    const outcomes = await playFaults(rows, SEED);
    for (const { name, problems } of outcomes) {
      expect({ name, problems }).toEqual({ name, problems: [] });
    }
    for (const { acknowledged } of outcomes.slice(0, -1)) expect(acknowledged).toBeGreaterThan(10);
    expect(outcomes[0]?.seen).toMatch(
      /NODE_(HISTORY_DIFFERS|STORE_DAMAGED)\)? .*divergence named the key/,
    );
    expect(outcomes[1]?.seen).toMatch(/^version 2 from block \d+ on at every node, .*NODE_RULES_M/);
  });
});
