import path from 'node:path';
import { openStore, verifyStore } from '@madang/node';
import type { FaultNetwork } from './fault-network.ts';
import { newerMachine } from './newer-rules.ts';
import type { RowOutcome } from './row.ts';

/**
 * Executes the log of every node from its first entry and compares the state and the proofs that it
 * keeps. No node may run.
 */
export async function executeAgain({ nodes }: FaultNetwork): Promise<RowOutcome> {
  const begunAt = performance.now();
  const problems: string[] = [];
  const sizes = new Set<number>();
  for (const { institution, folder } of nodes) {
    const store = await openStore({ folder: path.join(folder, 'ledger') }, undefined);
    if (!store.ok) {
      problems.push(`${institution}: ${store.error.message}`);
      continue;
    }
    sizes.add(store.value.head().logSize);
    const into = path.join(folder, 'again');
    const verified = await verifyStore(store.value, newerMachine(), into);
    if (!verified.ok) problems.push(`${institution}: ${verified.error.message}`);
    await store.value.close();
  }
  return {
    name: 'all of it executed again',
    what: 'all nodes stopped; each log executed from its first entry, state and proofs compared',
    seen: `logs of ${[...sizes].join(' and ')} entries come to what each node keeps`,
    acknowledged: 0,
    seconds: Math.round((performance.now() - begunAt) / 1_000),
    problems,
  };
}
