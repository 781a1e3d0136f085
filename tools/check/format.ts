import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isCode, trackedFiles } from '../tidy/tracked-files.ts';
import { formatter, root } from './steps.ts';
import { wrapComments } from './wrap-comments.ts';

// Mends what the step `format` of the check refuses, and comments that are too wide.
const paths = process.argv.slice(2);
for (const file of trackedFiles(root).filter(isCode)) {
  const isWanted = paths.length === 0 || paths.some((one) => file.path.startsWith(one));
  const wrapped = wrapComments(file.text);
  if (isWanted && wrapped !== file.text) fs.writeFileSync(path.join(root, file.path), wrapped);
}
const args = [formatter, 'check', '--write', ...paths];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
