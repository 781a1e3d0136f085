import { fail, ok, type Result, toHex } from '@madang/base';
import { keyPairFromSeed, type Signer, signerFrom } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import type { Arguments, Command } from '../command.ts';
import { createKeyFile, protectKeyFile } from '../data/key-file.ts';
import { openSigner } from '../data/open-signer.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';

/** `madang key`: makes and shows signing keys. */
export const key: Command = {
  name: 'key',
  operands: 'new|show|protect FILE',
  summary: {
    en: 'Makes a signing key in a file, shows the public half of one, or puts a passphrase on it.',
    ko: '서명 키 파일을 만들거나, 공개 부분을 보여 주거나, 암호로 보호합니다.',
  },
  options: [],
  count: { min: 2, max: 2 },
  run: runKey,
};

async function runKey(given: Arguments, terminal: Terminal): Promise<Result<number, CommandError>> {
  const [what = '', file = ''] = given.positionals;
  if (what === 'protect') {
    const done = protectKeyFile(file);
    return done.ok ? ok(0) : done;
  }
  const pair = await signerOf(what, file);
  if (!pair.ok) return pair;
  const { suite, publicKey } = pair.value;
  terminal.say(`suite    ${suite}`);
  terminal.say(`key      ${toHex(publicKey)}`);
  terminal.say(`account  ${toHex(accountOf(suite, publicKey))}`);
  return ok(0);
}

async function signerOf(what: string, file: string): Promise<Result<Signer, CommandError>> {
  if (what === 'show') return openSigner(file);
  if (what === 'new') {
    const seed = createKeyFile(file, 'ed25519');
    return seed.ok ? ok(signerFrom(keyPairFromSeed(seed.value))) : seed;
  }
  return fail(
    commandError(
      'USAGE',
      'Usage: madang key new FILE, madang key show FILE, or madang key protect FILE',
      '사용법: madang key new 파일, madang key show 파일, 또는 madang key protect 파일',
    ),
  );
}
