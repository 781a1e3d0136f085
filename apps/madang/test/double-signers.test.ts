import { cometAddress } from '@madang/node';
import { institutionOf } from '@madang/testkit';
import { expect, it } from 'vitest';
import { noteDoubleSigners } from '../src/network/double-signers.ts';

const members = ['audit', 'city'].map(institutionOf);
const [audit, city] = members.map(({ consensus }) => cometAddress(consensus));
const keys = members.flatMap(({ id, consensus, cosigner }) => [
  { institution: `${id}-other`, use: 'cosigner' as const, key: cosigner },
  { institution: id, use: 'consensus' as const, key: consensus },
]);

it('names the institution, says each height once, and counts heights', () => {
  const lines: string[] = [];
  const signers = noteDoubleSigners(
    () => keys,
    (line) => lines.push(line),
  );
  expect(signers.all()).toEqual([]);
  const seen = (address: string, height: number) =>
    signers.note({ kind: 'double-vote', address, height, timeMs: 1_000 * height });
  seen(city ?? '', 7);
  // The block is executed again after a crash.
  seen(city ?? '', 7);
  seen(city ?? '', 9);
  seen(audit ?? '', 9);
  seen('00'.repeat(20), 11);
  expect(lines).toEqual([
    'The validator of city signed twice at height 7 (double-vote).',
    'The validator of city signed twice at height 9 (double-vote).',
    'The validator of audit signed twice at height 9 (double-vote).',
    `The validator of ${'00'.repeat(20)} signed twice at height 11 (double-vote).`,
  ]);
  expect(signers.all()).toEqual([
    { institution: 'city', times: 2, lastHeight: 9, lastTime: 9_000 },
    { institution: 'audit', times: 1, lastHeight: 9, lastTime: 9_000 },
    { institution: '00'.repeat(20), times: 1, lastHeight: 11, lastTime: 11_000 },
  ]);
});
