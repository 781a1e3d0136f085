import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const FILE = fileURLToPath(new URL('./replay-run.ts', import.meta.url));

/** The hash that a process of this kind comes to. */
async function play(
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const env = { ...process.env, ...environment };
  const { stdout } = await run(process.execPath, [...options, FILE], { env });
  return stdout.trim();
}

const kinds: ReadonlyArray<readonly [string, readonly string[], Readonly<Record<string, string>>]> =
  [
    ['far west of Greenwich', [], { TZ: 'Pacific/Marquesas' }],
    ['far east of Greenwich', [], { TZ: 'Pacific/Kiritimati' }],
    ['Turkish', [], { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }],
    ['of a large stack', ['--stack-size=3000'], {}],
    ['of a small stack', ['--stack-size=300'], {}],
    ['that walks maps backwards', [], { REVERSED_MAPS: '1' }],
    ['without an optimising compiler', ['--no-opt'], {}],
  ];

describe('replay', () => {
  const usual = play([], { TZ: 'Asia/Seoul', LANG: 'ko_KR.UTF-8' });

  it.each(kinds)('gives the same changes and entries in a process %s', async (_, options, env) => {
    const hash = await usual;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await play(options, env)).toBe(hash);
  });
});
