import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { actor, governing, openTestLedger, possessionOf, type TestLedger } from '@madang/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layoutOf, secretFile } from '../src/data/layout.ts';
import { followSettings } from '../src/network/followed-settings.ts';
import { type FollowedKey, followValidatorKey } from '../src/network/validator-key.ts';
import { temporaryFolder } from './support/city.ts';

const layout = layoutOf(temporaryFolder());
const fileOf = (word: string) => secretFile(layout, `city.consensus${word}`);
const keyLine = (name: string) => `ed25519 ${toHex(sha256(utf8(`key of ${name}`)))}\n`;
const hexOf = (name: string) => toHex(actor(name).keyPair.publicKey);

let ledger: TestLedger;
let said: string[] = [];
beforeEach(async () => {
  ledger = await openTestLedger();
  said = [];
  rmSync(layout.secrets, { recursive: true, force: true });
  mkdirSync(layout.secrets, { recursive: true });
  writeFileSync(fileOf(''), keyLine('city-consensus'));
});
afterEach(() => ledger.close());

/** A node that has just been started: it remembers nothing. */
function started(institution = 'city'): FollowedKey {
  const noteFailure = (failure: string) => said.push(failure);
  return followValidatorKey({ layout, institution, afterHeight: 0, noteFailure });
}

const begun = (key: FollowedKey) => toHex(key.begin(ledger.ledger()).publicKey);

/** One more block, in which nothing of this happens. */
async function another(): Promise<void> {
  const claim = { institution: 'audit', kind: 'cosigner' } as const;
  const fresh = actor(`audit ${String(ledger.ledger().height())}`);
  const possession = possessionOf(ledger.chain, fresh, claim);
  const payload = { ...claim, key: toHex(fresh.keyPair.publicKey), possession };
  await ledger.send({ act: 'governance.rotateKey', payload, by: actor('audit-governance') });
}

async function rotate(): Promise<void> {
  const make = governing(ledger.chain, ledger.nowMs);
  const { envelope } = make.rotateOwn('city', actor('the next'));
  expect((await ledger.submit(envelope)).ok).toBe(true);
}

describe('the key with which CometBFT votes', () => {
  it('is exchanged after the last block of the old one', async () => {
    writeFileSync(fileOf('-next'), keyLine('the next'));
    const key = started();
    expect(begun(key)).toBe(hexOf('city-consensus'));
    expect(key.isOther(ledger.ledger())).toBe(false);
    await rotate();
    // Recorded in block H: H + 1 is still the old key's.
    expect(key.isOther(ledger.ledger())).toBe(false);
    await another();
    expect(key.isOther(ledger.ledger())).toBe(true);
    expect(begun(key)).toBe(hexOf('the next'));
    expect(key.isOther(ledger.ledger())).toBe(false);
    expect(said).toEqual([]);
  });

  it('is the same after a crash at any moment, and however its files are called', async () => {
    writeFileSync(fileOf('-next'), keyLine('the next'));
    await rotate();
    await ledger.reopen();
    expect(begun(started())).toBe(hexOf('city-consensus'));
    await another();
    await ledger.reopen();
    expect(begun(started())).toBe(hexOf('the next'));
    // Between two moves of an operator who tidies up there is no file of the plain name.
    renameSync(fileOf(''), fileOf('-old'));
    expect(begun(started())).toBe(hexOf('the next'));
    renameSync(fileOf('-next'), fileOf(''));
    expect(begun(started())).toBe(hexOf('the next'));
    expect(said).toEqual([]);
  });

  it('is taken up late where it comes late, and one sentence says that it is missing', async () => {
    const key = started();
    begun(key);
    await rotate();
    await another();
    for (const _ of [1, 2]) expect(key.isOther(ledger.ledger())).toBe(false);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`takes votes of city with the key ${hexOf('the next')}`);
    writeFileSync(fileOf('-next'), keyLine('the next'));
    expect(key.isOther(ledger.ledger())).toBe(true);
    expect(begun(key)).toBe(hexOf('the next'));
  });

  it('of an institution that is none yet is some key, with which nothing is signed', () => {
    writeFileSync(secretFile(layout, 'newcomer.consensus'), keyLine('newcomer-consensus'));
    const key = started('newcomer');
    expect(begun(key)).toBe(hexOf('newcomer-consensus'));
    expect(key.isOther(ledger.ledger())).toBe(false);
    expect(said).toEqual([]);
  });
});

describe('the settings of a network', () => {
  const node = (institution: string) => ({
    ...{ institution, id: 'a'.repeat(40), host: '127.0.0.1', port: 26_656 },
    api: `http://${institution}.example`,
  });
  const settings = (...ids: readonly string[]) => ({
    ...{ format: 1, institution: 'city', listen: '0.0.0.0', pace: 'wide' as const },
    nodes: ids.map(node),
  });
  const write = (content: object) => writeFileSync(layout.network, JSON.stringify(content));

  it('are taken again when their file changes, if it still is of this node', async () => {
    write(settings('city'));
    let changes = 0;
    const followed = followSettings({
      ...{ layout, first: settings('city'), everyMs: 10 },
      onChange: () => {
        changes += 1;
      },
      noteFailure: (failure) => said.push(failure),
    });
    const names = () => followed.now().nodes.map(({ institution }) => institution);
    write(settings('city', 'newcomer'));
    await expect.poll(names).toEqual(['city', 'newcomer']);
    expect(changes).toBe(1);
    write({ ...settings('city', 'audit'), institution: 'audit' });
    await expect.poll(() => said.length).toBe(1);
    write({ nodes: 'nobody at all' });
    await expect.poll(() => said.length).toBe(2);
    expect(names()).toEqual(['city', 'newcomer']);
    expect(changes).toBe(1);
    followed.stop();
  });
});
