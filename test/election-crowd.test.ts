import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../apps/madang/src/command-line.ts';
import { dossierProblems } from './support/dossier-problems.ts';

const file = path.join(import.meta.dirname, 'scenarios', 'election-crowd.yaml');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'madang-crowd-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Types a command, and gives what it printed. */
async function type(...words: readonly string[]) {
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  const terminal = { language: 'en' as const, isInteractive: false, say, note: say };
  const status = await runCommandLine([...words], { ...terminal, draw: () => undefined });
  return { status, lines };
}

describe('an election by the command line', () => {
  it('has as many voters as are given, and a dossier that both programs check', async () => {
    const { status, lines } = await type(
      'scenario',
      file,
      '--set',
      'voters=41',
      '--dossiers',
      folder,
    );
    expect(status, lines.join('\n')).toBe(0);
    const place = path.join(folder, 'chair.dossier');
    expect(lines.at(-1)).toBe(place);
    const policy = path.join(folder, 'policy.txt');
    const dossier = new Uint8Array(await readFile(place));
    expect(await dossierProblems(dossier, policy)).toEqual([]);
    const said = (await type('verify', place, '--policy', policy)).lines.join('\n');
    expect(said).toMatch(/41 \/ 41 \(100\.00 %\)/);
    expect(said).toContain('41 ballots verified');
    // In turn 1, 2, 3, 1 and nobody, eight times, and then 1.
    expect(said).toMatch(/answer 1 +17 [^]*answer 2 +8 [^]*answer 3 +8 /);
    // It is of this ledger and of no other.
    dossier[dossier.length >> 1] = (dossier[dossier.length >> 1] ?? 0) ^ 1;
    expect(await dossierProblems(dossier, policy)).toHaveLength(2);
  }, 120_000);

  it('is not played with a number that is none, or that the file does not have', async () => {
    const none = await type('scenario', file, '--set', 'voters=many');
    expect(none).toEqual({
      status: 2,
      lines: ['"voters=many" is not of the form voters=2000. (NOT_A_NUMBER)'],
    });
    const other = await type('scenario', file, '--set', 'homes=3');
    expect(other.status).toBe(2);
    expect(other.lines.join()).toMatch(/There is no number "homes" under "numbers"/);
  });
});
