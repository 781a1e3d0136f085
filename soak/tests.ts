// The tests, where `npm test` looks at a part only for speed at all of it: `npm run soak -- tests`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const args = [vitest, 'run', '--root', root, ...process.argv.slice(2)];
const env = { ...process.env, MADANG_TESTS: 'thorough' };
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env });
process.exitCode = status ?? 1;
