import path from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { rules } from '../src/index.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const eslint = new ESLint({ cwd: root });

/** The own rules that are switched on for a file, without the prefix of the plugin. */
async function active(file: string): Promise<string[]> {
  const config: unknown = await eslint.calculateConfigForFile(path.join(root, file));
  const all =
    typeof config === 'object' && config !== null && 'rules' in config ? config.rules : {};
  return Object.entries(all ?? {}).flatMap(([name, setting]: [string, unknown]) => {
    const [severity]: unknown[] = Array.isArray(setting) ? setting : [setting];
    return name.startsWith('madang/') && severity === 2 ? [name.slice('madang/'.length)] : [];
  });
}

describe('the lint configuration', () => {
  it.each([
    'services/vote/chain/cast-vote.ts',
    'services/vote/proof/index.ts',
    'packages/kernel/src/machine.ts',
    'packages/base/src/bytes.ts',
    'packages/protocol/src/transaction.ts',
  ])('applies every own rule to %s', async (file) => {
    expect((await active(file)).toSorted()).toEqual(Object.keys(rules).toSorted());
  });

  it.each(['packages/node/src/store.ts', 'apps/web/src/main.tsx', 'services/vote/views/index.ts'])(
    'refuses dropped Results in %s, and leaves the rest to its world',
    async (file) => expect(await active(file)).toEqual(['no-floating-result']),
  );
});
