import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { partNames } from '@madang/protocol';
import { flipped } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocumentWorld, openDocuments, type ReceiptCase } from './support/receipt-cases.ts';
import { openVerifiers, type Said, type VerifierProgram } from './support/verifiers.ts';

let documents: DocumentWorld;
let verifiers: Awaited<ReturnType<typeof openVerifiers>>;

beforeAll(async () => {
  documents = await openDocuments();
  verifiers = await openVerifiers();
});
afterAll(async () => {
  await verifiers.close();
  await documents.close();
});

/** What a verifier has to say of a case: every part in the order of the specification. */
function expected({ verdict, not, hasContent }: ReceiptCase): string {
  const parts = partNames.filter((part) => part !== 'content' || hasContent);
  return lineOf({ verdict, parts: parts.map((part) => [part, not[part] ?? 'passed']) });
}

function lineOf({ verdict, parts }: Said): string {
  const not = parts.filter(([, state]) => state !== 'passed').map((part) => part.join(' '));
  return [verdict, `${parts.length} parts`, ...not].join(', ');
}

/**
 * Where the pages of the specification leave room and the programs took it differently. None of
 * these is ever `checked`. A line goes when the page decides and the programs follow.
 */
const undecided: readonly string[] = [
  // A key that signs twice: no form of a checkpoint, or a wrong set of signatures?
  'a forgery: a checkpoint with one cosignature twice',
  // Bytes under `block` that are an entry of another type: no form of a standing, or a wrong one?
  'a forgery: a standing of no block',
  // An opening that cannot be read, of one file: the claims do not depend on it.
  'a forgery: an opening that is none',
  // Above the longest receipt: no receipt, or nothing that is looked at?
  'a receipt that is too long',
];

describe('three verifiers', () => {
  it('say what the specification says of every kind of receipt, part by part', async () => {
    const found: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const one of documents.cases.filter(({ name }) => !undecided.includes(name))) {
      for (const { name, check } of programsFor(one)) {
        found[`${one.name}: ${name}`] = lineOf(await check(one.input));
        wanted[`${one.name}: ${name}`] = expected(one);
      }
    }
    expect(Object.keys(wanted).length).toBeGreaterThan(100);
    expect(found).toEqual(wanted);
  });

  it.each(undecided)(
    'never take for checked, though they differ about the part: %s',
    async (name) => {
      const one = documents.cases.find((each) => each.name === name) ?? expect.fail('no such case');
      for (const { check } of programsFor(one)) {
        expect((await check(one.input)).verdict).not.toBe('checked');
      }
    },
  );

  // `it.fails` turns red as soon as the programs agree: then the name leaves the list.
  it.fails.each(undecided)('agree on: %s', async (name) => {
    const one = documents.cases.find((each) => each.name === name) ?? expect.fail('no such case');
    const lines = await Promise.all(
      programsFor(one).map(async ({ check }) => lineOf(await check(one.input))),
    );
    expect(new Set(lines).size).toBe(1);
  });
});

/** `madang verify` takes a fresh standing from a running ledger only. */
function programsFor({ input }: ReceiptCase): readonly VerifierProgram[] {
  const { programs } = verifiers;
  return input.standing === undefined
    ? programs
    : programs.filter(({ name }) => name !== 'madang verify');
}

describe('the programs as they are started', () => {
  it.each(['apps/madang/src/main.ts verify', 'apps/audit/madang-audit.mjs'])(
    '%s ends with 0, 1 and 2 for checked, does not match and not checked',
    async (program) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'madang-started-'));
      const [file = '', ...command] = program.split(' ');
      const args = [path.join(import.meta.dirname, '..', file), ...command];
      await writeFile(path.join(folder, 'policy.txt'), documents.world.policyText);
      const statuses: (number | null)[] = [];
      for (const receipt of [documents.single, flipped(documents.single, 90, 1), undefined]) {
        const place = path.join(folder, `${statuses.length}.receipt`);
        if (receipt !== undefined) await writeFile(place, receipt);
        statuses.push(spawnSync(process.execPath, [...args, place]).status);
      }
      await rm(folder, { recursive: true });
      expect(statuses).toEqual([0, 1, 2]);
    },
  );
});
