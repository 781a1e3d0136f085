#!/usr/bin/env node
// The command line of the ledger: `npx madang ...`.
import path from 'node:path';
import { prepare, root, runMain, runSteps } from './bootstrap.mjs';

await runMain(async () => {
  const node = await prepare();
  const main = path.join(root, 'apps/madang/src/main.ts');
  const args = process.argv.slice(2);
  const steps = [[main, ...args]];
  // What serves pages builds them first.
  const isServing = args[0] === 'network' && args[1] === 'up';
  if (isServing) steps.unshift([path.join(root, 'tools/build-web.ts')]);
  return runSteps(node, steps, args[0] === 'verify' ? 'little' : 'much');
});
