import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from './support/city.ts';
import { beginMadang, runMadang, type ServerProcess, startServer } from './support/server.ts';

// Each command is a process of its own, and other tests run beside them.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const NAMES = ['audit-office', 'college', 'press'] as const;
const AUDIT = path.join(import.meta.dirname, '../../audit/madang-audit.mjs');

let folder: string;
let data: string;
let city: ServerProcess;
const witnesses = new Map<string, ServerProcess>();
let portOfCollege = '';
const at = (name: string): string => path.join(folder, name);

/** Three institutions cosign without a node; two of them and the executors make the quorum. */
beforeAll(async () => {
  folder = temporaryFolder();
  data = at('data');
  expect((await runMadang('init', '--data', data)).status).toBe(0);
  const policyFile = path.join(data, 'policy.txt');
  const own = readFileSync(policyFile, 'utf8');
  const lines: string[] = [];
  for (const name of NAMES) {
    const words = ['--data', at(name), '--name', `${name}.example/1`, '--policy', policyFile];
    const made = await runMadang('witness', 'init', ...words);
    const [, key = ''] = /^key +(\S+)$/m.exec(made.out) ?? [];
    lines.push(`witness ${name} ${key}`);
    witnesses.set(name, await beginMadang('witness', '--data', at(name), '--port', '0').ready());
  }
  const policy = [
    own.replace(/^quorum .*\n/m, '').trimEnd(),
    ...lines,
    `group watchers 2 ${NAMES.join(' ')}`,
    'group everybody all executors watchers',
    'quorum everybody',
    '',
  ].join('\n');
  writeFileSync(policyFile, policy);
  const addresses = NAMES.map((name) => ({ name, url: witnesses.get(name)?.origin }));
  const settings = { format: 1, maxWaitMs: 2_000, timeoutMs: 1_000, witnesses: addresses };
  writeFileSync(path.join(data, 'witnesses.json'), JSON.stringify(settings));
  city = await startServer(data);
});
afterAll(async () => {
  await city.stop('SIGKILL');
  for (const witness of witnesses.values()) await witness.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Kills a witness; who was killed before is not stopped again afterwards. */
async function kill(name: (typeof NAMES)[number]): Promise<void> {
  expect(await witnesses.get(name)?.stop('SIGKILL')).toBe('SIGKILL');
  witnesses.delete(name);
}

/** Puts a file on record and checks its receipt offline, with both verifiers. */
async function receiptFor(name: string) {
  mkdirSync(at(name));
  writeFileSync(at(`${name}/paper.txt`), `This is ${name}.`);
  const out = at(`${name}/receipts`);
  const noted = await runMadang(
    ...['notarise', at(`${name}/paper.txt`), '--at', city.origin, '--out', out],
  );
  expect(noted).toMatchObject({ status: 0 });
  const receipt = path.join(out, 'paper.txt.receipt');
  const verified = await runMadang('verify', receipt);
  const audited = spawnSync(process.execPath, [AUDIT, receipt], { encoding: 'utf8' });
  return { verified, audited };
}

describe('a city whose checkpoints three institutions without a node cosign', () => {
  it('says that it is witnessed, and by whom', async () => {
    const status = await (await fetch(`${city.origin}/api/status`)).json();
    expect(status).toMatchObject({ engine: 'witnessed' });
    const ledger = await (await fetch(`${city.origin}/api/ledger`)).json();
    expect(ledger).toMatchObject({ engine: 'witnessed' });
    await expect
      .poll(async () => {
        const metrics = await (await fetch(`${city.origin}/metrics`)).text();
        return NAMES.filter((name) =>
          new RegExp(`answers_total\\{witness="${name}",kind="cosigned"\\} [1-9]`).test(metrics),
        );
      })
      .toEqual([...NAMES]);
  });

  it('gives receipts that both verifiers accept under the policy that asks for two of three', async () => {
    const { verified, audited } = await receiptFor('first');
    expect(verified.out).toMatch(/CHECKED/);
    expect(verified.status).toBe(0);
    expect(
      verified.out.match(/Cosigned by.*(audit-office|college|press)/g)?.length,
    ).toBeGreaterThan(1);
    expect(audited.stdout).toMatch(/college/);
    expect(audited.status).toBe(0);
  });

  it('goes on with one of them dead', async () => {
    await kill('press');
    const { verified, audited } = await receiptFor('second');
    expect([verified.status, audited.status]).toEqual([0, 0]);
    await expect.poll(() => city.output()).toMatch(/"method":"WITNESS","path":"\/press"/);
  });

  it('gives receipts that nobody takes for witnessed when two are dead', async () => {
    portOfCollege = new URL(witnesses.get('college')?.origin ?? '').port;
    await kill('college');
    const { verified, audited } = await receiptFor('third');
    expect(verified.status).toBe(2);
    expect(verified.out).toMatch(/Fewer institutions have cosigned than the policy asks for/);
    expect(audited.status).toBe(2);
  });

  it('goes on by itself when one comes back', async () => {
    const words = ['--data', at('college'), '--port', portOfCollege];
    const again = await beginMadang('witness', ...words).ready();
    witnesses.set('college', again);
    await expect
      .poll(
        async () => {
          const status = await (await fetch(`${city.origin}/api/status`)).json();
          const { size, witnesses: all } = status as {
            size: number;
            witnesses: { size: number }[];
          };
          return all.filter((one) => one.size === size).length;
        },
        { timeout: 30_000, interval: 200 },
      )
      .toBe(2);
    const { verified, audited } = await receiptFor('fourth');
    expect([verified.status, audited.status]).toEqual([0, 0]);
  });
});

describe('madang start', () => {
  it.each([
    ['{', /witnesses\.json cannot be read.*\(DATA_DAMAGED\)/],
    ['{"format":1,"witnesses":[{"name":"nobody","url":"https://a"}]}', /\(WITNESS_NOT_IN_POLICY\)/],
    [
      '{"format":1,"witnesses":[{"name":"press","url":"http://press.example"}]}',
      /\(WITNESS_ADDRESS_NOT_VALID\)/,
    ],
    [
      '{"format":1,"witnesses":[{"name":"press","url":"ftp://localhost"}]}',
      /\(WITNESS_ADDRESS_NOT_VALID\)/,
    ],
  ])('refuses witnesses that make no sense: %s', async (text, sentence) => {
    const copy = at('copy');
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy);
    for (const name of ['secrets', 'genesis.cbor', 'policy.txt', 'city.json']) {
      execFileSync('cp', ['-r', path.join(data, name), copy]);
    }
    writeFileSync(path.join(copy, 'witnesses.json'), text);
    const refused = await runMadang('start', '--data', copy, '--port', '0');
    expect(refused).toMatchObject({ status: 1 });
    expect(refused.err).toMatch(sentence);
  });
});
