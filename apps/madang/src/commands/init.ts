import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import type { Arguments, Command } from '../command.ts';
import { folderState, missing } from '../data/city.ts';
import { foundLedger } from '../data/found.ts';
import { type Layout, layoutOf } from '../data/layout.ts';
import { emptyCity, gaon } from '../demo/gaon.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';

/** `madang init`: makes the keys, genesis and policy of a new ledger and starts nothing. */
export const init: Command = {
  name: 'init',
  operands: '',
  summary: {
    en: 'Makes a new ledger’s keys, genesis and trust policy; starts nothing.',
    ko: '새 원장의 키와 시작 정보, 신뢰 정책을 만들기만 합니다.',
  },
  options: [
    {
      name: 'data',
      value: 'DIR',
      help: { en: 'data folder (.madang)', ko: '데이터 폴더 (.madang)' },
    },
    { name: 'empty', help: { en: 'without the demo city', ko: '체험 도시 없이' } },
  ],
  count: { min: 0, max: 0 },
  run: (given, terminal) => Promise.resolve(runInit(given, terminal)),
};

function runInit(given: Arguments, terminal: Terminal): Result<number, CommandError> {
  const layout = layoutOf(path.resolve(given.value('data') ?? '.madang'));
  const founded = foundIfNew(layout, given.has('empty'), Date.now());
  if (!founded.ok) return founded;
  if (!founded.value) {
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

/** Founds a ledger in a new folder; true if it did. A folder of something else is left alone. */
export function foundIfNew(
  layout: Layout,
  isEmpty: boolean,
  timeMs: number,
): Result<boolean, CommandError> {
  const state = folderState(layout);
  if (state === 'ledger') return ok(false);
  if (state === 'unnamed') return fail(missing(layout.city));
  if (state === 'other') {
    return fail(
      commandError(
        'DATA_NOT_OURS',
        `${layout.folder} holds other things than a ledger; choose another folder with --data.`,
        `${layout.folder} 폴더에 원장이 아닌 것이 있습니다. --data 로 다른 폴더를 고르십시오.`,
      ),
    );
  }
  const founded = foundLedger(layout, isEmpty ? emptyCity : gaon, timeMs);
  return founded.ok ? ok(true) : founded;
}
