import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { fail, ok, type Result } from '@madang/base';
import { type CommandError, commandError } from '../terminal.ts';

/** Longest passphrase, bytes. */
const MAX_BYTES = 1_024;

/** What was given in this process: whoever starts a node types it once for all of its keys. */
let given: string | undefined;

/**
 * The passphrase of key files: of the file that `MADANG_PASSPHRASE_FILE` names (its first line), or
 * asked for once on the terminal, without echo. Never an argument: others see those. Fails with
 * `PASSPHRASE_NEEDED` where there is neither, and `PASSPHRASE_NOT_VALID` for an empty one.
 */
export function passphraseFor(file: string): Result<string, CommandError> {
  given ??= ask(`Passphrase of ${file}: `);
  if (given === undefined) return fail(needed(file));
  return given === '' ? fail(notValid()) : ok(given);
}

/** Forgets what was typed, so that it is asked again. */
export function forgetPassphrase(): void {
  given = undefined;
}

/**
 * The PIN of a token: the first line of the file that `MADANG_PIN_FILE` names, or typed. Fails with
 * `PIN_NEEDED`.
 */
export function pinFor(file: string): Result<string, CommandError> {
  const pin = ask(`PIN of the token of ${file}: `, 'MADANG_PIN_FILE') ?? '';
  return pin === '' ? fail(pinNeeded(file)) : ok(pin);
}

/**
 * A new passphrase: from the same file, or typed twice. Fails also with `PASSPHRASE_DIFFERS` where
 * the two are not the same.
 */
export function newPassphrase(file: string): Result<string, CommandError> {
  const first = ask(`New passphrase of ${file}: `);
  if (first === undefined) return fail(needed(file));
  if (first === '') return fail(notValid());
  const second = ask('Once more: ');
  return first === second ? ok(first) : fail(differs());
}

/** Of the file that a variable of the environment names, else of the terminal. */
function ask(question: string, variable = 'MADANG_PASSPHRASE_FILE'): string | undefined {
  const file = process.env[variable];
  return file === undefined ? fromTerminal(question) : fromFile(file);
}

function fromFile(file: string): string | undefined {
  try {
    if (statSync(file).size > MAX_BYTES) return '';
    return readFileSync(file, 'utf8').split(/\r?\n/)[0];
  } catch {
    return undefined;
  }
}

const TERMINAL = '/dev/tty';

/** Asks the person at the terminal, whatever the output goes to; nothing where nobody sits. */
function fromTerminal(question: string): string | undefined {
  let terminal: number;
  try {
    terminal = openSync(TERMINAL, 'r+');
  } catch {
    return undefined;
  }
  const stty = (word: string): boolean =>
    spawnSync('stty', [word], { stdio: [terminal, 'ignore', 'ignore'] }).status === 0;
  try {
    // Where the echo cannot be switched off, nothing is asked.
    if (!stty('-echo')) return undefined;
    writeSync(terminal, question);
    return readLine(terminal);
  } finally {
    stty('echo');
    writeSync(terminal, '\n');
    closeSync(terminal);
  }
}

function readLine(terminal: number): string {
  const bytes: number[] = [];
  const one = new Uint8Array(1);
  const NEWLINE = 10;
  while (bytes.length < MAX_BYTES && readSync(terminal, one) === 1) {
    const [byte = NEWLINE] = one;
    if (byte === NEWLINE) break;
    bytes.push(byte);
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function needed(file: string): CommandError {
  return commandError(
    'PASSPHRASE_NEEDED',
    `${file} is protected: start where it can be typed, or name a file with the passphrase in MADANG_PASSPHRASE_FILE.`,
    `${file} 은(는) 암호로 보호되어 있습니다. 암호를 입력할 수 있는 곳에서 시작하거나 MADANG_PASSPHRASE_FILE 로 암호 파일을 알려 주십시오.`,
  );
}

function pinNeeded(file: string): CommandError {
  return commandError(
    'PIN_NEEDED',
    `${file} is behind a token: start where its PIN can be typed, or name a file with it in MADANG_PIN_FILE.`,
    `${file} 은(는) 토큰에 있습니다. PIN을 입력할 수 있는 곳에서 시작하거나 MADANG_PIN_FILE 로 PIN 파일을 알려 주십시오.`,
  );
}

function notValid(): CommandError {
  return commandError(
    'PASSPHRASE_NOT_VALID',
    'A passphrase has 1 to 1024 bytes, on one line.',
    '암호는 한 줄, 1~1024바이트입니다.',
  );
}

function differs(): CommandError {
  return commandError(
    'PASSPHRASE_DIFFERS',
    'The two passphrases are not the same; nothing was changed.',
    '두 암호가 서로 다릅니다. 아무것도 바꾸지 않았습니다.',
  );
}
