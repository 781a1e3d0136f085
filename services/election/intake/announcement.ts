import {
  equalBytes,
  fail,
  fromUtf8,
  list,
  ok,
  optional,
  parseJson,
  type Result,
  record,
  type TypeOf,
  text,
} from '@madang/base';
import { sha256 } from '@madang/crypto';
import { hash } from '@madang/protocol';
import { parseText } from './json-text.ts';

const short = record({ en: text({ min: 1, max: 120 }), ko: text({ min: 1, max: 120 }) });
const long = record({ en: text({ min: 1, max: 1_000 }), ko: text({ min: 1, max: 1_000 }) });

const announcedAnswer = record({
  /** A name, or what the answer says. */
  title: short,
  /** A sentence under it. */
  word: optional(short),
  /** What a candidate pledges. */
  pledges: optional(list(long, { max: 10 })),
  /** SHA-256 of a picture, kept as a public file. */
  photo: optional(hash),
});

/**
 * What is announced of an election (docs/spec/election.md, "Announcement"): the words to its
 * questions and answers. Candidates are named here, in public and off the ledger, which has its
 * hash alone.
 */
export const announcement = record({
  /** What is elected or asked, in a sentence or two. */
  about: long,
  questions: list(record({ title: short, answers: list(announcedAnswer, { min: 1, max: 64 }) }), {
    min: 1,
    max: 32,
  }),
});
export type Announcement = TypeOf<typeof announcement>;

/** Why a file is not the announcement of an election. */
export type AnnouncementProblem = 'ANNOUNCEMENT_DIFFERS' | 'ANNOUNCEMENT_NOT_VALID';

/** Reads an announcement: a JSON text with the hash that the election names. */
export function readAnnouncement(
  file: Uint8Array,
  digest: Uint8Array,
): Result<Announcement, AnnouncementProblem> {
  if (!equalBytes(sha256(file), digest)) return fail('ANNOUNCEMENT_DIFFERS');
  const written = fromUtf8(file);
  const json = written.ok ? parseText(written.value) : undefined;
  const parsed = parseJson(announcement, json);
  return parsed.ok ? ok(parsed.value) : fail('ANNOUNCEMENT_NOT_VALID');
}
