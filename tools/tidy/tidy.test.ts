import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rules as ownRules } from '../lint/src/index.ts';
import { definedErrors } from './defined-errors.ts';
import { docCommentProblems } from './doc-comments.ts';
import { errorLockProblems, errorPageProblems } from './errors.ts';
import { forbiddenTextProblems } from './forbidden-text.ts';
import { manifestProblems } from './manifests.ts';
import { markdownProblems } from './markdown.ts';
import { nameProblems } from './names.ts';
import { serviceShapeProblems, transactionProblems } from './services.ts';
import { sizeProblems } from './sizes.ts';
import suppressed from './suppressions.json' with { type: 'json' };
import { suppressionProblems } from './suppressions.ts';
import { trackedFiles } from './tracked-files.ts';
import { readLock } from './update-error-lock.ts';

/** Files that may be larger than a megabyte. */
const LARGE_FILES: readonly string[] = [];
/** Files that hold forbidden text because they speak about it. */
const TEXT_EXEMPT = [
  'LICENSE',
  'package-lock.json',
  'tools/tidy/forbidden-text.ts',
  'tools/tidy/checkers.test.ts',
];

const root = path.dirname(path.dirname(import.meta.dirname));
const files = trackedFiles(root);

/** Fails with every problem on a line of its own. */
function expectNone(problems: readonly string[]): void {
  if (problems.length > 0) expect.fail(`\n${problems.join('\n')}`);
}

describe('the tree', () => {
  it('has services in the form that all services have', () => {
    expectNone(serviceShapeProblems(files));
  });

  it('names each transaction in the README of its service and in a test', () => {
    expectNone(transactionProblems(files));
  });

  it('has names that say something', () => {
    expectNone(nameProblems(files));
  });

  it('has files of a size that one head holds', () => {
    expectNone(sizeProblems(files, LARGE_FILES));
  });

  it('describes every exported function', () => {
    expectNone(docCommentProblems(files));
  });

  it('speaks of no machine and leaves nothing undone', () => {
    expectNone(forbiddenTextProblems(files, TEXT_EXEMPT));
  });

  it('has documents with one title each and links that lead somewhere', () => {
    expectNone(markdownProblems(files));
  });

  it('pins every version', () => {
    expectNone(manifestProblems(files));
  });

  it('switches off no more checks than before, and says why for each', () => {
    const own = files.filter((file) => file.path !== 'tools/tidy/checkers.test.ts');
    expectNone(suppressionProblems(own, suppressed.count));
  });

  it('has a page and a test for each of its own lint rules', () => {
    const rules = files.flatMap(
      (file) => /^tools\/lint\/docs\/(.+)\.md$/.exec(file.path)?.[1] ?? [],
    );
    const tests = files.flatMap(
      (file) => /^tools\/lint\/test\/(.+)\.test\.ts$/.exec(file.path)?.[1] ?? [],
    );
    expect(rules.toSorted()).toEqual(Object.keys(ownRules).toSorted());
    expect(tests).toEqual(expect.arrayContaining(rules));
  });
});

describe('the errors', () => {
  let errors: Awaited<ReturnType<typeof definedErrors>> = [];
  beforeAll(async () => {
    errors = await definedErrors(root, files);
  });

  it('keep the numbers that they once got', () => {
    expectNone(errorLockProblems(errors, readLock(path.join(root, 'errors.lock.json'))));
  });

  it('are described in docs/errors.md', () => {
    const page = path.join(root, 'docs/errors.md');
    const text = fs.existsSync(page) ? fs.readFileSync(page, 'utf8') : '';
    expectNone(errorPageProblems(errors, text));
  });
});
