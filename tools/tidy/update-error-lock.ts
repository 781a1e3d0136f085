import fs from 'node:fs';
import path from 'node:path';
import { definedErrors } from './defined-errors.ts';
import { type ErrorNumbers, errorLockProblems, extendedLock } from './errors.ts';
import { trackedFiles } from './tracked-files.ts';

/** Adds errors to the lock that are not in it yet; says why not if any has changed. */
export async function updateErrorLock(root: string): Promise<readonly string[]> {
  const file = path.join(root, 'errors.lock.json');
  const found = await definedErrors(root, trackedFiles(root));
  const lock = extendedLock(found, readLock(file));
  const problems = errorLockProblems(found, lock);
  if (problems.length === 0) fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  return problems;
}

/** The committed numbers; none if nothing has been locked yet. */
export function readLock(file: string): ErrorNumbers {
  if (!fs.existsSync(file)) return {};
  const lock: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (typeof lock !== 'object' || lock === null) return {};
  return Object.fromEntries(
    Object.entries(lock).map(([name, code]: [string, unknown]) => [name, Number(code)]),
  );
}

if (import.meta.main) {
  const root = path.dirname(path.dirname(import.meta.dirname));
  const problems = await updateErrorLock(root);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
