import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { findCometBft } from '@madang/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Deaths, dieAndHeal } from './support/comet-crash.ts';

const note = (line: string) => process.stderr.write(`${line}\n`);
const program = await findCometBft(note);
if (!program.ok) note(`The crash matrix is not tested: ${program.error}`);

/** One of each kind; all combinations are in `npm run soak -- network`. */
const few: readonly Deaths[] = [
  { failPoint: 6, node: { call: 'info', moment: 'after' } },
  { failPoint: 8, node: { call: 'commit', moment: 'after' } },
  { node: { call: 'finalizeBlock', moment: 'during' } },
  { node: { call: 'initChain', moment: 'after' } },
];

describe.skipIf(!program.ok)('a node and its CometBFT that die', () => {
  it.each(few)(
    'heal without a hand, and nothing acknowledged is lost: %j',
    {
      timeout: 90_000,
    },
    async (deaths) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'madang-crash-'));
      onTestFinished(() => {
        rmSync(folder, { recursive: true, force: true });
      });
      const outcome = await dieAndHeal(expectOk(program, 'CometBFT is here'), folder, deaths);
      expect(outcome.problems).toEqual([]);
      expect(outcome.cometDied).toBe(deaths.failPoint !== undefined);
      expect(outcome.nodeDied).toBe(true);
      expect(outcome.acknowledged).toBeGreaterThan(5);
    },
  );
});
