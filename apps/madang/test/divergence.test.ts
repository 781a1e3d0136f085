import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectOk } from '@madang/base';
import { createMachine, type Machine } from '@madang/kernel';
import { type LedgerOptions, openLedger } from '@madang/node';
import { services } from '@madang/services';
import { actor, actSigner, freePort, notariseFiles, sealFiles } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';
import { readGenesis } from '../src/data/city.ts';
import { foundLedger } from '../src/data/found.ts';
import { readSigningKey } from '../src/data/key-file.ts';
import { layoutOf, secretFile } from '../src/data/layout.ts';
import { gaon } from '../src/demo/gaon.ts';
import { temporaryFolder } from './support/city.ts';
import { runHere, type ServerProcess, startServer } from './support/server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CORRUPT = fileURLToPath(
  new URL('../../../packages/node/test/children/corrupt-state.ts', import.meta.url),
);
const foundedAt = Date.now();
/** The clock of all nodes stands still, so that they make the same blocks of the same acts. */
const now = () => foundedAt + 1_000;

let folder: string;
const at = (name: string): string => path.join(folder, name);

/** Puts the act of somebody on record in a block of its own, the same in every folder. */
async function note(name: string, by: string, options: Partial<LedgerOptions> = {}): Promise<void> {
  const layout = layoutOf(at(name));
  const ledger = expectOk(
    await openLedger({
      ...{ folder: layout.ledger, machine: createMachine(services), verifyWorkers: 0 },
      genesis: expectOk(readGenesis(layout), 'its genesis').bytes,
      nodeKey: expectOk(readSigningKey(secretFile(layout, 'node')), 'its key'),
      clock: now,
      ...options,
    }),
    'it opens',
  );
  const sealed = await sealFiles([Buffer.from(by)]);
  const sign = actSigner(ledger.chain, options.clock ?? now);
  const { envelope } = sign(notariseFiles(actor(by), sealed));
  expectOk(await ledger.submit(envelope), 'it is taken');
  await ledger.close();
}

/** Puts acts on record of which the first is no longer kept. */
async function forget(name: string): Promise<void> {
  const rules = createMachine(services);
  const machine: Machine = {
    ...rules,
    execute: (input) => {
      const result = rules.execute(input);
      const short = { retention: 'ninety-days' } as const;
      return { ...result, transactions: result.transactions.map((one) => ({ ...one, ...short })) };
    },
  };
  for (const days of [0, 3, 92]) {
    const later = () => now() + days * 86_400_000;
    await note(name, `day ${String(days)}`, { machine, clock: later });
  }
}

/** Changes a value of a folder's state; gives the table and the rest of its key. */
function corrupt(name: string): { readonly table: string; readonly key: string } {
  // The first key is of the service `document`, whose name comes first.
  const said = execFileSync(process.execPath, [CORRUPT, path.join(at(name), 'ledger'), '0']);
  const [hex = ''] = said.toString().split(' ');
  const [head = ''] = /^document\/[a-z-]+\//.exec(Buffer.from(hex, 'hex').toString('latin1')) ?? [];
  return { table: head.slice(0, -1), key: hex.slice(2 * head.length) };
}

const copy = (from: string, to: string) => cpSync(at(from), at(to), { recursive: true });
const compare = (own: string, ...others: readonly string[]) =>
  runHere('divergence', ...others, '--data', at(own));

let changed: { readonly table: string; readonly key: string };
let lost: { readonly table: string; readonly key: string };
let quiet: { readonly table: string; readonly key: string };
let server: ServerProcess;

beforeAll(async () => {
  folder = temporaryFolder();
  expectOk(foundLedger(layoutOf(at('right')), gaon, foundedAt), 'founded');
  copy('right', 'gone');
  await note('right', 'first');
  copy('right', 'short');
  copy('right', 'wrong');
  changed = corrupt('wrong');
  for (const name of ['right', 'wrong']) await note(name, 'second');
  copy('right', 'same');
  copy('right', 'quiet');
  quiet = corrupt('quiet');
  copy('short', 'forked');
  await note('forked', 'third');
  expectOk(foundLedger(layoutOf(at('other')), gaon, foundedAt), 'another is founded');
  await note('other', 'first');
  await forget('gone');
  copy('gone', 'gone-too');
  lost = corrupt('gone-too');
  copy('right', 'served');
  server = await startServer(at('served'));
});
afterAll(async () => {
  await server.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('madang divergence', () => {
  it('says that folders are one, the shorter one as far as it has come', async () => {
    const { status, out, err } = await compare('right', at('same'), at('short'));
    expect([status, err]).toEqual([0, '']);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toBe(`${at('right')}: block 2, 6 entries.`);
    expect(lines[1]).toBe(`${at('same')}: block 2, 6 entries; the same as far as both have come.`);
    expect(lines[2]).toBe(`${at('short')}: block 1, 4 entries; the same as far as both have come.`);
    expect(lines[3]).toBe('The states are one.');
  });

  it('names block and key of a node whose store was changed, and what to do', async () => {
    const { status, out } = await compare('wrong', at('right'), at('same'));
    expect(status).toBe(1);
    expect(out).toContain(
      `${at('right')}: block 2, 6 entries; differs at block 2: the same transactions came to another state.`,
    );
    expect(out).toContain(
      `The first key that differs: service document, record ${changed.table}, key ${changed.key} (hexadecimal): another value. Keys that differ by service: document 1.`,
    );
    expect(out).toContain(
      `${at('wrong')} is not what the rules of this build make of its own log.`,
    );
    expect(out).toContain('madang network resync');
    expect(out.trimEnd()).toMatch(/\(NODE_DIVERGED\)$/);
  });

  it('finds the same from the side of a node that is right', async () => {
    const { status, out } = await compare('right', at('wrong'), at('same'));
    expect(status).toBe(1);
    expect(out).toContain(`record ${changed.table}, key ${changed.key} (hexadecimal)`);
    expect(out).toContain(`${at('wrong')} is not what the rules of this build make`);
    expect(out).not.toContain(`${at('right')} is not`);
  });

  it('finds a change that no block has shown yet', async () => {
    for (const [own, other] of [
      ['quiet', 'same'],
      ['same', 'quiet'],
      ['quiet', 'short'],
    ] as const) {
      const { status, out } = await compare(own, at(other));
      expect(status).toBe(1);
      expect(out).toContain('the log is the same, records below it are not');
      expect(out).toContain(`record ${quiet.table}, key ${quiet.key} (hexadecimal)`);
      expect(out).toContain(`${at('quiet')} is not what the rules`);
    }
  });

  it('compares with a running node by its address, and a running node with a folder', async () => {
    const same = await compare('same', server.origin);
    expect(same).toMatchObject({ status: 0, out: expect.stringContaining('The states are one.') });
    const parted = await compare('wrong', server.origin);
    expect(parted.status).toBe(1);
    expect(parted.out).toContain(`${server.origin}: block 2, 6 entries; differs at block 2`);
    expect(parted.out).toContain(`key ${changed.key} (hexadecimal)`);
    expect(parted.out).toContain(`${at('wrong')} is not what the rules`);
    const running = await compare('served', at('wrong'));
    expect(running.status).toBe(1);
    expect(running.out).toContain(`${at('wrong')} is not what the rules`);
  });

  it('names the key, and not who is wrong, where a transaction is no longer kept', async () => {
    const { status, out } = await compare('gone', at('gone-too'));
    expect(status).toBe(1);
    expect(out).toContain(`record ${lost.table}, key ${lost.key} (hexadecimal)`);
    expect(out).toContain('Which of them is wrong cannot be told here: Block 1 cannot be executed');
    expect(out).not.toContain('is not what the rules');
  });

  it('tells two histories from two states', async () => {
    const { status, out } = await compare('right', at('forked'));
    expect(status).toBe(1);
    expect(out).toContain('differs at block 2: other transactions stand there');
    expect(out).toContain('These are two histories');
  });

  it('refuses in one sentence what cannot be compared, and compares the rest', async () => {
    const other = await compare('right', at('other'));
    expect(other.status).toBe(2);
    expect(other.err).toMatch(/^[^\n]+ another ledger [^\n]+ \(LEDGER_OF_ANOTHER\)\n$/);
    const nobody = `http://127.0.0.1:${String(await freePort())}`;
    const silent = await compare('right', nobody, at('same'));
    expect(silent.status).toBe(2);
    expect(silent.err).toMatch(/^[^\n]+ \(NODE_SILENT\)\n$/);
    expect(silent.out).toContain(`${at('same')}: block 2`);
    expect(silent.out).not.toContain('The states are one.');
    expect((await compare('right', nobody, at('wrong'))).status).toBe(1);
    const none = await compare('right', at('nowhere'));
    expect(none).toMatchObject({ status: 2, err: expect.stringMatching(/\(NO_LEDGER\)\n$/) });
    expect(await compare('nowhere', at('right'))).toMatchObject({ status: 2 });
    expect((await runHere('divergence')).status).toBe(2);
  });

  it('says it in Korean', async () => {
    let said = '';
    const say = (line: string) => {
      said += `${line}\n`;
    };
    const terminal = { language: 'ko', isInteractive: false, draw: say, say, note: say } as const;
    const words = ['divergence', at('right'), '--data', at('wrong')];
    expect(await runCommandLine(words, terminal)).toBe(1);
    expect(said).toContain(`처음으로 다른 키: 서비스 document, 종류 ${changed.table}`);
    expect(said).not.toMatch(/differs|first key/);
  });
});
