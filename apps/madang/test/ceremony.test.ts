import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expectOk, fromHex, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { decodeGenesis, genesisHash, printFingerprint } from '@madang/protocol';
import { freeRange, hasCometBft } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contribution, readForm, textOf } from '../src/ceremony/forms.ts';
import {
  assemble,
  dataOf,
  join,
  PARTIES,
  type PlayedCeremony,
  publicFile,
  publicOf,
  step,
} from './support/ceremony.ts';
import { temporaryFolder } from './support/city.ts';
import { runHere, runMadang, type ServerProcess, startServer } from './support/server.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const isHere = await hasCometBft();
let played: PlayedCeremony;
let assembly: string;

beforeAll(async () => {
  const first = await freeRange(PARTIES.length);
  played = { folder: temporaryFolder(), ports: { api: first, p2p: first + 100 } };
  const apart = { ...played, run: runMadang };
  for (const id of PARTIES) expect((await join(apart, id)).err).toBe('');
  expect((await assemble(apart, 'assembly')).err).toBe('');
  assembly = path.join(played.folder, 'assembly');
});
afterAll(() => {
  rmSync(played.folder, { recursive: true, force: true });
});

const at = (...names: readonly string[]): string => path.join(played.folder, ...names);
const bytesAt = (...names: readonly string[]) => new Uint8Array(readFileSync(at(...names)));
const signatures = () => PARTIES.map((id) => publicFile(played, id, 'signature'));

/** Another text in the file of a contribution that somebody sent on. */
function changedCopy(id: string, from: string | RegExp, to: string): string {
  const file = at(`changed-${id}.json`);
  const text = readFileSync(publicFile(played, id, 'contribution'), 'utf8');
  expect(text).toMatch(from);
  writeFileSync(file, text.replace(from, to));
  return file;
}

const assembleFiles = (files: readonly string[]) =>
  runHere('ceremony', 'assemble', ...files, '--out', at('never'));

const contributions = () => PARTIES.map((id) => publicFile(played, id, 'contribution'));

describe('madang ceremony', () => {
  it('lets no secret out of a machine', () => {
    const secrets = PARTIES.flatMap((id) =>
      readdirSync(path.join(dataOf(played, id), 'secrets')).map(
        (name) =>
          readFileSync(path.join(dataOf(played, id), 'secrets', name), 'utf8').split(/\s/)[1],
      ),
    );
    expect(new Set(secrets).size).toBe(4 * 7 + 1);
    const public_ = [publicOf(played), assembly, path.join(assembly, 'contributions')];
    const texts = public_.flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => readFileSync(path.join(folder, name)).toString('latin1')),
    );
    expect(texts.length).toBe(4 + 5 + 4);
    for (const secret of secrets) {
      expect(secret).toMatch(/^[0-9a-f]{64}$/);
      const raw = Buffer.from(secret ?? '', 'hex').toString('latin1');
      expect(texts.some((text) => text.includes(secret ?? '') || text.includes(raw))).toBe(false);
    }
  });

  it('assembles the same bytes from the files in any order, also with other line ends', async () => {
    for (const file of readdirSync(publicOf(played))) {
      const text = readFileSync(path.join(publicOf(played), file), 'utf8');
      writeFileSync(at(`crlf-${file}`), text.replaceAll('\n', '\r\n'));
    }
    const files = PARTIES.map((id) => at(`crlf-${id}.contribution.json`)).reverse();
    const again = await runHere('ceremony', 'assemble', ...files, '--out', at('again'));
    expect(again.err).toBe('');
    for (const name of ['genesis.cbor', 'policy.txt', 'network-genesis.json', 'ceremony.json']) {
      expect(bytesAt('again', name)).toEqual(bytesAt('assembly', name));
    }
  });

  it('makes a genesis of what the institutions said, and shows its hash', async () => {
    const bytes = bytesAt('assembly', 'genesis.cbor');
    const genesis = expectOk(decodeGenesis(bytes), 'a genesis');
    expect(genesis).toMatchObject({ name: 'harbour', time: Date.UTC(2026, 0, 2, 3, 4, 5) });
    for (const [n, id] of PARTIES.entries()) {
      const file = publicFile(played, id, 'contribution');
      const { statement } = expectOk(readForm(contribution, file), 'a contribution');
      expect(genesis.institutions[n]).toMatchObject({
        id,
        operator: statement.institution.operator,
      });
      expect(genesis.institutions[n]!.governance).toEqual(statement.keys.governance);
      expect(genesis.nodeKeys[n]!).toEqual(statement.keys.node);
    }
    expect(genesis.grants.filter(({ role }) => role === 'document.issuer')).toHaveLength(1);
    const said = await step(played, 'audit', 'check', assembly);
    expect(said.out).toContain(printFingerprint(genesisHash(bytes)));
    expect(said.out).toContain(printFingerprint(sha256(bytesAt('assembly', 'policy.txt'))));
    expect(said.out).toMatch(/([0-9a-f]{4} ){15}[0-9a-f]{4}$/m);
  });

  it('refuses, each in one sentence, contributions that do not belong together', async () => {
    const [audit = '', city = '', district = '', university = ''] = contributions();
    const refused = async (files: readonly string[], code: string): Promise<void> => {
      const ended = await assembleFiles(files);
      expect(ended.err).toMatch(new RegExp(`^[^\\n]+ \\(${code}\\)\\n$`));
      expect(ended.status).toBe(1);
      expect(existsSync(at('never'))).toBe(false);
    };
    const moved = changedCopy('city', '"host": "127.0.0.1"', '"host": "192.0.2.1"');
    await refused([audit, moved, district, university], 'CONTRIBUTION_CHANGED');
    const unproven = at('unproven.json');
    writeFileSync(unproven, withOtherProof(city));
    await refused([audit, unproven, district, university], 'PROOF_WRONG');
    await refused([audit, city, district], 'INSTITUTION_COUNT');
    await refused([audit, city, district, university, city], 'INSTITUTION_TWICE');
    await refused([audit, city, district, at('nothing.json')], 'NO_SUCH_FILE');
    await refused([audit, city, district, at('assembly/ceremony.json')], 'CEREMONY_FILE_NOT_VALID');
    writeFileSync(at('long.json'), ' '.repeat(70_000));
    await refused([audit, city, district, at('long.json')], 'CEREMONY_FILE_NOT_VALID');
    const other = { ...played, folder: at('other') };
    mkdirSync(other.folder);
    await join(other, 'university', { time: '2026-01-02T03:04:06Z' });
    const stranger = publicFile(other, 'university', 'contribution');
    await refused([audit, city, district, stranger], 'OTHER_CEREMONY');
    cpSync(path.join(dataOf(played, 'city'), 'secrets/city.cosigner.key'), copyOf('cosigner'));
    await join(other, 'district');
    await refused(
      [audit, city, publicFile(other, 'district', 'contribution'), university],
      'CEREMONY_KEY_TWICE',
    );
  });

  it('names the option that is missing or means nothing', async () => {
    const other = { ...played, folder: at('typed') };
    const refused = async (changes: Readonly<Record<string, string>>, name: string) => {
      const ended = await join(other, 'audit', changes);
      expect(ended.err).toMatch(/^[^\n]+ \(CEREMONY_OPTION_NOT_VALID\)\n$/);
      expect(ended.err).toContain(`--${name} `);
      expect(existsSync(dataOf(other, 'audit'))).toBe(false);
    };
    await refused({ ledger: 'Harbour' }, 'ledger');
    await refused({ 'title-ko': '' }, 'title-ko');
    await refused({ name: 'two\nlines' }, 'name');
    await refused({ time: 'tomorrow' }, 'time');
    await refused({ 'p2p-port': '0' }, 'p2p-port');
    await refused({ host: 'a b' }, 'host');
    await refused({ api: 'https://example.org/api' }, 'api');
    expect((await step(other, 'audit', 'dance')).err).toMatch(/^Say one of: .*\(USAGE\)\n$/);
  });

  const copyOf = (use: string): string => {
    const folder = at('other/district/secrets');
    mkdirSync(folder, { recursive: true });
    return path.join(folder, `district.${use}.key`);
  };

  it('refuses to sign what is not what this machine gave, or was changed', async () => {
    const refused = async (id: string, folder: string, code: string): Promise<void> => {
      const ended = await step(played, id, 'sign', at(folder), '--out', at('unsigned'));
      expect(ended.err).toMatch(new RegExp(`^[^\\n]+ \\(${code}\\)\\n$`));
      expect(existsSync(at('unsigned'))).toBe(false);
    };
    cpSync(assembly, at('edited'), { recursive: true });
    const policy = readFileSync(at('edited/policy.txt'), 'utf8');
    writeFileSync(
      at('edited/policy.txt'),
      policy.replace('group executors 3', 'group executors 1'),
    );
    await refused('audit', 'edited', 'ASSEMBLY_DIFFERS');
    await refused('audit', 'nowhere', 'NO_ASSEMBLY');
    const thief = { ...played, folder: at('thief') };
    mkdirSync(thief.folder);
    await join(thief, 'audit');
    const stolen = [publicFile(thief, 'audit', 'contribution'), ...contributions().slice(1)];
    await runHere('ceremony', 'assemble', ...stolen, '--out', at('stolen'));
    await refused('audit', 'stolen', 'CONTRIBUTION_NOT_OURS');
    const fifth = { ...played, folder: at('fifth') };
    mkdirSync(fifth.folder);
    await join(fifth, 'water');
    const without = [...contributions().slice(1), publicFile(fifth, 'water', 'contribution')];
    await runHere('ceremony', 'assemble', ...without, '--out', at('without'));
    await refused('audit', 'without', 'CONTRIBUTION_MISSING');
    await refused('stranger', 'assembly', 'NOT_JOINED');
  });

  it('starts no other ledger in a folder whose ceremony is under way', async () => {
    const started = await runHere('start', '--data', dataOf(played, 'audit'), '--port', '0');
    expect(started.err).toMatch(/\(CEREMONY_UNFINISHED\)\n$/);
  });

  it('installs only what every institution signed', async () => {
    const apart = { ...played, run: runMadang };
    for (const id of PARTIES) {
      const signed = await step(apart, id, 'sign', assembly, '--out', publicOf(played));
      expect(signed.err).toBe('');
    }
    const refused = async (files: readonly string[], code: string): Promise<void> => {
      const ended = await step(played, 'city', 'finish', assembly, ...files);
      expect(ended.err).toMatch(new RegExp(`^[^\\n]+ \\(${code}\\)\\n$`));
      expect(existsSync(path.join(dataOf(played, 'city'), 'genesis.cbor'))).toBe(false);
    };
    const [audit = '', city = '', district = ''] = signatures();
    await refused([audit, city, district], 'SIGNATURE_MISSING');
    await refused([audit, audit, city, district], 'SIGNATURE_MISSING');
    const text = readFileSync(audit, 'utf8');
    writeFileSync(at('renamed.json'), text.replace('"audit"', '"university"'));
    await refused([audit, city, district, at('renamed.json')], 'SIGNATURE_WRONG');
    const digest = /"assembly": "([0-9a-f]{64})"/.exec(text)?.[1] ?? '';
    writeFileSync(
      at('old.json'),
      text.replace(digest, toHex(sha256(expectOk(fromHex(digest), 'hex')))),
    );
    await refused([at('old.json'), city, district], 'SIGNATURE_OF_ANOTHER');
    for (const id of PARTIES) {
      const done = await step(
        played,
        id,
        'finish',
        assembly,
        ...signatures(),
        '--listen',
        '127.0.0.1',
      );
      expect(done.err).toBe('');
    }
    const again = await step(played, 'city', 'finish', assembly, ...signatures());
    expect(again.err).toMatch(/\(LEDGER_EXISTS\)\n$/);
    expect((await join(played, 'city')).err).toMatch(/\(LEDGER_EXISTS\)\n$/);
  });

  it.skipIf(!isHere)('runs: a record made on one node has a receipt that verifies', async () => {
    const nodes: ServerProcess[] = [];
    try {
      const starting = PARTIES.map((id, n) =>
        startServer(dataOf(played, id), '--port', String(played.ports.api + n)),
      );
      nodes.push(...(await Promise.all(starting)));
      writeFileSync(at('letter.txt'), 'a letter to the harbour\n');
      const url = `http://127.0.0.1:${String(played.ports.api + 2)}`;
      const noted = await runMadang(
        'notarise',
        at('letter.txt'),
        '--at',
        url,
        '--out',
        at('receipts'),
      );
      expect(noted.err).toMatch(/^A new key was made/);
      const [receipt = ''] = noted.out.match(/\S+\.receipt/) ?? [];
      const elsewhere = `http://127.0.0.1:${String(played.ports.api)}`;
      const verified = await runMadang(
        'verify',
        receipt,
        '--policy',
        at('assembly/policy.txt'),
        '--file',
        at('letter.txt'),
        '--at',
        elsewhere,
      );
      expect(verified).toMatchObject({ status: 0, err: '' });
    } finally {
      await Promise.all(nodes.map((node) => node.stop('SIGTERM')));
    }
  });
});

/** The contribution with another proof for the consensus key, of the right form. */
function withOtherProof(file: string): string {
  const one = expectOk(readForm(contribution, file), 'a contribution');
  const { governance } = one.proofs;
  return textOf(contribution, { ...one, proofs: { ...one.proofs, consensus: governance } });
}
