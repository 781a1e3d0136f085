import { fail, ok, type Result } from '@madang/base';
import type { Arguments, Command } from '../command.ts';
import { emptyCity, gaon } from '../demo/gaon.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { foundIfNew } from './founding.ts';
import { givenLayout, ledgerFolderOption } from './given-folder.ts';

/** `madang init`: makes the keys, genesis and policy of a new ledger and starts nothing. */
export const init: Command = {
  name: 'init',
  operands: '',
  summary: {
    en: 'Makes a new ledger’s keys, genesis and trust policy; starts nothing.',
    ko: '새 원장의 키와 시작 정보, 신뢰 정책을 만들기만 합니다.',
  },
  options: [
    ledgerFolderOption,
    { name: 'empty', help: { en: 'without the demo city', ko: '체험 도시 없이' } },
  ],
  count: { min: 0, max: 0 },
  run: (given, terminal) => Promise.resolve(runInit(given, terminal)),
};

function runInit(given: Arguments, terminal: Terminal): Result<number, CommandError> {
  const layout = givenLayout(given);
  const founding = foundIfNew(layout, {
    plan: given.has('empty') ? emptyCity : gaon,
    timeMs: Date.now(),
    isDemoToFollow: false,
  });
  if (!founding.ok) return founding;
  founding.value.finish();
  if (!founding.value.isNew) {
    return fail(
      commandError(
        'LEDGER_EXISTS',
        `${layout.folder} has a ledger already.`,
        `${layout.folder} 에 이미 원장이 있습니다.`,
      ),
    );
  }
  for (const file of [layout.genesis, layout.policy, layout.secrets]) terminal.say(file);
  return ok(0);
}
