import { utf8 } from '@madang/base';
import { sha512, tag } from '@madang/crypto';
import type { Progress } from './progress.ts';

/** What secrets of scenarios are made of. */
export const SEED = tag('madang/scenario-secret/1');

/** Secrets of a scenario follow from its title, so that it always makes the same ledger. */
export function chanceOf(
  { scenario, actCount }: Progress,
  ...names: readonly string[]
): () => Uint8Array {
  let counter = 0;
  const words = [scenario.title, String(actCount), ...names].join('\n');
  return () => sha512(SEED, utf8(`${words}\n${String(counter++)}`));
}

/** The secret of an actor's key in an election: the same each time. */
export function voterSecret(
  { scenario }: Progress,
  { by, election }: { readonly by: string; readonly election: string },
): Uint8Array {
  return sha512(SEED, utf8([scenario.title, by, election].join('\n')));
}
