import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fail, ok, type Result, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { type CommandError, commandError } from '../terminal.ts';

/**
 * The folder of a node's unix sockets, made if it is not there: only its owner can enter it. An
 * address of a socket has at most 107 bytes, so it cannot lie in a data folder of any depth; it has
 * one place for each data folder, so that nothing is left behind by one that was killed.
 */
export function socketFolder(dataFolder: string): Result<string, CommandError> {
  const name = `madang-${toHex(sha256(utf8(dataFolder))).slice(0, 16)}`;
  const folder = path.join(os.tmpdir(), name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(folder);
  const isOurs = process.getuid === undefined || uid === process.getuid();
  if (!lstatSync(folder).isDirectory() || !isOurs) {
    return fail(
      commandError(
        'SOCKETS_NOT_OURS',
        `${folder} belongs to somebody else; remove it, this node keeps its sockets there.`,
        `${folder} 의 주인이 다릅니다. 이 노드가 소켓을 두는 곳이므로 지우고 다시 시작하십시오.`,
      ),
    );
  }
  chmodSync(folder, 0o700);
  return ok(folder);
}
