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

describe('three verifiers', () => {
  it('say what the specification says of every kind of receipt, part by part', async () => {
    const found: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const one of documents.cases) {
      for (const { name, check } of programsFor(one)) {
        found[`${one.name}: ${name}`] = lineOf(await check(one.input));
        wanted[`${one.name}: ${name}`] = expected(one);
      }
    }
    expect(Object.keys(wanted).length).toBeGreaterThan(100);
    expect(found).toEqual(wanted);
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
