import { describe, expect, it } from 'vitest';
import { findCometBft } from '../src/comet/program.ts';
import { type Deaths, dieAndHeal } from './comet-crash.ts';
import { must, temporaryFolder } from './temporary.ts';

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
      const { problems, acknowledged, cometDied, nodeDied } = await dieAndHeal(
        must(program),
        temporaryFolder(),
        deaths,
      );
      expect(problems).toEqual([]);
      expect(cometDied).toBe(deaths.failPoint !== undefined);
      expect(nodeDied).toBe(true);
      expect(acknowledged).toBeGreaterThan(5);
    },
  );
});
