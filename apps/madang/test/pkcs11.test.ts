import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { checkCosignature, cosignerName, parseCheckpoint } from '@madang/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSigner } from '../src/data/open-signer.ts';
import {
  assemble,
  dataOf,
  join,
  PARTIES,
  type PlayedCeremony,
  publicOf,
  step,
} from './support/ceremony.ts';
import { temporaryFolder } from './support/city.ts';
import { runHere, startServer } from './support/server.ts';

vi.setConfig({ testTimeout: 120_000 });

const MODULE = '/usr/lib/softhsm/libsofthsm2.so';
const isHere =
  existsSync(MODULE) &&
  ['softhsm2-util', 'pkcs11-tool'].every((name) => spawnSync(name, ['--help']).error === undefined);
if (!isHere) {
  process.stderr.write('Keys behind a token are not tested: install softhsm2 and opensc.\n');
}

describe.skipIf(!isHere)('a key behind a token', () => {
  const folder = temporaryFolder();
  const at = (name: string): string => path.join(folder, name);
  const PIN = '48151623';
  const reference = (id: string) => `pkcs11 pkcs11:token=gaon;id=%${id}?module-path=${MODULE}\n`;
  const withPin = (pin: string): void => {
    writeFileSync(at('pin'), `${pin}\n`);
    vi.stubEnv('MADANG_PIN_FILE', at('pin'));
  };
  const makeKey = (id: string, type: string): void => {
    const key = ['--keypairgen', '--key-type', type, '--id', id, '--label', `key ${id}`];
    const words = ['--module', MODULE, '--token-label', 'gaon', '--login', '--pin', PIN, ...key];
    execFileSync('pkcs11-tool', words, { stdio: 'ignore' });
  };

  beforeAll(() => {
    mkdirSync(at('tokens'));
    writeFileSync(at('softhsm.conf'), `directories.tokendir = ${at('tokens')}\n`);
    vi.stubEnv('SOFTHSM2_CONF', at('softhsm.conf'));
    withPin(PIN);
    const words = ['--init-token', '--free', '--label', 'gaon', '--so-pin', '1234', '--pin', PIN];
    execFileSync('softhsm2-util', words, { stdio: 'ignore' });
    makeKey('01', 'EC:edwards25519');
    makeKey('02', 'EC:edwards25519');
    makeKey('03', 'EC:prime256v1');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes part in a ceremony, and never leaves the token', async () => {
    const played: PlayedCeremony = { folder: at('played'), ports: { api: 20_000, p2p: 20_100 } };
    const secrets = path.join(dataOf(played, 'audit'), 'secrets');
    mkdirSync(secrets, { recursive: true });
    writeFileSync(path.join(secrets, 'audit.governance.key'), reference('01'));
    writeFileSync(path.join(secrets, 'audit.cosigner.key'), reference('02'));
    for (const id of PARTIES) expect((await join(played, id)).err).toBe('');
    expect((await assemble(played, 'assembly')).err).toBe('');
    const assembly = path.join(played.folder, 'assembly');
    for (const id of PARTIES) {
      const signed = await step(played, id, 'sign', assembly, '--out', publicOf(played));
      expect(signed.err).toBe('');
    }
    const files = readdirSync(publicOf(played)).filter((name) => name.includes('.signature.'));
    const signatures = files.map((name) => path.join(publicOf(played), name));
    expect((await step(played, 'audit', 'finish', assembly, ...signatures)).err).toBe('');
    expect(readFileSync(path.join(secrets, 'audit.governance.key'), 'utf8')).toBe(reference('01'));
  });

  it('cosigns the checkpoints of a server', async () => {
    const data = at('data');
    const file = path.join(data, 'secrets', 'operator.cosigner.key');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `ed25519 ${'07'.repeat(32)}\n`);
    expect((await runHere('init', '--empty', '--data', data)).status).toBe(0);
    writeFileSync(file, reference('02'));
    const server = await startServer(data);
    const text = await (await fetch(`${server.origin}/log/checkpoint`)).text();
    const { checkpoint, note } = expectOk(parseCheckpoint(text), 'a checkpoint');
    const { publicKey: key } = expectOk(await openSigner(file), 'the token');
    const name = cosignerName('madang', 'operator');
    expect(await checkCosignature({ name, key, checkpoint, note })).toBeDefined();
    await server.stop('SIGTERM');
  });

  it('says in one sentence what is wrong', async () => {
    const refused = async (line: string, code: string): Promise<void> => {
      writeFileSync(at('some.key'), line);
      const ended = await runHere('key', 'show', at('some.key'));
      expect(ended.err).toMatch(new RegExp(`^[^\\n]+ \\(${code}\\)\\n$`));
    };
    await refused(reference('09'), 'TOKEN_KEY_MISSING');
    await refused(reference('03'), 'TOKEN_KEY_MISSING');
    await refused(reference('01').replace('gaon', 'elsewhere'), 'TOKEN_KEY_MISSING');
    await refused(reference('01').replace('libsoft', 'nosuch'), 'TOKEN_KEY_MISSING');
    await refused('pkcs11 pkcs11:token=gaon\n', 'TOKEN_URI_NOT_VALID');
    await refused(`${reference('01').trimEnd()}&pin-value=1\n`, 'TOKEN_URI_NOT_VALID');
    withPin('0000');
    await refused(reference('01'), 'TOKEN_REFUSED');
    vi.stubEnv('MADANG_PIN_FILE', at('nowhere'));
    await refused(reference('01'), 'PIN_NEEDED');
    withPin(PIN);
    writeFileSync(at('some.key'), reference('01'));
    expect((await openSigner(at('some.key'))).ok).toBe(true);
  });
});
