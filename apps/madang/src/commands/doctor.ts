import { ok, type Result } from '@madang/base';
import type { Arguments, Command } from '../command.ts';
import { examine } from '../doctor/examine.ts';
import type { CommandError, Terminal } from '../terminal.ts';
import { givenLedger, ledgerFolderOption } from './given-folder.ts';

/** `madang doctor`: says what is wrong with a data folder; changes nothing. */
export const doctor: Command = {
  name: 'doctor',
  operands: '',
  summary: {
    en: 'Checks a data folder: keys, policy, vault, and the whole log by executing it again.',
    ko: '데이터 폴더의 키와 정책, 보관함을 살피고 원장을 처음부터 다시 실행해 봅니다.',
  },
  options: [
    ledgerFolderOption,
    { name: 'quick', help: { en: 'without executing the log again', ko: '다시 실행하지 않고' } },
  ],
  count: { min: 0, max: 0 },
  run: runDoctor,
};

async function runDoctor(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const found = givenLedger(given);
  if (!found.ok) return found;
  let wrong = 0;
  for await (const finding of examine(found.value, { isQuick: given.has('quick') })) {
    if (!finding.isRight) wrong += 1;
    const mark = finding.isRight ? 'ok ' : '!! ';
    terminal.say(`${mark} ${finding.words[terminal.language]}`);
  }
  return ok(wrong === 0 ? 0 : 1);
}
