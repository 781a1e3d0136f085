import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import type { Arguments, Command } from '../command.ts';
import { folderState, missing } from '../data/city.ts';
import { isFounded } from '../data/found.ts';
import { type Layout, layoutOf } from '../data/layout.ts';
import { examine } from '../doctor/examine.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';

/** `madang doctor`: says what is wrong with a data folder; changes nothing. */
export const doctor: Command = {
  name: 'doctor',
  operands: '',
  summary: {
    en: 'Checks a data folder: keys, policy, vault, and the whole log by executing it again.',
    ko: '데이터 폴더의 키와 정책, 보관함을 살피고 원장을 처음부터 다시 실행해 봅니다.',
  },
  options: [
    {
      name: 'data',
      value: 'DIR',
      help: { en: 'data folder (.madang)', ko: '데이터 폴더 (.madang)' },
    },
    { name: 'quick', help: { en: 'without executing the log again', ko: '다시 실행하지 않고' } },
  ],
  count: { min: 0, max: 0 },
  run: runDoctor,
};

async function runDoctor(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const layout = layoutOf(path.resolve(given.value('data') ?? '.madang'));
  const founded = mustBeFounded(layout);
  if (!founded.ok) return founded;
  let wrong = 0;
  for await (const finding of examine(layout, { isQuick: given.has('quick') })) {
    if (!finding.isRight) wrong += 1;
    const mark = finding.isRight ? 'ok ' : '!! ';
    terminal.say(`${mark} ${finding.words[terminal.language]}`);
  }
  return ok(wrong === 0 ? 0 : 1);
}

/** Refuses a folder in which there is no whole ledger, or one without the file that names it. */
export function mustBeFounded(layout: Layout): Result<void, CommandError> {
  if (isFounded(layout)) return ok(undefined);
  const { folder } = layout;
  if (folderState(layout) === 'unnamed') return fail(missing(layout.city));
  return fail(
    commandError(
      'NO_LEDGER',
      `There is no ledger in ${folder}.`,
      `${folder} 에는 원장이 없습니다.`,
    ),
  );
}
