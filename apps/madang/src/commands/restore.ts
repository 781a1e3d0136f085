import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { openStore } from '@madang/node';
import type { Arguments, Command } from '../command.ts';
import { type Layout, layoutOf } from '../data/layout.ts';
import { notedErasures } from '../server/erasures.ts';
import { nodeFailure } from '../server/open-city.ts';
import { openVaultOf } from '../server/open-vault.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { BACKUP_MARK, copyFolder, mustBeNew } from './backup.ts';

/** `madang restore`: makes a data folder from a backup and erases again what was erased since. */
export const restore: Command = {
  name: 'restore',
  operands: 'BACKUP',
  summary: {
    en: 'Makes a data folder from a backup; what was erased from the vault stays erased.',
    ko: '백업에서 데이터 폴더를 되살립니다. 보관함에서 지운 것은 지워진 채로 둡니다.',
  },
  options: [
    {
      name: 'data',
      value: 'DIR',
      help: { en: 'data folder (.madang)', ko: '데이터 폴더 (.madang)' },
    },
    {
      name: 'replace',
      help: {
        en: 'moves a data folder that is there aside, after reading its erasures',
        ko: '기존 데이터 폴더를 (삭제 기록을 읽은 뒤) 옆으로 옮깁니다',
      },
    },
  ],
  count: { min: 1, max: 1 },
  run: runRestore,
};

async function runRestore(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const source = path.resolve(given.positionals[0] ?? '');
  const layout = layoutOf(path.resolve(given.value('data') ?? '.madang'));
  if (!existsSync(path.join(source, BACKUP_MARK))) return fail(noBackup(source));
  const isReplaced = given.has('replace') && existsSync(layout.folder);
  if (!isReplaced) {
    const usable = mustBeNew(layout.folder);
    if (!usable.ok) return usable;
  }
  const since = isReplaced ? await erasedIn(layout) : ok([]);
  if (!since.ok) return since;
  // Made beside and moved into place: a restore that is cut short leaves everything as it was.
  const unfinished = `${layout.folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  copyFolder(source, unfinished);
  const erased = await eraseAgain(layoutOf(unfinished), since.value);
  if (!erased.ok) return erased;
  if (existsSync(layout.folder)) moveAside(layout.folder);
  renameSync(unfinished, layout.folder);
  terminal.say(
    terminal.language === 'ko'
      ? `${layout.folder} 에 되살렸습니다. 다시 지운 파일 ${String(erased.value)}개.`
      : `Restored to ${layout.folder}; ${String(erased.value)} deposits were erased again.`,
  );
  return ok(0);
}

/**
 * What was erased according to a folder that is about to be replaced: by its vault, and by its
 * ledger where that can still be opened. While a server uses the folder nothing is read.
 */
async function erasedIn(layout: Layout): Promise<Result<readonly Uint8Array[], CommandError>> {
  if (!existsSync(layout.vault)) return ok([]);
  const store = existsSync(layout.ledger)
    ? await openStore({ folder: layout.ledger }, undefined)
    : undefined;
  try {
    if (store?.ok === false && store.error.code === 'NODE_FOLDER_IN_USE') {
      return fail(nodeFailure(store.error));
    }
    const vault = await openVaultOf(layout, Date.now);
    if (!vault.ok) return fail(erasuresUnknown(layout, vault.error));
    const erasures = await vault.value.erasures();
    await vault.value.close();
    const noted = store?.ok === true ? notedErasures(store.value.state()) : [];
    return ok([...erasures.map(({ deposit }) => deposit), ...noted]);
  } finally {
    if (store?.ok === true) await store.value.close();
  }
}

function erasuresUnknown({ folder }: Layout, { code, message }: CommandError): CommandError {
  return commandError(
    code,
    `${message.en} What was erased since the backup cannot be read; to restore without it, move ${folder} away yourself.`,
    `${message.ko} 백업 뒤에 지운 것을 알 수 없습니다. 그래도 되살리려면 ${folder} 를 직접 옮기십시오.`,
  );
}

async function eraseAgain(
  layout: Layout,
  deposits: readonly Uint8Array[],
): Promise<Result<number, CommandError>> {
  const vault = await openVaultOf(layout, Date.now);
  if (!vault.ok) return vault;
  try {
    return ok(await vault.value.reapplyErasures(deposits));
  } finally {
    await vault.value.close();
  }
}

function moveAside(folder: string): void {
  renameSync(folder, `${folder}.replaced-${String(Date.now())}`);
}

function noBackup(folder: string): CommandError {
  return commandError(
    'NO_BACKUP',
    `${folder} is not a whole backup.`,
    `${folder} 는 온전한 백업이 아닙니다.`,
  );
}
