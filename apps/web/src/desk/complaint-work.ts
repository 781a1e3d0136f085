import { concat, expectOk, fromHex, toHex, utf8 } from '@madang/base';
import type { ComplaintLine } from '@madang/client';
import { randomBytes, sha256 } from '@madang/crypto';
import { commitToStatement } from '@madang/services/document/proof/index.ts';
import { type ComplaintEntry, complaintStatement } from '@madang/services/election/intake/index.ts';
import { refusedBy } from '../decision/city-client.ts';
import { saveFile } from '../device/save-file.ts';
import type { ComplaintShown } from '../election/complaint-log.ts';
import { electionBytes } from '../election/election-facts.ts';
import type { Answer } from '../ledger.ts';
import { electionDesk } from './election-desk.ts';
import { keptPlace } from './kept-work.ts';
import type { AtDesk } from './session.ts';
import { type SignedWork, signing, signKept } from './sign-kept.ts';

/** An entry of the complaint log on its way to the record, without what was complained of. */
export type ComplaintWork = SignedWork & Omit<ComplaintLine, 'id'>;

/** Where the entry of an election is kept until it is in the log. */
export function complaintPlace(election: string) {
  return keptPlace<ComplaintWork>(`complaint ${election}`);
}

/** What an officer writes: a new complaint, or how one was settled. */
export type ComplaintWish = {
  election: string;
  log: readonly ComplaintShown[];
  /** The text that the institution keeps. */
  text: string;
} & (
  | { category: ComplaintEntry['category'] }
  | { settles: ComplaintEntry; state: 'upheld' | 'rejected' | 'withdrawn' }
);

/** The entry that a wish comes to, and the file that opens its fingerprint. */
export function complaintWork(wish: ComplaintWish, complaints: number) {
  const { election, log, text } = wish;
  const salt = randomBytes(32);
  const print = sha256(concat(salt, sha256(utf8(text))));
  const last = log.at(-1);
  const before = last === undefined ? {} : { previous: last.id };
  const entry: ComplaintEntry =
    'settles' in wish
      ? {
          ...withoutLinks(wish.settles),
          ...before,
          state: wish.state,
          ...(wish.state === 'withdrawn' ? {} : { answer: print }),
        }
      : {
          election: electionBytes(election),
          complaint: complaints + 1,
          category: wish.category,
          state: 'received',
          file: print,
          ...before,
        };
  const work: ComplaintWork = {
    salt: toHex(randomBytes(32)),
    statement: complaintStatement(entry),
  };
  const slip = `${text}\n\n--\nSHA-256(salt || SHA-256(text))\nsalt ${toHex(salt)}\n`;
  const name = `complaint-${String(entry.complaint)}-${entry.state}.txt`;
  return { work, save: () => saveFile(name, utf8(slip)) };
}

function withoutLinks({ previous: _previous, answer: _answer, ...entry }: ComplaintEntry) {
  return entry;
}

/** Puts an entry on record as a statement, and then into the log. */
export async function addComplaint(
  at: AtDesk,
  election: string,
  work: ComplaintWork,
): Promise<Answer<unknown>> {
  const place = complaintPlace(election);
  const { salt, statement } = work;
  const salted = expectOk(fromHex(salt), 'it was written by complaintWork');
  const { root, count } = commitToStatement(statement, salted);
  const payload = { kind: 'statement', root, count };
  const sign = signing(at, 'document.notarise', payload);
  const sent = await signKept({ work, keep: place.keep, sign });
  if (!sent.ok) return sent;
  const added = await electionDesk(at).addComplaint(election, {
    id: sent.value.id,
    salt,
    statement,
  });
  if (!added.ok) {
    // Somebody else's entry came first: this one is on record, and never in the log.
    if (added.error.code === 'api.COMPLAINT_NOT_NEXT') await place.forget();
    return refusedBy(added.error);
  }
  await place.forget();
  return { ok: true, value: undefined };
}
