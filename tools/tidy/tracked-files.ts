import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** One file under version control. Paths are relative to the checkout, with forward slashes. */
export type TrackedFile = {
  readonly path: string;
  readonly sizeBytes: number;
  /** Empty for files that hold a zero byte: pictures, fonts, compressed data. */
  readonly text: string;
};

/** What `git ls-files` names and is there. */
export function trackedFiles(root: string): readonly TrackedFile[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  return listed.split('\0').flatMap((name) => {
    const file = path.join(root, name);
    // A file deleted but not yet committed is still listed; a link is judged where it points.
    if (name === '' || !fs.existsSync(file) || !fs.lstatSync(file).isFile()) return [];
    const bytes = fs.readFileSync(file);
    return [{ path: name, sizeBytes: bytes.length, text: bytes.includes(0) ? '' : String(bytes) }];
  });
}

/** Our own code, tests included. */
export function isCode(file: TrackedFile): boolean {
  return /\.(ts|tsx|mjs|js)$/.test(file.path);
}

/** Tests and what only tests use. */
export function isTest(file: TrackedFile): boolean {
  return /(^|\/)test\/|\.test\.tsx?$/.test(file.path);
}

/** A number of a line, counted from one, for messages such as `a.ts:3`. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
