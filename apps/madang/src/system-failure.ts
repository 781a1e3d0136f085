import { type Failed, fail } from '@madang/base';
import { type CommandError, commandError } from './terminal.ts';

/**
 * What a failure of the operating system is to the person at the keyboard. Anything else that was
 * thrown is a mistake in this program and is thrown on, with its trace.
 */
export function systemFailure(thrown: unknown): Failed<CommandError> {
  const code = isFullDatabase(thrown) ? 'ENOSPC' : codeOf(thrown);
  const place = thrown instanceof Error && 'path' in thrown ? String(thrown.path) : '';
  const words = SYSTEM_WORDS.get(code) ?? otherWords(thrown, code);
  if (words === undefined) throw thrown;
  const [name, en, ko] = words;
  const where = place === '' ? '' : ` (${place})`;
  return fail(commandError(name, `${en}${where}.`, `${ko}${where}.`));
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

/** SQLite's result code for a full disk. */
const SQLITE_FULL = 13;

function isFullDatabase(thrown: unknown): boolean {
  return thrown instanceof Error && 'errcode' in thrown && thrown.errcode === SQLITE_FULL;
}

/** Everything else that the operating system refused. */
function otherWords(thrown: unknown, code: string): FailureWords | undefined {
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !/^E[A-Z0-9]+$/.test(code)) {
    return undefined;
  }
  const what = `${String(thrown.syscall)}: ${code}`;
  return [
    'SYSTEM_FAILED',
    `The operating system refused this (${what})`,
    `운영 체제가 거절했습니다(${what})`,
  ];
}

/** Code and sentence, without its end: the place stands before it. */
type FailureWords = readonly [code: string, en: string, ko: string];

const SYSTEM_WORDS: ReadonlyMap<string, FailureWords> = new Map([
  [
    'ENOSPC',
    [
      'DISK_FULL',
      'The disk is full; make room and try again, nothing is lost',
      '디스크가 가득 찼습니다. 공간을 만들고 다시 하십시오. 잃은 것은 없습니다',
    ],
  ],
  [
    'EDQUOT',
    [
      'DISK_FULL',
      'The disk quota is used up; nothing is lost',
      '디스크 할당량을 모두 썼습니다. 잃은 것은 없습니다',
    ],
  ],
  [
    'EACCES',
    [
      'NOT_ALLOWED',
      'This account may not read or write that',
      '이 계정에는 읽거나 쓸 권한이 없습니다',
    ],
  ],
  ['EPERM', ['NOT_ALLOWED', 'This account may not do that', '이 계정에는 그 권한이 없습니다']],
  ['EROFS', ['READ_ONLY', 'The disk is read-only', '디스크가 읽기 전용입니다']],
  [
    'ENOTDIR',
    ['NOT_A_FOLDER', 'A part of the path is not a folder', '경로의 일부가 폴더가 아닙니다'],
  ],
  ['EEXIST', ['EXISTS', 'Something is there already', '이미 다른 것이 있습니다']],
]);
