import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { openVault, type Vault } from '@madang/vault';
import type { Arguments, Command } from '../command.ts';
import { isFounded } from '../data/found.ts';
import { readKeyFile } from '../data/key-file.ts';
import { type Layout, layoutOf, secretFile } from '../data/layout.ts';
import { openCity } from '../server/open-city.ts';
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
  const since = given.has('replace') ? await erasedIn(layout) : ok([]);
  if (!since.ok) return since;
  if (given.has('replace')) moveAside(layout.folder);
  const usable = mustBeNew(layout.folder);
  if (!usable.ok) return usable;
  mkdirSync(layout.folder, { recursive: true, mode: 0o700 });
  copyFolder(source, layout.folder);
  const erased = await eraseAgain(layout, since.value);
  if (!erased.ok) return erased;
  terminal.say(
    terminal.language === 'ko'
      ? `${layout.folder} 에 되살렸습니다. 다시 지운 파일 ${String(erased.value)}개.`
      : `Restored to ${layout.folder}; ${String(erased.value)} deposits were erased again.`,
  );
  return ok(0);
}

/** What was erased according to a folder that is about to be replaced. */
async function erasedIn(layout: Layout): Promise<Result<readonly Uint8Array[], CommandError>> {
  if (!isFounded(layout)) return ok([]);
  const opened = await openCity({ layout, now: Date.now });
  if (!opened.ok) return opened;
  try {
    return ok(await opened.value.erasures());
  } finally {
    await opened.value.close();
  }
}

async function eraseAgain(
  layout: Layout,
  deposits: readonly Uint8Array[],
): Promise<Result<number, CommandError>> {
  const key = readKeyFile(secretFile(layout, 'vault'), 'aes-256');
  if (!key.ok) return key;
  const vault: Vault = await openVault({
    folder: layout.vault,
    masterKey: key.value,
    now: Date.now,
  });
  try {
    return ok(await vault.reapplyErasures(deposits));
  } finally {
    await vault.close();
  }
}

function moveAside(folder: string): void {
  if (existsSync(folder)) renameSync(folder, `${folder}.replaced-${String(Date.now())}`);
}

function noBackup(folder: string): CommandError {
  return commandError(
    'NO_BACKUP',
    `${folder} is not a whole backup.`,
    `${folder} 는 온전한 백업이 아닙니다.`,
  );
}
