import fs from 'node:fs';
import path from 'node:path';
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import { graphRules } from './graph-rules.ts';
import { root } from './steps.ts';

const FOLDERS = ['packages', 'services', 'apps', 'tools', 'bench', 'soak', 'test'];

/** Every import below `baseDir` that the rules forbid. */
export async function graphViolations(baseDir: string): Promise<readonly IViolation[]> {
  const folders = FOLDERS.filter((folder) => fs.existsSync(path.join(baseDir, folder)));
  if (folders.length === 0) return [];
  const { output } = await cruise(folders, {
    baseDir,
    validate: true,
    ruleSet: { forbidden: [...graphRules] },
    exclude: { path: ['/dist/', '/fixture/'] },
    doNotFollow: { path: ['node_modules'] },
    // Sees `import type` too, which leaves nothing behind in the program.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css', '.d.ts'],
    },
    combinedDependencies: true,
  });
  return isResult(output) ? output.summary.violations : [];
}

function isResult(output: ICruiseResult | string): output is ICruiseResult {
  return typeof output !== 'string';
}

function sentence(violation: IViolation): string {
  const way = violation.cycle?.map((step) => step.name).join(' -> ') ?? violation.to;
  return `${violation.from} -> ${way}: ${violation.rule.name}`;
}

if (import.meta.main) {
  const violations = await graphViolations(root);
  for (const line of new Set(violations.map(sentence))) process.stdout.write(`${line}\n`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
