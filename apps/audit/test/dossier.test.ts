import { describe, expect, test } from 'vitest';
import { checkDossier } from '../src/dossier.mjs';
import { parsePolicy } from '../src/policy.mjs';
import { cbor, type Value } from './encoding.ts';
import { commit, endingKey, Ledger, type Opening, sha } from './ledger.ts';
import { put, temporaryFolder } from './mirror.ts';

const FILES = ['one', 'two', 'three', 'four', 'five'];

interface Part {
  name: string;
  type: string;
  bytes: Uint8Array;
}

function framed(encoded: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(encoded.length);
  return Buffer.concat([length, encoded]);
}

function batch(files = FILES) {
  const ledger = new Ledger();
  const { root, openings } = commit(files);
  const act = ledger.makeAct('document.notarise', { kind: 'file', root, count: files.length });
  const [index = 0] = ledger.block([act]);
  const receipt = {
    ...ledger.receipt(index),
    standing: ledger.standing([endingKey(act.bodyHash)]),
  };
  return { ledger, openings, receipt };
}

function openingsPart(openings: Opening[], first = 0): Part {
  const named = openings.map((opening, at) => ({ name: `file ${first + at}`, opening }));
  return { name: 'openings', type: 'madang/openings', bytes: cbor(named) };
}

function partsOf({ ledger, openings, receipt }: ReturnType<typeof batch>): Part[] {
  return [
    { name: 'receipt', type: 'madang/receipt', bytes: cbor(receipt as Value) },
    { name: 'policy', type: 'madang/policy', bytes: Buffer.from(ledger.policy()) },
    openingsPart(openings.slice(0, 3)),
    openingsPart(openings.slice(3), 3),
  ];
}

interface Bend {
  header?: object;
  tail?: Buffer;
  documents?: string[];
}

async function check(ledger: Ledger, parts: Part[], { header, tail, documents = [] }: Bend = {}) {
  const top = {
    chain: ledger.chain,
    title: 'letters',
    matter: 'document.batch',
    parts: parts.length,
  };
  const bytes = Buffer.concat([
    Buffer.from('madang-dossier/1\n'),
    framed(cbor({ ...top, ...header })),
    ...parts.map((part) => framed(cbor({ ...part }))),
    tail ?? Buffer.alloc(0),
  ]);
  const { sheet, facts } = await checkDossier({
    path: put(temporaryFolder(), 'a.dossier', bytes),
    policy: parsePolicy(Buffer.from(ledger.policy())),
    documents: documents.map((content) => ({ path: content, digest: sha(content) })),
  });
  const codes = Object.fromEntries(sheet.parts.map(({ part, code }) => [part, code]));
  return { codes, facts, whole: sheet.whole(), sheet };
}

describe('a dossier', () => {
  test('passes when its receipt and every opening hold', async () => {
    const made = batch();
    const report = await check(made.ledger, partsOf(made));
    expect(report.whole).toBe('passed');
    expect(report.codes).toMatchObject({ frame: 'PASSED_FRAME', content: 'PASSED_OPENINGS' });
    expect(report.facts).toMatchObject({
      openings: 5,
      leavesOpened: 5,
      leaves: 5,
      policyInside: 'same',
    });
  });

  test('finds given files by their content and names one that is not there', async () => {
    const made = batch();
    const both = await check(made.ledger, partsOf(made), { documents: ['two', 'five'] });
    expect(both.codes.content).toBe('PASSED_OPENINGS_FILES');
    expect(both.facts.files).toMatchObject([{ names: ['file 1'] }, { names: ['file 4'] }]);
    const lost = await check(made.ledger, partsOf(made), { documents: ['two', 'six'] });
    expect(lost.sheet.parts.at(-1)).toMatchObject({
      code: 'FILE_NOT_IN_DOSSIER',
      details: { path: 'six' },
    });
  });

  test('does not match when one opening leads elsewhere, and says which', async () => {
    const made = batch();
    const parts = partsOf(made);
    const [bent, ...rest] = made.openings as [Opening, ...Opening[]];
    parts[2] = openingsPart([{ ...bent, salt: sha('x') }, ...rest.slice(0, 2)]);
    const report = await check(made.ledger, parts);
    expect(report.sheet.parts.at(-1)).toMatchObject({
      code: 'OPENING_LEADS_ELSEWHERE',
      details: { where: 'part 3[0] file 0' },
    });
  });

  test('believes the given policy, not the one inside', async () => {
    const made = batch();
    const parts = partsOf(made);
    parts[1] = { name: 'policy', type: 'madang/policy', bytes: Buffer.from('# another') };
    const report = await check(made.ledger, parts);
    expect(report.whole).toBe('passed');
    expect(report.facts.policyInside).toBe(sha('# another').toString('hex'));
  });

  test('of 50,001 openings is refused, of 2,000 files passes', async () => {
    const made = batch(Array.from({ length: 2000 }, (_, at) => `file ${at}`));
    expect((await check(made.ledger, partsOf(made))).whole).toBe('passed');
    const parts = partsOf(made);
    parts[2] = { ...openingsPart([]), bytes: cbor(Array.from({ length: 50_001 }, () => 0)) };
    expect((await check(made.ledger, parts)).codes.frame).toBe('SHAPE_RANGE');
  });

  test('is refused when its frame is not right', async () => {
    const made = batch();
    const parts = partsOf(made);
    const frame = async (some: Part[], bend: Bend = {}) =>
      (await check(made.ledger, some, bend)).codes.frame;
    expect(await frame(parts, { tail: Buffer.from([0]) })).toBe('DOSSIER_FURTHER_BYTES');
    expect(await frame(parts, { header: { parts: 5 } })).toBe('DOSSIER_CUT_SHORT');
    expect(await frame(parts.slice(0, 2))).toBe('DOSSIER_PARTS');
    expect(await frame([parts[1], parts[0], parts[2]] as Part[])).toBe('DOSSIER_PARTS');
    expect(await frame(parts, { header: { chain: sha('elsewhere') } })).toBe('CHAIN_OF_DOSSIER');
    expect(await frame(parts, { header: { matter: 'vote.result' } })).toBe('MATTER_UNKNOWN');
    const huge = Buffer.from([255, 255, 255, 255]);
    expect(await frame([], { header: { parts: 1 }, tail: huge })).toBe('TOO_LARGE');
    const receipt = { ...made.receipt, opening: made.openings[0] };
    const opened = { ...parts[0], bytes: cbor(receipt as Value) } as Part;
    expect(await frame([opened, ...parts.slice(1)])).toBe('DOSSIER_RECEIPT_OPENED');
  });

  test('whose receipt does not hold does not match', async () => {
    const made = batch();
    const parts = partsOf(made);
    const bytes = Buffer.from(parts[0]?.bytes ?? []);
    const at = bytes.lastIndexOf(Buffer.from('inclusion')) + 20;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const report = await check(made.ledger, [{ ...parts[0], bytes } as Part, ...parts.slice(1)]);
    expect(report.whole).toBe('failed');
    expect(report.codes.place).toBe('LEADS_ELSEWHERE');
  });
});
