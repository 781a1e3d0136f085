import path from 'node:path';

/** One part of `npm run check`: what it is called and which node arguments run it. */
export type Step = { readonly name: string; readonly args: readonly string[] };

/** The folder of the checkout. */
export const root = path.dirname(path.dirname(import.meta.dirname));

const at = (file: string): string => path.join(root, file);
const installed = (file: string): string => at(`node_modules/${file}`);

/** Biome checks both the layout of the code and the order of its imports. */
export const formatter = installed('@biomejs/biome/bin/biome');

/** All steps, slowest first: two run at a time. */
export const steps: readonly Step[] = [
  { name: 'lint', args: [installed('eslint/bin/eslint.js'), '.', '--max-warnings=0'] },
  { name: 'types of the node world', args: types('tsconfig.json') },
  { name: 'types of the chain', args: types('tsconfig.chain.json') },
  { name: 'types of the browser', args: types('tsconfig.web.json') },
  { name: 'types of the browser tests', args: types('tsconfig.webtest.json') },
  { name: 'types of the audit', args: types('tsconfig.audit.json') },
  { name: 'graph', args: [at('tools/check/graph.ts')] },
  {
    name: 'dead code',
    args: [installed('knip/bin/knip.js'), '--no-progress', '--no-config-hints'],
  },
  { name: 'tidy', args: [installed('vitest/vitest.mjs'), 'run', '--root', root, 'tools/tidy'] },
  { name: 'format', args: [formatter, 'check', '--colors=off'] },
];

function types(project: string): string[] {
  return [at('tools/check/types.ts'), project];
}
