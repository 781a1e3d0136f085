import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../../../..');

/** What a program said and how it ended. */
export interface Said {
  readonly status: number | null;
  readonly out: string;
}

/** The two programs that check a file on somebody's own machine, as that person runs them. */
export async function runVerifiers(
  file: string,
  policy: string,
): Promise<{ readonly verify: Said; readonly audit: Said }> {
  const words = [file, '--policy', policy];
  return {
    verify: await run(['bin/madang.mjs', 'verify', ...words]),
    audit: await run(['bin/madang-audit.mjs', ...words]),
  };
}

function run(words: readonly string[]): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...words], { cwd: root });
    let out = '';
    const hear = (part: unknown): void => {
      out += String(part);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, out });
    });
  });
}
