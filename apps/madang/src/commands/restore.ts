import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { openStore } from '@madang/node';
import type { Arguments, Command } from '../command.ts';
import { type Layout, layoutOf } from '../data/layout.ts';
import { type KnownVotes, voteAfterRestore } from '../network/vote-after-restore.ts';
import { notedErasures } from '../server/erasures.ts';
import { nodeFailure } from '../server/open-city.ts';
import { openVaultOf } from '../server/open-vault.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { BACKUP_MARK, copyFolder, mustBeNew } from './backup.ts';
import { givenLayout, ledgerFolderOption } from './given-folder.ts';

/** `madang restore`: makes a data folder from a backup and erases again what was erased since. */
export const restore: Command = {
  name: 'restore',
  operands: 'BACKUP',
  summary: {
    en: 'Makes a data folder from a backup; what was erased from the vault stays erased.',
    ko: '백업에서 데이터 폴더를 되살립니다. 보관함에서 지운 것은 지워진 채로 둡니다.',
  },
  options: [
    ledgerFolderOption,
    {
      name: 'replace',
      help: {
        en: 'moves a data folder that is there aside, after reading its erasures',
        ko: '기존 데이터 폴더를 (삭제 기록을 읽은 뒤) 옆으로 옮깁니다',
      },
    },
    {
      name: 'signed-to',
      value: 'HEIGHT',
      help: {
        en: 'a validator of a network: the newest block on which it may have voted, where neither the old folder nor another node says so',
        ko: '네트워크의 검증 노드: 투표했을 수 있는 가장 높은 블록(기존 폴더도 다른 노드도 알려 주지 못할 때)',
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
  const layout = givenLayout(given);
  if (!existsSync(path.join(source, BACKUP_MARK))) return fail(noBackup(source));
  const signedTo = heightOf(given.value('signed-to'));
  if (!signedTo.ok) return signedTo;
  const isReplaced = given.has('replace') && existsSync(layout.folder);
  const erasures = isReplaced ? await erasedIn(layout) : erasedInNone(layout);
  if (!erasures.ok) return erasures;
  // Made beside and moved into place: a restore that is cut short leaves everything as it was.
  const unfinished = layoutOf(`${layout.folder}.unfinished`);
  const made = await makeFrom(source, unfinished, {
    erasures: erasures.value,
    ...(isReplaced ? { replaced: layout } : {}),
    ...(signedTo.value === undefined ? {} : { signedTo: signedTo.value }),
  });
  if (!made.ok) return made;
  if (existsSync(layout.folder)) moveAside(layout.folder);
  renameSync(unfinished.folder, layout.folder);
  sayRestored(terminal, layout, made.value);
  return ok(0);
}

/** What happened since a backup and must not be undone by it. */
interface SinceBackup extends KnownVotes {
  /** Deposits of the vault. */
  readonly erasures: readonly Uint8Array[];
}

interface Restored {
  readonly erased: number;
  /** The first block on which a validator votes; absent: it is none. */
  readonly votesFrom: number | undefined;
}

async function makeFrom(
  source: string,
  unfinished: Layout,
  since: SinceBackup,
): Promise<Result<Restored, CommandError>> {
  rmSync(unfinished.folder, { recursive: true, force: true });
  mkdirSync(unfinished.folder, { recursive: true, mode: 0o700 });
  copyFolder(source, unfinished.folder);
  const erased = await eraseAgain(unfinished, since.erasures);
  if (!erased.ok) return erased;
  const votesFrom = await voteAfterRestore(unfinished, since);
  return votesFrom.ok ? ok({ erased: erased.value, votesFrom: votesFrom.value }) : votesFrom;
}

function sayRestored(terminal: Terminal, { folder }: Layout, restored: Restored): void {
  const { erased, votesFrom } = restored;
  terminal.say(
    terminal.language === 'ko'
      ? `${folder} 에 되살렸습니다. 다시 지운 파일 ${String(erased)}개.`
      : `Restored to ${folder}; ${String(erased)} deposits were erased again.`,
  );
  if (votesFrom !== undefined) sayVotes(terminal, votesFrom);
}

function sayVotes({ language, say }: Terminal, height: number): void {
  say(
    language === 'ko'
      ? `이 검증 노드는 블록 ${String(height)}부터 투표하므로 같은 블록에 두 번 투표하지 않습니다.`
      : `This validator votes from block ${String(height)} on, so that it votes on none twice.`,
  );
}

/** A height that was typed. Fails with `OPTION_NOT_VALID`. */
function heightOf(typed: string | undefined): Result<number | undefined, CommandError> {
  if (typed === undefined) return ok(undefined);
  if (/^[0-9]{1,15}$/.test(typed)) return ok(Number(typed));
  return fail(
    commandError(
      'OPTION_NOT_VALID',
      `--signed-to takes the height of a block, not ${typed}.`,
      `--signed-to 에는 블록 높이를 지정합니다: ${typed}`,
    ),
  );
}

/** There is nothing that could be replaced. */
function erasedInNone({ folder }: Layout): Result<readonly Uint8Array[], CommandError> {
  const usable = mustBeNew(folder);
  return usable.ok ? ok([]) : usable;
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
