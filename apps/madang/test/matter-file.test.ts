import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectOk, utf8 } from '@madang/base';
import { encodeMatterDossier, matterReader } from '@madang/protocol';
import { officer, openTestLedger } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNot } from '../src/verify/cannot-go-on.ts';
import { openMatterFile } from '../src/verify/matter-file.ts';
import { temporaryFolder } from './support/city.ts';

const KIND = { matter: 'test.matter', files: [] };
const PERSONS = [1, 2, 3];

let folder: string;
let file: string;
let dossier: Uint8Array;
beforeAll(async () => {
  folder = temporaryFolder();
  file = path.join(folder, 'a.dossier');
  const test = await openTestLedger({});
  const acts = PERSONS.map((persons) => {
    const payload = { institution: 'city', persons, level: 'link' };
    const { envelope } = test.sign({ act: 'people.openRegister', payload, by: officer });
    return { height: persons, index: 0, time: 1_000, envelope };
  });
  const proof = { depth: 0, bitmap: utf8(''), siblings: utf8('') };
  const state = { checkpoint: 'text', block: utf8('b'), inclusion: utf8(''), claims: [{ proof }] };
  dossier = encodeMatterDossier({
    ...{ chain: test.chain, matter: KIND.matter, title: '제목', people: acts, acts, files: [] },
    state,
  });
  await test.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function opened() {
  writeFileSync(file, dossier);
  const found = expectOk(await openMatterFile(file, (keep) => matterReader(KIND, keep)), 'a file');
  return { acts: expectOk(expectOk(found.read, 'a dossier').acts, 'acts'), close: found.close };
}

/** The code of what is said where the acts cannot be walked. */
function codeOf(walk: () => unknown): string | undefined {
  try {
    walk();
  } catch (thrown) {
    return whyNot(thrown)?.code;
  }
  return undefined;
}

describe('the file of a dossier', () => {
  it('gives its acts as often as they are walked', async () => {
    const { acts, close } = await opened();
    const heights = () => [...acts].map(({ placed }) => placed.height);
    expect(heights()).toEqual(PERSONS);
    expect(heights()).toEqual(PERSONS);
    expect(acts).toMatchObject({ count: 3, isOfChain: true });
    expect(acts.misplaced).toBeUndefined();
    close();
  });

  it('is not read on once it was changed or cut short', async () => {
    const { acts, close } = await opened();
    const bytes = new Uint8Array(readFileSync(file));
    const place = bytes.length - 10;
    writeFileSync(file, bytes.with(place, (bytes[place] ?? 0) ^ 1), { flag: 'r+' });
    expect(codeOf(() => [...acts])).toBe('FILE_CHANGED');
    writeFileSync(file, bytes, { flag: 'r+' });
    expect(codeOf(() => [...acts])).toBeUndefined();
    truncateSync(file, place);
    expect(codeOf(() => [...acts])).toBe('FILE_CHANGED');
    close();
  });

  it('is told where there is none', async () => {
    const none = await openMatterFile(path.join(folder, 'none'), () => matterReader(KIND));
    expect(none).toMatchObject({ ok: false, error: { code: 'NO_SUCH_FILE' } });
  });
});
