import { createMachine, type Machine } from '@madang/kernel';
import { effort, services, simulate } from '@madang/testkit';
import { describe, expect, it } from 'vitest';

const BLOCKS = 100;

/** A machine that writes one byte otherwise in every block from this height on. */
function faultyMachine(fromHeight: number): Machine {
  const machine = createMachine(services);
  return {
    ...machine,
    execute: (input) => {
      const result = machine.execute(input);
      const [first, ...rest] = result.changes;
      if (input.height < fromHeight || first?.value === undefined) return result;
      const value = first.value.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
      return { ...result, changes: [{ ...first, value }, ...rest] };
    },
  };
}

describe('three replicas under random acts, restarts and jumps of the clock', () => {
  it.each(effort([1], [1, 2]))(
    'agree after every block, with every invariant holding (seed %i)',
    async (seed) => {
      const report = await simulate({ seed, blocks: BLOCKS });
      expect(report.divergence).toBeUndefined();
      expect(report.height).toBeGreaterThan(BLOCKS / 2);
      expect(report.restarts).toBeGreaterThan(0);
      const kinds = [...report.outcomes.keys()];
      for (const { name } of services) {
        const ofService = kinds.filter((kind) => kind.startsWith(`${name}.`));
        expect(
          ofService.some((kind) => kind.endsWith(' done')),
          `${name} done`,
        ).toBe(true);
        expect(
          ofService.some((kind) => !kind.endsWith(' done')),
          `${name} refused`,
        ).toBe(true);
      }
    },
  );

  it('play the same run again from the same seed, and another from another', async () => {
    const [first, again, other] = await Promise.all(
      [3, 3, 4].map((seed) => simulate({ seed, blocks: 12 })),
    );
    expect(again).toEqual(first);
    expect(other?.appHash).not.toBe(first?.appHash);
  });

  it('are found out when one of them writes one byte otherwise: block, key and service', async () => {
    const machineOf = (replica: number) =>
      replica === 1 ? faultyMachine(5) : createMachine(services);
    const { divergence } = await simulate({ seed: 3, blocks: 12, machineOf });
    expect(divergence?.height).toBeGreaterThanOrEqual(5);
    expect(divergence?.replica).toBe('replica-1');
    const names: readonly string[] = services.map(({ name }) => name);
    expect(names).toContain(divergence?.difference?.service);
    const [ours, theirs] = divergence?.difference?.values ?? [];
    expect(ours?.slice(2)).toBe(theirs?.slice(2));
    expect(ours).not.toBe(theirs);
    expect(divergence?.acts.length).toBeGreaterThan(0);
  });
});
