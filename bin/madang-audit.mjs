#!/usr/bin/env node
// The independent verifier: `npx madang-audit FILE`.
import path from 'node:path';
import { prepare, root, runMain, runSteps } from './bootstrap.mjs';

await runMain(async () => {
  const node = await prepare();
  const audit = path.join(root, 'apps/audit/madang-audit.mjs');
  return runSteps(node, [[audit, ...process.argv.slice(2)]], 'little');
});
