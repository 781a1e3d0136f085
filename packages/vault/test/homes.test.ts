import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expectOk } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeptHome, MAX_HOMES, openVault, type Vault } from '../src/index.ts';

const decision = new Uint8Array(32).fill(4);
const masterKey = randomBytes(32);
const homes: readonly KeptHome[] = [0, 1].map((unit) => ({
  unit,
  label: `101동 카나리아${String(unit)}호`,
  salt: new Uint8Array(32).fill(unit),
}));

let folder: string;
let vault: Vault;
const open = (key = masterKey) => openVault({ folder, masterKey: key, now: Date.now });

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'madang-homes-'));
  vault = await open();
});
afterEach(async () => {
  await vault.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the homes of a decision', () => {
  it('are kept sealed, given back after a restart, and replaced as a whole', async () => {
    expect(await vault.homes.read(decision)).toMatchObject({ error: { code: 'HOMES_UNKNOWN' } });
    expectOk(await vault.homes.keep(decision, homes), 'kept');
    await vault.close();
    const file = await readFile(path.join(folder, 'vault.sqlite'));
    expect(file.includes('카나리아')).toBe(false);
    vault = await open();
    expect(expectOk(await vault.homes.read(decision), 'read')).toEqual(homes);
    expectOk(await vault.homes.keep(decision, homes.slice(1)), 'replaced');
    expect(expectOk(await vault.homes.read(decision), 'read')).toEqual(homes.slice(1));
  });

  it('are refused where there are too many, or where one has no name', async () => {
    const [home] = homes;
    const nameless = await vault.homes.keep(decision, [{ ...home!, label: '' }]);
    expect(nameless).toMatchObject({ error: { code: 'HOMES_NOT_VALID' } });
    const many = Array.from({ length: MAX_HOMES + 1 }, () => home!);
    expect(await vault.homes.keep(decision, many)).toMatchObject({
      error: { code: 'HOMES_NOT_VALID' },
    });
  });

  it('are found damaged by an examination, and never given half', async () => {
    expectOk(await vault.homes.keep(decision, homes), 'kept');
    expect(await vault.examine()).toMatchObject({ keptCount: 1, damaged: [] });
    await vault.close();
    const tables = new DatabaseSync(path.join(folder, 'vault.sqlite'));
    tables.exec("UPDATE vault_homes SET sealed_homes = X'00'");
    tables.close();
    vault = await open();
    expect(await vault.examine()).toMatchObject({ keptCount: 1, damaged: [decision] });
    expect(await vault.homes.read(decision)).toMatchObject({ error: { code: 'HOMES_DAMAGED' } });
  });
});
