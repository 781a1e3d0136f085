import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './steps.ts';
import { ownErrors } from './types.ts';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'types-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** What the compiler says of these files in a project that extends one of ours. */
function messages(parent: string, files: Readonly<Record<string, string>>): string[] {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  const project = path.join(folder, 'tsconfig.json');
  const settings = { extends: path.join(root, parent), include: ['own/*.ts'], exclude: [] };
  fs.writeFileSync(project, JSON.stringify(settings));
  return ownErrors(project).map((error) => ts.flattenDiagnosticMessageText(error.messageText, ' '));
}

describe('ownErrors', () => {
  it('reports the errors of files that the project names, not of those that it imports', () => {
    const files = {
      'own/a.ts': "import { b } from '../other/b.ts';\nexport const a: string = b;",
      'other/b.ts': 'export const b: number = undefined;',
    };
    expect(messages('tsconfig.chain.json', files)).toEqual([
      "Type 'number' is not assignable to type 'string'.",
    ]);
  });

  it('takes a project without files as one without errors', () => {
    expect(messages('tsconfig.chain.json', {})).toEqual([]);
  });
});

describe('the world of the chain', () => {
  it.each([
    'process',
    'fetch',
    'setTimeout',
    'Buffer',
    'performance',
    'crypto',
    'TextEncoder',
    'structuredClone',
    'URL',
    'queueMicrotask',
    'document',
    'console',
  ])('knows no %s', (name) => {
    const found = messages('tsconfig.chain.json', {
      'own/a.ts': `export const a: unknown = ${name};`,
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`'${name}'`);
  });

  it.each([
    'enum A { B }',
    'namespace A { export const b = 1; }',
    'class A { constructor(readonly b: 1) {} }',
  ])('takes no syntax that type stripping would have to rewrite: %s', (text) => {
    expect(messages('tsconfig.chain.json', { 'own/a.ts': `export ${text}` })).not.toEqual([]);
  });
});
