import path from 'node:path';
import { ok, type Result } from '@madang/base';
import type { Arguments, Option } from '../command.ts';
import { mustBeFounded } from '../data/city.ts';
import { type Layout, layoutOf } from '../data/layout.ts';
import type { CommandError } from '../terminal.ts';

/** `--data` of a command that works on one ledger. */
export const ledgerFolderOption: Option = {
  name: 'data',
  value: 'DIR',
  help: { en: 'data folder (.madang)', ko: '데이터 폴더 (.madang)' },
};

/** `--data` of a command that works on a node of a network. */
export const nodeFolderOption: Option = {
  name: 'data',
  value: 'DIR',
  help: { en: 'data folder of the node (.madang)', ko: '노드의 데이터 폴더 (.madang)' },
};

/** The folder that `--data` names, or the usual one; there may be nothing in it. */
export function givenLayout(given: Arguments): Layout {
  return layoutOf(path.resolve(given.value('data') ?? '.madang'));
}

/** The same, if there is a ledger in it. Fails as {@link mustBeFounded} does. */
export function givenLedger(given: Arguments): Result<Layout, CommandError> {
  const layout = givenLayout(given);
  const founded = mustBeFounded(layout);
  return founded.ok ? ok(layout) : founded;
}
