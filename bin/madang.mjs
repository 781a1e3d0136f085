#!/usr/bin/env node
// The command line of the ledger: `npx madang ...`.
import path from 'node:path';
import { prepare, root, runMain, runSteps } from './bootstrap.mjs';

await runMain(async () => {
  const node = await prepare();
  const main = path.join(root, 'apps/madang/src/main.ts');
  return runSteps(node, [[main, ...process.argv.slice(2)]]);
});
