import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { folderTiles, openStore, type Store, webTiles } from '@madang/node';
import type { Arguments, Command } from '../command.ts';
import { nodeFailure } from '../server/open-city.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { givenLedger, ledgerFolderOption } from './given-folder.ts';

/** So many entries stay in the database unless another number is given. */
const KEEP_ENTRIES = 1_000_000;

/** `madang archive`: moves the older part of the log into files, or brings it in from a mirror. */
export const archive: Command = {
  name: 'archive',
  operands: '',
  summary: {
    en: 'Moves old entries and hashes of the log out of the database into static files (C2SP tlog-tiles), or brings them in from a mirror; the server must be stopped.',
    ko: '원장의 오래된 기록과 해시를 데이터베이스에서 정적 파일(C2SP tlog-tiles)로 옮기거나 사본에서 가져옵니다. 서버를 먼저 멈춰야 합니다.',
  },
  options: [
    ledgerFolderOption,
    {
      name: 'keep',
      value: 'ENTRIES',
      help: {
        en: `entries that stay (${String(KEEP_ENTRIES)})`,
        ko: `남겨 둘 기록 수 (${String(KEEP_ENTRIES)})`,
      },
    },
    {
      name: 'from',
      value: 'MIRROR',
      help: {
        en: 'brings in what a node that began from a snapshot lacks: a folder, or an address such as https://HOST/log',
        ko: '스냅숏에서 시작한 노드에 없는 부분을 가져옵니다. 폴더 또는 https://HOST/log 같은 주소',
      },
    },
  ],
  count: { min: 0, max: 0 },
  run: runArchive,
};

async function runArchive(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const keep = given.value('keep') ?? String(KEEP_ENTRIES);
  if (!/^[0-9]{1,15}$/.test(keep)) return fail(notANumber(keep));
  const found = givenLedger(given);
  if (!found.ok) return found;
  const layout = found.value;
  const store = await openStore({ folder: layout.ledger }, undefined);
  if (!store.ok) return fail(nodeFailure(store.error));
  try {
    const from = given.value('from');
    const written = await (from === undefined
      ? store.value.archive(Number(keep))
      : bringIn(store.value, from));
    if (!written.ok) return fail(nodeFailure(written.error));
    say(terminal, written.value, path.join(layout.ledger, 'archive'));
    return ok(0);
  } finally {
    await store.value.close();
  }
}

function bringIn(store: Store, from: string): ReturnType<Store['takeHistory']> {
  return store.takeHistory(/^https?:/.test(from) ? webTiles(from) : folderTiles(from));
}

function say(terminal: Terminal, count: number, folder: string): void {
  terminal.say(
    terminal.language === 'ko'
      ? `${folder} 에 파일 ${String(count)}개를 썼습니다.`
      : `Wrote ${String(count)} files to ${folder}.`,
  );
}

function notANumber(given: string): CommandError {
  return commandError(
    'USAGE',
    `--keep takes a number of entries, not ${given}.`,
    `--keep 에는 기록 수를 지정합니다: ${given}`,
  );
}
