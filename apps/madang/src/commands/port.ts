import { fail, ok, type Result } from '@madang/base';
import { type CommandError, commandError } from '../terminal.ts';

/** The port that was typed, or the usual one. */
export function portOf(text: string | undefined, usual: number): Result<number, CommandError> {
  const port = text === undefined ? usual : Number(text);
  if (/^[0-9]{1,5}$/.test(text ?? '0') && port <= 65_535) return ok(port);
  return fail(
    commandError(
      'PORT_NOT_VALID',
      'A port is a number from 0 to 65535.',
      '포트는 0에서 65535까지의 숫자입니다.',
    ),
  );
}
