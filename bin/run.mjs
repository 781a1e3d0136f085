#!/usr/bin/env node
// Every npm script goes through here: install what is missing, then run under Node 24.
import fs from 'node:fs';
import path from 'node:path';
import { prepare, root, runMain, runSteps, StartError } from './bootstrap.mjs';

/** What each script runs: one list of node arguments per step. */
const commands = {
  start: (args) => [[at('tools/build-web.ts')], [at('apps/madang/src/main.ts'), 'start', ...args]],
  test: (args) => [[at('node_modules/vitest/vitest.mjs'), 'run', '--root', root, ...args]],
  check: (args) => [[at('tools/check/main.ts'), ...args]],
  format: (args) => [[at('tools/check/format.ts'), ...args]],
  bench: (args) => [named('bench', 'benchmark', args)],
  sim: (args) => [[at('packages/testkit/src/sim.ts'), ...args]],
  soak: (args) => (args[0] === undefined ? all('soak') : [named('soak', 'soak test', args)]),
};

await runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
  if (command === undefined) {
    const known = Object.keys(commands).join(', ');
    throw new StartError(`There is no command ${name ?? '(none given)'}; there are: ${known}.`);
  }
  const steps = command(args);
  const missing = steps.map(([file]) => file).find((file) => isOwn(file) && !fs.existsSync(file));
  if (missing !== undefined) {
    throw new StartError(
      `The command ${name} needs ${path.relative(root, missing)}, which is not here.`,
    );
  }
  return runSteps(await prepare(), steps);
});

function at(file) {
  return path.join(root, file);
}

function isOwn(file) {
  return !file.startsWith(at('node_modules'));
}

function scriptNames(folder) {
  const files = fs.existsSync(at(folder)) ? fs.readdirSync(at(folder)) : [];
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort();
}

function named(folder, noun, [name, ...args]) {
  const known = scriptNames(folder);
  if (!known.includes(name)) {
    const list = known.length === 0 ? 'none yet' : known.join(', ');
    throw new StartError(`There is no ${noun} ${name ?? '(none given)'}; there are: ${list}.`);
  }
  return [at(`${folder}/${name}.ts`), ...args];
}

function all(folder) {
  return scriptNames(folder).map((name) => [at(`${folder}/${name}.ts`)]);
}
