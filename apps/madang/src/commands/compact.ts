import { fail, ok, type Result } from '@madang/base';
import { compactStore } from '@madang/node';
import type { Arguments, Command } from '../command.ts';
import { nodeFailure } from '../server/open-city.ts';
import type { CommandError, Terminal } from '../terminal.ts';
import { givenLedger, ledgerFolderOption } from './given-folder.ts';

/** `madang compact`: gives back to the disk what the database no longer uses. */
export const compact: Command = {
  name: 'compact',
  operands: '',
  summary: {
    en: 'Writes the database of the ledger anew, without the room that nothing uses any more; the server must be stopped.',
    ko: '원장 데이터베이스를 새로 써서 쓰지 않는 공간을 돌려줍니다. 서버를 먼저 멈춰야 합니다.',
  },
  options: [ledgerFolderOption],
  count: { min: 0, max: 0 },
  run: runCompact,
};

async function runCompact(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const found = givenLedger(given);
  if (!found.ok) return found;
  const compacted = await compactStore(found.value.ledger);
  if (!compacted.ok) return fail(nodeFailure(compacted.error));
  const before = megabytes(compacted.value.bytesBefore);
  const after = megabytes(compacted.value.bytesAfter);
  terminal.say(
    terminal.language === 'ko'
      ? `데이터베이스가 ${before} MB 에서 ${after} MB 가 되었습니다.`
      : `The database had ${before} MB and has ${after} MB.`,
  );
  return ok(0);
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
