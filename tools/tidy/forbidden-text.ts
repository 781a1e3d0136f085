import { isCode, lineAt, type TrackedFile } from './tracked-files.ts';

type Ban = {
  readonly pattern: RegExp;
  readonly why: string;
  readonly where?: (file: TrackedFile) => boolean;
};

const bans: readonly Ban[] = [
  {
    pattern: /\/\/[\w.-]*registry[\w.-]*|\bnpmjs\.(?:org|com)\b/g,
    why: 'names a package registry',
  },
  {
    pattern:
      /(?:(?<![\w.~}/-])|file:\/\/)\/(?:work|root|tmp|mnt|home\/[a-z]\w*|Users\/\w+)\/[\w.]/g,
    why: 'holds a path of one machine',
  },
  {
    pattern: /\b(?:FIXME|XXX|HACK)\b|\bTODO\b(?!\(#\d+\))/g,
    why: 'leaves work undone: do it, or write TODO(#issue)',
    where: isCode,
  },
  { pattern: /^(?:<{7}|={7}|>{7})(?: |$)/gm, why: 'holds a conflict of a merge' },
  { pattern: /\b(?:it|test|describe)\.only\(/g, why: 'runs one test only', where: isCode },
];

/** Text that must not be committed anywhere; `exempt` files speak about these words. */
export function forbiddenTextProblems(
  files: readonly TrackedFile[],
  exempt: readonly string[],
): string[] {
  return files
    .filter((file) => !exempt.includes(file.path))
    .flatMap((file) => bans.flatMap((ban) => banProblems(file, ban)));
}

function banProblems(file: TrackedFile, ban: Ban): string[] {
  if (ban.where !== undefined && !ban.where(file)) return [];
  return [...file.text.matchAll(ban.pattern)].map(
    ({ 0: found, index }) => `${file.path}:${lineAt(file.text, index)} ${ban.why}: ${found}`,
  );
}
