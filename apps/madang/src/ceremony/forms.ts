import { readFileSync, statSync } from 'node:fs';
import {
  type Codec,
  choice,
  fail,
  fixedBytes,
  list,
  ok,
  optional,
  parseJson,
  type Result,
  record,
  type TypeOf,
  text,
  uint,
} from '@madang/base';
import { hash, institutionId, ledgerName } from '@madang/protocol';
import { parseText } from '../data/city.ts';
import { unreadable } from '../files.ts';
import { apiAddress, host } from '../network/settings.ts';
import { type CommandError, commandError } from '../terminal.ts';

// The files of a ceremony (docs/spec/ceremony.md). All of them are public.

/** A text of one line that goes onto terminals and into policies. */
const line = text({ min: 1, max: 120, pattern: '[^\\u0000-\\u001f\\u007f-\\u009f]+' });
const lines = record({ en: line, ko: line });

/** What everybody agreed on before. `time`: when the ledger begins, ms. */
const agreement = record({ name: ledgerName, names: lines, time: uint() });
export type Agreement = TypeOf<typeof agreement>;

const named = record({ id: institutionId, names: lines, operator: lines });
const reached = record({ host, port: uint({ min: 1, max: 65_535 }), api: apiAddress });

/** What an institution that wants to join says of itself, beside its keys. */
export const applicant = record({ institution: named, node: reached });

/** What an institution says of itself. */
export const statement = record({
  ceremony: agreement,
  institution: named,
  keys: record({
    governance: hash,
    consensus: hash,
    cosigner: hash,
    node: hash,
    p2p: hash,
    custodian: hash,
    issuer: optional(hash),
  }),
  node: reached,
});
export type Statement = TypeOf<typeof statement>;

const signature = fixedBytes(64);
const version = uint({ min: 1, max: 1 });

/** A statement, and for each of its keys a proof that somebody holds it. */
export const contribution = record({
  kind: choice(['madang/contribution']),
  version,
  statement,
  proofs: record({
    governance: signature,
    consensus: signature,
    cosigner: signature,
    node: signature,
    p2p: signature,
    custodian: signature,
    issuer: optional(signature),
  }),
});
export type Contribution = TypeOf<typeof contribution>;

/** What keys a contribution has, in the order in which they are shown. The last is optional. */
export const CEREMONY_KEYS = [
  'governance',
  'consensus',
  'cosigner',
  'node',
  'p2p',
  'custodian',
  'issuer',
] as const;
export type CeremonyKey = (typeof CEREMONY_KEYS)[number];

/** As many as a genesis has node keys. */
const MAX_INSTITUTIONS = 32;

/** What an assembly consists of: what the institutions sign. */
export const ceremonyRecord = record({
  kind: choice(['madang/ceremony']),
  version,
  ceremony: agreement,
  /** The genesis hash. */
  chain: hash,
  contributions: list(record({ institution: institutionId, digest: hash }), {
    max: MAX_INSTITUTIONS,
  }),
  files: list(record({ name: line, digest: hash }), { max: 8 }),
});
export type CeremonyRecord = TypeOf<typeof ceremonyRecord>;

/** An institution's word that this assembly is the one that it checked. */
export const ceremonySignature = record({
  kind: choice(['madang/ceremony-signature']),
  version,
  institution: institutionId,
  /** {@link assemblyDigest}. */
  assembly: hash,
  signature,
});
export type CeremonySignature = TypeOf<typeof ceremonySignature>;

/** Longest file of a ceremony, bytes. */
const MAX_BYTES = 65_536;

/** A file as it is written: the same for the same value. */
export function textOf<T>(form: Codec<T>, value: T): string {
  return `${JSON.stringify(form.toJson(value), undefined, 2)}\n`;
}

/** The value of a file. Fails with `CEREMONY_FILE_NOT_VALID`, or as reading it does. */
export function readForm<T>(form: Codec<T>, file: string): Result<T, CommandError> {
  try {
    if (statSync(file).size > MAX_BYTES) return notValid(file, `more than ${MAX_BYTES} bytes`);
    const parsed = parseJson(form, parseText(readFileSync(file, 'utf8')));
    if (parsed.ok) return ok(parsed.value);
    return notValid(
      file,
      `${parsed.error.at === '' ? '' : `${parsed.error.at}: `}${parsed.error.message}`,
    );
  } catch (thrown) {
    return fail(unreadable(file, thrown));
  }
}

function notValid(file: string, why: string): Result<never, CommandError> {
  return fail(
    commandError(
      'CEREMONY_FILE_NOT_VALID',
      `${file} is no file of this step of a ceremony (${why})`,
      `${file} 은(는) 시작 절차의 이 단계에서 쓰는 파일이 아닙니다. (${why})`,
    ),
  );
}
