import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { openStore } from '@madang/node';
import type { Arguments, Command } from '../command.ts';
import { writeWhole } from '../data/found.ts';
import { nodeFailure } from '../server/open-city.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { givenLedger, ledgerFolderOption } from './given-folder.ts';

/** The file that is written last into a backup: without it the backup was cut short. */
export const BACKUP_MARK = 'BACKUP';

/** `madang backup`: copies a data folder while no server uses it. */
export const backup: Command = {
  name: 'backup',
  operands: 'DEST',
  summary: {
    en: 'Copies the ledger, the vault and all secrets into a new folder; the server must be stopped.',
    ko: '원장과 보관함, 비밀 키를 새 폴더로 복사합니다. 서버를 먼저 멈춰야 합니다.',
  },
  options: [ledgerFolderOption],
  count: { min: 1, max: 1 },
  run: runBackup,
};

async function runBackup(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const destination = path.resolve(given.positionals[0] ?? '');
  const found = givenLedger(given);
  if (!found.ok) return found;
  const layout = found.value;
  if (isInside(destination, layout.folder)) return fail(inside(destination));
  const usable = mustBeNew(destination);
  if (!usable.ok) return usable;
  // While the store is open here nobody else writes, so that all copies are of one moment.
  const store = await openStore({ folder: layout.ledger }, undefined);
  if (!store.ok) return fail(nodeFailure(store.error));
  try {
    mkdirSync(destination, { recursive: true, mode: 0o700 });
    copyFolder(layout.folder, destination);
    const { height, logSize } = store.value.head();
    writeWhole(
      path.join(destination, BACKUP_MARK),
      `height ${String(height)}, entries ${String(logSize)}\n`,
    );
    terminal.say(
      terminal.language === 'ko'
        ? `${destination} 에 복사했습니다. 높이 ${String(height)}. 비밀 키가 들어 있으니 안전하게 보관하십시오.`
        : `Copied to ${destination} at height ${String(height)}. It holds secrets: keep it safe.`,
    );
    return ok(0);
  } finally {
    await store.value.close();
  }
}

function isInside(folder: string, parent: string): boolean {
  const way = path.relative(parent, folder);
  return !way.startsWith('..') && !path.isAbsolute(way);
}

function inside(folder: string): CommandError {
  return commandError(
    'BACKUP_INSIDE',
    `${folder} is in the data folder itself; name a folder elsewhere.`,
    `${folder} 는 데이터 폴더 안에 있습니다. 다른 곳의 폴더를 지정하십시오.`,
  );
}

/** A destination that is not there yet, or is an empty folder. */
export function mustBeNew(folder: string): Result<void, CommandError> {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return ok(undefined);
  return fail(
    commandError(
      'FOLDER_NOT_EMPTY',
      `${folder} is there already; name a new folder.`,
      `${folder} 가 이미 있습니다. 새 폴더를 지정하십시오.`,
    ),
  );
}

/** Views are left out: they are computed from the log again. */
export function copyFolder(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    if (name.startsWith('views.sqlite') || name === BACKUP_MARK) continue;
    cpSync(path.join(from, name), path.join(to, name), {
      recursive: true,
      preserveTimestamps: true,
      filter: (source) => path.basename(source) !== 'lock.mdb',
    });
  }
}
