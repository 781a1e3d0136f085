import {
  decode,
  encodeKnown,
  equalBytes,
  fail,
  list,
  ok,
  type Result,
  record,
  text,
  utf8,
} from '@madang/base';
import {
  type DossierPart,
  decodeReceipt,
  decodeTransaction,
  dossierReader,
  encodeReceipt,
  type Receipt,
} from '@madang/protocol';
import { opening as openingCodec, proof } from '@madang/services/document/proof/index.ts';
import { piecesOf, unreadable } from '../files.ts';
import { fromClient } from '../remote.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import type { Given } from './asked.ts';
import { sayDecided } from './decided.ts';
import { printFacts, printPart, printVerdict } from './print.ts';
import { checkParts, withDecided } from './receipt.ts';

/** Most openings in one part (docs/spec/dossier.md). */
const MAX_OPENINGS_PER_PART = 50_000;

/** One part `openings` of a dossier `document.batch`. */
const openingsPart = list(record({ name: text({ min: 1, max: 1_024 }), opening: openingCodec }), {
  max: MAX_OPENINGS_PER_PART,
});

/** The first bytes of every dossier. */
const MAGIC = utf8('madang-dossier/');

/** Whether a file begins like a dossier. */
export function isDossier(head: Uint8Array): boolean {
  return equalBytes(head.subarray(0, MAGIC.length), MAGIC);
}

interface Found {
  receipt?: Receipt;
  /** How many openings lead to the record, and the names of those that do not. */
  matching: number;
  readonly wrong: string[];
  /** The opening of the file that was given, canonical bytes. */
  ofFile?: { readonly name: string; readonly opening: Uint8Array };
}

/**
 * Checks a dossier of many files, one part at a time: every opening against the record, then the
 * record itself, for the given file if there is one. Returns the exit status.
 */
export async function verifyDossier(
  terminal: Terminal,
  file: string,
  given: Given,
): Promise<Result<number, CommandError>> {
  const found = await readDossier(terminal, file, given);
  if (!found.ok) return found;
  const { receipt, ofFile, wrong } = found.value;
  if (receipt === undefined) return fail(notADossier('It has no receipt.'));
  const bytes = await receiptToCheck(encodeReceipt(receipt), ofFile?.opening, given);
  if (!bytes.ok) return bytes;
  const verdict = await checkParts(bytes.value.receipt, bytes.value.given, (part) => {
    printPart(terminal, part);
  });
  terminal.say('');
  if (verdict.facts !== undefined) printFacts(terminal, verdict.facts);
  printFiles(terminal, found.value, given);
  const isForeign = given.fileDigest !== undefined && ofFile === undefined;
  const isMismatch = wrong.length > 0 || isForeign;
  const facts = verdict.facts && { ...verdict.facts, hasFile: ofFile !== undefined };
  const decided = await sayDecided(terminal, receipt.checkpoint, given);
  const whole = { ...verdict, facts, ...(isMismatch ? { verdict: 'mismatch' as const } : {}) };
  return ok(printVerdict(terminal, withDecided(whole, decided)));
}

const MAX_NAMES = 20;

/** How many files lead to the record, which do not, and which of them was given. */
function printFiles(terminal: Terminal, { ofFile, matching, wrong }: Found, given: Given): void {
  const words = wordsOf(terminal);
  terminal.say(`  ${words.files(matching, wrong.length)}`);
  for (const name of wrong.slice(0, MAX_NAMES)) terminal.say(`  ${words.wrong(name)}`);
  if (given.fileDigest === undefined) return;
  terminal.say(`  ${ofFile === undefined ? words.foreign : words.given(ofFile.name)}`);
  if (ofFile !== undefined && given.ledger === undefined) terminal.say(`  ${words.alone}`);
}

interface ToCheck {
  readonly receipt: Uint8Array;
  readonly given: Given;
}

/**
 * With a running ledger, the receipt of the given file with a standing of its own; offline the
 * receipt of the whole act, whose standing says nothing about a single file that was revoked.
 */
async function receiptToCheck(
  receipt: Uint8Array,
  opening: Uint8Array | undefined,
  given: Given,
): Promise<Result<ToCheck, CommandError>> {
  const { fileDigest: _, ...withoutFile } = given;
  if (opening === undefined || given.ledger === undefined) {
    return ok({ receipt, given: withoutFile });
  }
  const opened = await given.ledger.openReceipt(receipt, opening);
  return opened.ok ? ok({ receipt: opened.value, given }) : fail(fromClient(opened.error));
}

async function readDossier(
  terminal: Terminal,
  file: string,
  given: Given,
): Promise<Result<Found, CommandError>> {
  const found: Found = { matching: 0, wrong: [] };
  const reader = dossierReader();
  try {
    for await (const bytes of piecesOf(file)) {
      const progress = reader.push(bytes);
      if (!progress.ok) return fail(notADossier(progress.error.message));
      const taken = takeParts(found, progress.value.parts, given);
      if (!taken.ok) return taken;
      terminal.draw(wordsOf(terminal).files(found.matching, found.wrong.length));
    }
  } catch (thrown) {
    return fail(unreadable(file, thrown));
  }
  const ended = reader.end();
  return ended.ok ? ok(found) : fail(notADossier(ended.error.message));
}

function takeParts(
  found: Found,
  parts: readonly DossierPart[],
  given: Given,
): Result<void, CommandError> {
  for (const part of parts) {
    const taken = takePart(found, part, given);
    if (!taken.ok) return taken;
  }
  return ok(undefined);
}

function takePart(found: Found, part: DossierPart, given: Given): Result<void, CommandError> {
  if (part.name === 'receipt') {
    const receipt = decodeReceipt(part.bytes);
    if (!receipt.ok) return fail(notADossier(receipt.error.message));
    found.receipt = receipt.value;
  }
  if (part.name !== 'openings') return ok(undefined);
  if (found.receipt === undefined)
    return fail(notADossier('Its openings stand before its receipt.'));
  return takeOpenings(found, found.receipt, part.bytes, given);
}

function takeOpenings(
  found: Found,
  receipt: Receipt,
  bytes: Uint8Array,
  { fileDigest }: Given,
): Result<void, CommandError> {
  const openings = decode(openingsPart, bytes, bytes.length);
  const transaction = decodeTransaction(receipt.envelope, receipt.envelope.length);
  if (!openings.ok || !transaction.ok) return fail(notADossier('Its openings cannot be read.'));
  const { act, payload } = transaction.value.body;
  for (const { name, opening } of openings.value) {
    const encoded = encodeKnown(openingCodec, opening);
    if (proof.checkContent({ act, payload, opening: encoded }).state === 'passed') {
      found.matching += 1;
    } else {
      found.wrong.push(name);
    }
    if (fileDigest !== undefined && equalBytes(opening.digest, fileDigest)) {
      found.ofFile = { name, opening: encoded };
    }
  }
  return ok(undefined);
}

function notADossier(reason: string): CommandError {
  return commandError(
    'DOSSIER_NOT_VALID',
    `The file is not a dossier of documents: ${reason}`,
    `서류 묶음 파일이 아닙니다: ${reason}`,
  );
}

function wordsOf({ language }: Terminal) {
  return language === 'ko'
    ? {
        files: (matching: number, wrong: number) =>
          `파일 ${String(matching)}개가 기록으로 이어집니다. 이어지지 않는 것: ${String(wrong)}개.`,
        wrong: (name: string) => `기록으로 이어지지 않음: ${name}`,
        given: (name: string) => `주어진 파일은 이 묶음의 “${name}” 입니다.`,
        foreign: '주어진 파일은 이 묶음에 없습니다.',
        alone: '이 파일 하나만 철회되었는지는 묻지 않았습니다(--at 주소).',
      }
    : {
        files: (matching: number, wrong: number) =>
          `${String(matching)} files lead to the record; ${String(wrong)} do not.`,
        wrong: (name: string) => `does not lead to the record: ${name}`,
        given: (name: string) => `The given file is “${name}” of this dossier.`,
        foreign: 'The given file is not in this dossier.',
        alone: 'Not asked: whether this one file was revoked by itself (--at URL).',
      };
}
