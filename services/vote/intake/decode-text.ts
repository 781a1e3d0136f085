import { fail, fromUtf8, ok, type Result } from '@madang/base';
import { type Problem, problemOfFile } from './problem.ts';

export type Encoding = 'utf-8' | 'cp949';

/** The text of a file. */
export interface FileText {
  readonly encoding: Encoding;
  readonly text: string;
}

/** First bytes of a zip (xlsx), of an old xls, and of UTF-16. */
const OTHER_FORMATS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
  [0xff, 0xfe],
  [0xfe, 0xff],
];
const UTF8_MARK = '\uFEFF';

/**
 * The text of a file in UTF-8, or else in CP949, which every Korean spreadsheet writes. What
 * neither can read becomes U+FFFD, which is then a problem of its cell.
 */
export function decodeText(bytes: Uint8Array, asked?: Encoding): Result<FileText, Problem> {
  const isOther = OTHER_FORMATS.some((start) => start.every((byte, at) => bytes[at] === byte));
  if (isOther || bytes.includes(0)) {
    return fail(
      problemOfFile('ROLL-NOT-TEXT', {
        ko: '글자로 된 CSV 파일이 아닙니다. 엑셀에서 다른 이름으로 저장, CSV UTF-8을 골라 주세요.',
        en: 'This is no CSV text. In the spreadsheet choose Save as, CSV UTF-8.',
      }),
    );
  }
  const utf8 = asked === 'cp949' ? undefined : fromUtf8(bytes);
  if (utf8?.ok === true) return ok({ encoding: 'utf-8', text: withoutMark(utf8.value) });
  const encoding = asked ?? 'cp949';
  const decoder = new TextDecoder(encoding === 'cp949' ? 'euc-kr' : 'utf-8');
  return ok({ encoding, text: withoutMark(decoder.decode(bytes)) });
}

function withoutMark(text: string): string {
  return text.startsWith(UTF8_MARK) ? text.slice(1) : text;
}
