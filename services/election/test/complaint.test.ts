import { expectOk } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { describe, expect, it } from 'vitest';
import {
  type ComplaintEntry,
  complaintStatement,
  complaintsIn,
  continuesLog,
  type LoggedComplaint,
  readComplaint,
} from '../intake/index.ts';

const hashOf = (name: string): Uint8Array => sha256(new TextEncoder().encode(name));
const election = hashOf('election');

const received = (complaint: number, previous?: LoggedComplaint): ComplaintEntry => ({
  election,
  complaint,
  category: 'count',
  state: 'received',
  file: hashOf(`complaint ${String(complaint)}`),
  ...(previous === undefined ? {} : { previous: previous.id }),
});

const logged = (entry: ComplaintEntry): LoggedComplaint => ({
  id: hashOf(complaintStatement(entry)),
  entry,
});

const first = logged(received(1));
const second = logged(received(2, first));
const answer: ComplaintEntry = {
  ...received(1, second),
  state: 'rejected',
  answer: hashOf('answer'),
};

describe('an entry of the complaint log', () => {
  it('is read from the very words in which it is written, and from no others', () => {
    const statement = complaintStatement(answer);
    expect(expectOk(readComplaint(statement), 'an entry')).toEqual(answer);
    for (const other of [` ${statement}`, statement.replace('"count"', '"roll" '), '{}', 'no']) {
      expect(readComplaint(other).ok).toBe(false);
    }
    const more = statement.replace('{', '{"name":"somebody",');
    expect(readComplaint(more).ok).toBe(false);
  });

  it('continues a log as the next complaint, or as the answer to one that waits', () => {
    expect(continuesLog([], first.entry).ok).toBe(true);
    expect(continuesLog([first], second.entry).ok).toBe(true);
    expect(continuesLog([first, second], answer).ok).toBe(true);
    const { answer: _, ...withoutAnswer } = answer;
    expect(continuesLog([first, second], { ...withoutAnswer, state: 'withdrawn' }).ok).toBe(true);
  });

  it.each<[string, readonly LoggedComplaint[], ComplaintEntry]>([
    ['names no record before', [first], received(2)],
    ['names a record where none is', [], received(1, second)],
    ['names another record than the last', [first, second], received(3, first)],
    ['leaves a number out', [first], received(3, first)],
    ['takes a number again', [first], received(1, first)],
    ['answers what never came', [first, second], { ...answer, complaint: 3 }],
    ['answers twice', [first, second, logged(answer)], { ...answer, previous: logged(answer).id }],
    ['has no answer and says so', [first, second], { ...received(1, second), state: 'upheld' }],
    ['brings an answer with the complaint', [], { ...received(1), answer: hashOf('answer') }],
    ['answers another file', [first, second], { ...answer, file: hashOf('another') }],
    ['answers as another category', [first, second], { ...answer, category: 'roll' }],
  ])('is refused if it %s', (_, log, entry) => {
    expect(continuesLog(log, entry).ok).toBe(false);
  });
});

describe('complaintsIn', () => {
  it('gives each complaint with its entries', () => {
    const log = [first, second, logged(answer)];
    expect(complaintsIn(log)).toEqual([[first, logged(answer)], [second]]);
  });
});
