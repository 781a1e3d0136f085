import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { flipped } from '@madang/testkit';
import { runAudit } from '../../test/support/verifiers.ts';
import { progress } from './measurement.ts';

/** A dossier, and the policy of its ledger. */
export interface Made {
  readonly dossier: Uint8Array;
  readonly policyText: string;
}

/** What a verifier in this process says: its verdict, and the parts that did not pass. */
export interface Said {
  readonly verdict: string;
  readonly named: readonly unknown[];
}

/** Checks a dossier in this process. */
export type Check = (dossier: Uint8Array, policyText: string) => Promise<Said>;

/**
 * Changes one bit of a byte at each of these places, one place at a time on each processor; both
 * verifiers have to refuse and to name a part. Gives a sentence for each time that one did not.
 */
export async function flipAt(
  { dossier, policyText }: Made,
  places: readonly number[],
  check: Check,
): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-dossiers-'));
  const policy = path.join(folder, 'policy.txt');
  writeFileSync(policy, policyText);
  const problems: string[] = [];
  // Said at once: the rest takes long.
  const note = (problem: string): void => {
    problems.push(problem);
    progress(problem);
  };
  const left = places.entries();
  const flipAll = async (lane: number): Promise<void> => {
    const file = path.join(folder, `${String(lane)}.dossier`);
    for (const [count, place] of left) {
      const changed = flipped(dossier, place, 1 << (place % 8));
      writeFileSync(file, changed);
      const audited = runAudit([file, '--policy', policy]);
      const ours = await check(changed, policyText);
      if (ours.verdict === 'checked' || ours.named.length === 0) {
        note(`madang verify took byte ${String(place)}`);
      }
      const { status, out } = await audited;
      const { parts } = JSON.parse(out) as {
        readonly parts: readonly { readonly verdict: string }[];
      };
      if (status === 0 || parts.every(({ verdict }) => verdict === 'passed')) {
        note(`madang-audit took byte ${String(place)}`);
      }
      if (count % 100 === 0) progress(`${String(count)} of ${String(places.length)} bytes`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, (_, lane) => flipAll(lane)));
  rmSync(folder, { recursive: true });
  return problems;
}

/** Every place of a dossier. */
export function everyByte({ dossier }: Made): readonly number[] {
  return Array.from(dossier, (_, place) => place);
}

/** So many places of a dossier, by chance. */
export function someBytes({ dossier }: Made, count: number): readonly number[] {
  return Array.from({ length: count }, () => Math.floor(Math.random() * dossier.length));
}
