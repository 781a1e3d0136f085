import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommandLine } from '../../apps/madang/src/command-line.ts';
import { runAudit } from './verifiers.ts';

/** What `madang verify` and `madang-audit` do not find right about a dossier, a text of each. */
export async function dossierProblems(
  dossier: Uint8Array,
  policyFile: string,
): Promise<readonly string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-dossier-'));
  const file = path.join(folder, 'a.dossier');
  await writeFile(file, dossier);
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  const words = [file, '--policy', policyFile];
  const terminal = { language: 'en' as const, isInteractive: false, say, note: say };
  const status = await runCommandLine(['verify', ...words], { ...terminal, draw: () => undefined });
  const audit = await runAudit(words);
  await rm(folder, { recursive: true });
  return [
    ...(status === 0 ? [] : [`madang verify: ${lines.join('\n')}`]),
    ...(audit.status === 0 ? [] : [`madang-audit: ${audit.out}`]),
  ];
}
