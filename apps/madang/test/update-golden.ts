/**
 * Writes the golden chain anew from the scenarios in `test/scenarios`. A deliberate act: another
 * chain from the same acts is another protocol. Run it with `node
 * apps/madang/test/update-golden.ts`.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expectOk, toHex } from '@madang/base';
import { parseScenario } from '../src/scenario/parse.ts';
import { runScenario } from '../src/scenario/run.ts';

const folder = path.join(import.meta.dirname, '../../../test/scenarios');
const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
const golden: Record<string, readonly string[]> = {};
for (const name of names) {
  const text = await readFile(path.join(folder, name), 'utf8');
  const scenario = expectOk(parseScenario(text), name);
  const hashes: string[] = [];
  const ended = await runScenario(scenario, {
    onStep: async (_, stage) => {
      hashes.push(toHex(stage.appHash()));
      await Promise.resolve();
    },
  });
  const failure = expectOk(ended, name)?.failure;
  if (failure !== undefined) throw new Error(`${name}: ${failure.message.en}`);
  golden[name] = hashes;
}
await writeFile(path.join(folder, 'golden.json'), `${JSON.stringify(golden, undefined, 2)}\n`);
