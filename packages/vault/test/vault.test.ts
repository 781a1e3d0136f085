import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expectOk, utf8 } from '@madang/base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_DEPOSIT_SIZE_BYTES, openVault, type Vault } from '../src/index.ts';

const masterKey = new Uint8Array(32).fill(7);
const secretText = utf8('주민등록번호가 적힌 계약서 본문. '.repeat(40));
let folder: string;
let vault: Vault;
let clockMs: number;

const opened = (key = masterKey): Promise<Vault> =>
  openVault({ folder, masterKey: key, now: () => clockMs++ });

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'madang-vault-'));
  clockMs = 1_000;
  vault = await opened();
});
afterEach(async () => {
  await vault.close();
  await rm(folder, { recursive: true });
});

/** Every file under the vault's folder, as one byte string. */
async function everythingOnDisk(): Promise<Buffer> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  return Buffer.concat(
    await Promise.all(files.map((entry) => readFile(path.join(entry.parentPath, entry.name)))),
  );
}

/** The sealed key of the only deposit, read past the vault. */
function sealedKeyOnDisk(): Buffer {
  const database = new DatabaseSync(path.join(folder, 'vault.sqlite'), { readOnly: true });
  const row = database.prepare('select sealed_key from vault_deposits').get();
  database.close();
  return Buffer.from(row?.['sealed_key'] as Uint8Array);
}

describe('a deposit', () => {
  it('comes back byte for byte to whoever has its secret, also after a restart', async () => {
    const ticket = expectOk(await vault.deposit(secretText), 'deposit');
    expect(await vault.read(ticket)).toEqual({ ok: true, value: secretText });
    await vault.close();
    vault = await opened();
    expect(await vault.read(ticket)).toEqual({ ok: true, value: secretText });
  });

  it('is unknown to whoever has another secret, like one that never was', async () => {
    const ticket = expectOk(await vault.deposit(secretText), 'deposit');
    const other = expectOk(await vault.deposit(secretText), 'deposit');
    const unknown = { ok: false, error: { code: 'VAULT_UNKNOWN' } };
    expect(await vault.read({ ...ticket, secret: other.secret })).toEqual(unknown);
    expect(await vault.erase({ ...ticket, secret: other.secret })).toEqual(unknown);
    expect(await vault.read({ ...ticket, deposit: new Uint8Array(32) })).toEqual(unknown);
  });

  it('lies on disk without a readable byte of the file and without its secret', async () => {
    const ticket = expectOk(await vault.deposit(secretText), 'deposit');
    const disk = await everythingOnDisk();
    expect(disk.length).toBeGreaterThan(secretText.length);
    expect(disk.includes(Buffer.from(secretText.subarray(0, 24)))).toBe(false);
    expect(disk.includes(Buffer.from(ticket.secret))).toBe(false);
  });

  it('of one byte too many is refused, of the longest length is kept', async () => {
    const longest = new Uint8Array(MAX_DEPOSIT_SIZE_BYTES);
    const ticket = expectOk(await vault.deposit(longest), 'deposit');
    expect(expectOk(await vault.read(ticket), 'read').length).toBe(MAX_DEPOSIT_SIZE_BYTES);
    expect(await vault.deposit(new Uint8Array(MAX_DEPOSIT_SIZE_BYTES + 1))).toMatchObject({
      error: { code: 'VAULT_TOO_LARGE' },
    });
  });

  it('is reported as damaged when its blob was changed, and when the master key is another', async () => {
    const ticket = expectOk(await vault.deposit(secretText), 'deposit');
    const blobs = await readdir(path.join(folder, 'blobs'), {
      recursive: true,
      withFileTypes: true,
    });
    const blob = blobs.find((entry) => entry.isFile());
    const place = path.join(blob?.parentPath ?? '', blob?.name ?? '');
    const content = await readFile(place);
    await vault.close();
    vault = await opened(new Uint8Array(32).fill(8));
    expect(await vault.read(ticket)).toMatchObject({ error: { code: 'VAULT_DAMAGED' } });
    content[50] = (content[50] ?? 0) ^ 1;
    await writeFile(place, content);
    await vault.close();
    vault = await opened();
    expect(await vault.read(ticket)).toMatchObject({ error: { code: 'VAULT_DAMAGED' } });
  });
});

describe('erasing', () => {
  it('leaves nothing of the file or its sealed key on disk, and says when it happened', async () => {
    const ticket = expectOk(await vault.deposit(secretText), 'deposit');
    const blobs = await readdir(path.join(folder, 'blobs'), {
      recursive: true,
      withFileTypes: true,
    });
    const blob = blobs.find((entry) => entry.isFile());
    const sealed = await readFile(path.join(blob?.parentPath ?? '', blob?.name ?? ''));
    const sealedKey = sealedKeyOnDisk();
    const before = await everythingOnDisk();
    expect(before.includes(sealed.subarray(0, 64))).toBe(true);
    expect(before.includes(sealedKey)).toBe(true);
    const erasure = expectOk(await vault.erase(ticket), 'erase');
    expect(await vault.read(ticket)).toEqual({
      ok: false,
      error: { code: 'VAULT_ERASED', erasedAtMs: erasure.erasedAtMs },
    });
    const after = await everythingOnDisk();
    expect(after.includes(sealed.subarray(0, 64))).toBe(false);
    expect(after.includes(sealedKey)).toBe(false);
    expect(await vault.erase(ticket)).toEqual({ ok: true, value: erasure });
    expect(await vault.erasures()).toEqual([erasure]);
  });

  it('is applied again to a vault restored from before it', async () => {
    const ticket = expectOk(await vault.deposit(secretText), 'deposit');
    expect(await vault.reapplyErasures([new Uint8Array(32), ticket.deposit])).toBe(1);
    expect(await vault.reapplyErasures([ticket.deposit])).toBe(0);
    expect(await vault.read(ticket)).toMatchObject({ error: { code: 'VAULT_ERASED' } });
  });
});
