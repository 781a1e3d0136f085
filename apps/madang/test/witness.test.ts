import { createPublicKey, verify } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectOk, fromHex, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { parsePolicy } from '@madang/protocol';
import { checkEquivocation } from '@madang/protocol/trust';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';
import type { Terminal } from '../src/terminal.ts';
import { temporaryFolder } from './support/city.ts';
import { beginMadang, runMadang, type ServerProcess } from './support/server.ts';
import { addRequest, type ToyLog, toyLog, toyPolicy } from './support/toy-log.ts';

// Each command is a process of its own, and other tests run beside them.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const NAME = 'witness.example/1';
let folder: string;
let data: string;
let vkey: string;
let server: ServerProcess;
const log = toyLog('toy');
/** The same key, another history from leaf 5 on. */
const fork = toyLog('toy', (index) => `leaf ${String(index)}${index < 5 ? '' : ' forked'}`);

const startWitness = () => beginMadang('witness', '--data', data, '--port', '0').ready();

async function makeWitness(...logs: readonly ToyLog[]): Promise<void> {
  data = path.join(folder, `witness-${String(readdirSync(folder).length)}`);
  for (const [index, one] of logs.entries()) {
    const policy = path.join(folder, `policy-${one.origin.replaceAll('/', '-')}.txt`);
    writeFileSync(policy, toyPolicy(one));
    const words = index === 0 ? ['init', '--name', NAME] : ['watch'];
    const made = await runMadang('witness', ...words, '--data', data, '--policy', policy);
    expect(made).toMatchObject({ status: 0, err: '' });
    [, vkey = ''] = /^key {6}(\S+)$/m.exec(made.out) ?? [];
  }
}

const post = (body: string | Uint8Array, of = server) =>
  fetch(`${of.origin}/add-checkpoint`, { method: 'POST', body: new Uint8Array(Buffer.from(body)) });
const answerOf = async (body: string) => {
  const response = await post(body);
  return [response.status, await response.text()] as const;
};

/** Whether a response is a cosignature on a note, checked by the C2SP page alone. */
function isCosignature(response: string, note: string): boolean {
  const [, name, encoded = ''] = /^— (\S+) (\S+)\n$/.exec(response) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  const [, keyId = '', typed = ''] = /^[^+]+\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  const raw = Buffer.from(typed, 'base64').subarray(1);
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const time = bytes.readBigUInt64BE(4);
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  const message = Buffer.from(`cosignature/v1\ntime ${String(time)}\n${text}`);
  return (
    name === NAME &&
    bytes.subarray(0, 4).toString('hex') === keyId &&
    Math.abs(Number(time) - Date.now() / 1000) < 60 &&
    verify(null, message, key, bytes.subarray(12))
  );
}

beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a witness that runs', () => {
  const other = toyLog('other');
  beforeAll(async () => {
    await makeWitness(log, other);
    server = await startWitness();
  });
  afterAll(async () => {
    await server.stop('SIGKILL');
  });

  it('has a key that only its owner can read, and listens on this machine alone', () => {
    expect(statSync(path.join(data, 'witness.key')).mode & 0o777).toBe(0o600);
    expect(server.output()).toMatch(/^Witness witness\.example\/1 watches 2 logs at http:/);
    const port = new URL(server.origin).port;
    const hex = Number(port).toString(16).toUpperCase().padStart(4, '0');
    const listening = readFileSync('/proc/net/tcp', 'utf8').split('\n');
    const addresses = listening.filter((line) => line.includes(`:${hex} 00000000:0000 0A`));
    expect(addresses.map((line) => line.trim().split(/\s+/)[1])).toEqual([`0100007F:${hex}`]);
  });

  it('cosigns what continues what it cosigned, and tells its size to who does not know it', async () => {
    const first = await post(await log.request(0, 3));
    expect(first.status).toBe(200);
    expect(isCosignature(await first.text(), await log.note(3))).toBe(true);
    const unknowing = await post(await log.request(0, 9));
    expect(unknowing.status).toBe(409);
    expect(unknowing.headers.get('content-type')).toBe('text/x.tlog.size');
    expect(await unknowing.text()).toBe('3\n');
    const second = await post(await log.request(3, 9));
    expect(second.status).toBe(200);
    expect(isCosignature(await second.text(), await log.note(9))).toBe(true);
    const again = await post(await log.request(9, 9));
    expect(isCosignature(await again.text(), await log.note(9))).toBe(true);
    // The other log has a record of its own.
    expect((await post(await other.request(0, 2))).status).toBe(200);
  });

  it('serves the newest checkpoint that it cosigned', async () => {
    const hash = toHex(sha256(utf8(log.origin)));
    const response = await fetch(`${server.origin}/${hash}/checkpoint`);
    const text = await response.text();
    expect(text.startsWith(await log.note(9))).toBe(true);
    expect(isCosignature(text.slice((await log.note(9)).length), text)).toBe(true);
    const never = await fetch(`${server.origin}/${'0'.repeat(64)}/checkpoint`);
    expect(never.status).toBe(404);
  });

  it('refuses a smaller log, a split one and a wrong proof, each as C2SP says', async () => {
    expect(await answerOf(await log.request(3, 5))).toEqual([409, '9\n']);
    expect(await answerOf(await log.request(5, 5))).toEqual([409, '9\n']);
    const above = addRequest(9, new Uint8Array(), await log.note(5));
    expect((await answerOf(above))[0]).toBe(400);
    expect((await answerOf(await fork.request(9, 9)))[0]).toBe(422);
    expect((await answerOf(await fork.request(9, 12)))[0]).toBe(422);
    const proof = log.proof(9, 12).slice();
    proof[40] = proof[40]! ^ 1;
    expect((await answerOf(addRequest(9, proof, await log.note(12))))[0]).toBe(422);
    const more = new Uint8Array([...log.proof(9, 12), ...new Uint8Array(32)]);
    expect((await answerOf(addRequest(9, more, await log.note(12))))[0]).toBe(422);
    expect((await answerOf(addRequest(9, new Uint8Array(), await log.note(12))))[0]).toBe(422);
  });

  it('keeps a proof of each contradiction that it saw, which convicts the log', async () => {
    const files = readdirSync(path.join(data, 'equivocations'));
    // One of the same size; one of a larger log whose proof leads to another beginning.
    expect(files).toHaveLength(2);
    const policy = expectOk(parsePolicy(toyPolicy(log)), 'policy');
    for (const file of files) {
      const bytes = new Uint8Array(readFileSync(path.join(data, 'equivocations', file)));
      const verdict = expectOk(await checkEquivocation(policy, bytes), 'an equivocation');
      expect(verdict).toMatchObject({ origin: log.origin, signedBoth: [log.origin] });
    }
  });

  it('refuses who is unknown and what is not signed', async () => {
    const strange = toyLog('strange');
    expect((await answerOf(await strange.request(0, 1)))[0]).toBe(404);
    const note = await log.note(12);
    const [text = ''] = note.split('\n\n');
    const strangeLine = (await strange.note(12)).split('\n\n')[1];
    expect((await answerOf(addRequest(9, log.proof(9, 12), `${text}\n\n${strangeLine}`)))[0]).toBe(
      403,
    );
    const forged = note.replace('\n12\n', '\n13\n');
    expect((await answerOf(addRequest(9, log.proof(9, 13), forged)))[0]).toBe(403);
    // A line of somebody unknown beside the log's own is passed over.
    const both = `${note}${strangeLine}`;
    expect((await answerOf(addRequest(9, log.proof(9, 12), both)))[0]).toBe(200);
  });

  it.each([
    ['nothing', ''],
    ['no old line', 'new 3\n\nx'],
    ['a leading zero', 'old 03\n\nx'],
    ['a size that is no number', 'old 3e0\n\nx'],
    ['no empty line', 'old 3\nx\n'],
    ['a proof line that is no hash', 'old 3\nAAAA\n\nx'],
    ['64 proof lines', `old 3\n${`${'A'.repeat(43)}=\n`.repeat(64)}\nx`],
    ['no checkpoint', 'old 3\n\n'],
    ['a text that is none', 'old 3\n\nhello\n'],
  ])('answers 400 to %s', async (_, body) => {
    const [status, sentence] = await answerOf(body);
    expect(status).toBe(400);
    expect(sentence).toMatch(/^[A-Z][^\n]+\. \([A-Z_]+\)\n$/);
  });

  it('answers 400 to bytes that are no text, 413 to too many, 404 and 405 elsewhere', async () => {
    expect((await post(Uint8Array.of(0xff, 0xfe))).status).toBe(400);
    expect((await post('x'.repeat(30_000))).status).toBe(413);
    expect((await fetch(`${server.origin}/`)).status).toBe(404);
    expect((await fetch(`${server.origin}/add-checkpoint`)).status).toBe(405);
  });

  it('notes every refusal with its code, size and log, and nothing about who asked', () => {
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      const note: Record<string, unknown> = JSON.parse(line);
      expect(['code', 'status', 'origin', 'size', 'cosigned']).toEqual(
        expect.arrayContaining(Object.keys(note)),
      );
    }
    expect(lines.join('\n')).not.toMatch(/127\.0\.0\.1|::1/);
  });

  it('lets one process have the folder', async () => {
    const second = await runMadang('witness', '--data', data, '--port', '0');
    expect(second).toMatchObject({ status: 1 });
    expect(second.err).toMatch(/in use by another process\. \(NODE_FOLDER_IN_USE\)\n$/);
  });
});

describe('a witness that is killed', () => {
  beforeEach(() => makeWitness(log));

  it('has every cosignature on record that it gave, and gives none that goes back, 6 times over', async () => {
    let acknowledged = 0;
    for (let kill = 0; kill < 6; kill++) {
      server = await startWitness();
      let isGone = false;
      const grow = async () => {
        let size = acknowledged;
        while (!isGone) {
          const next = size + 1;
          const response = await post(await log.request(size, next)).catch(() => undefined);
          if (response === undefined) return;
          const text = await response.text().catch(() => undefined);
          if (text === undefined) return;
          if (response.status === 409) size = Number(text);
          if (response.status !== 200) continue;
          size = next;
          acknowledged = Math.max(acknowledged, next);
        }
      };
      const before = acknowledged;
      const growing = [grow(), grow()];
      await expect.poll(() => acknowledged, { interval: 1 }).toBeGreaterThan(before + 2);
      await new Promise((resolve) => setTimeout(resolve, (kill * 5) % 17));
      expect(await server.stop('SIGKILL')).toBe('SIGKILL');
      isGone = true;
      await Promise.all(growing);
      server = await startWitness();
      const [status, size] = await answerOf(await log.request(acknowledged - 1, acknowledged));
      expect(status).toBe(409);
      // One more may be on record whose answer the kill cut off.
      expect([acknowledged, acknowledged + 1]).toContain(Number(size));
      const kept = Number(size);
      expect((await answerOf(await fork.request(kept, kept)))[0]).toBe(kept > 5 ? 422 : 200);
      acknowledged = kept;
      await server.stop('SIGKILL');
    }
    expect(acknowledged).toBeGreaterThan(15);
  });

  it('does not start on a record that is not its own, and says which', async () => {
    server = await startWitness();
    expect((await post(await log.request(0, 3))).status).toBe(200);
    expect(await server.stop('SIGTERM')).toBe(0);
    const [name = ''] = readdirSync(path.join(data, 'cosigned'));
    const file = path.join(data, 'cosigned', name);
    writeFileSync(file, await log.note(2));
    const refused = await runMadang('witness', '--data', data, '--port', '0');
    expect(refused).toMatchObject({ status: 1 });
    expect(refused.err).toMatch(/\.checkpoint cannot be read as .*\(DATA_DAMAGED\)\n$/);
  });
});

describe('madang witness', () => {
  it.each([
    [['--data', 'DIR/none'], 1, /^There is no witness in .*madang witness init\. \(NO_WITNESS\)/],
    [['init', '--data', 'DIR/a'], 1, /^A witness needs a name.*\(WITNESS_NAME_NEEDED\)/],
    [['init', '--data', 'DIR/a', '--name', 'a b'], 1, /cannot name a witness.*NAME_NOT_VALID\)/],
    [['watch', '--data', 'DIR/a'], 1, /^Name the policy.*\(POLICY_NEEDED\)/],
    [['init', '--data', 'DIR/a', '--name', 'x', '--policy', 'DIR'], 1, /is a folder/],
    [['fly'], 1, /^Usage: madang witness.*\(USAGE\)/],
    [['--port', 'x'], 1, /\(PORT_NOT_VALID\)/],
    [['--cert', 'x'], 1, /\(CERTIFICATE_NEEDED\)/],
  ])('says in one sentence what is wrong with %j', async (words, status, sentence) => {
    const typed = words.map((word) => word.replace('DIR', folder));
    for (const language of ['en', 'ko'] as const) {
      const notes: string[] = [];
      const terminal: Terminal = {
        language,
        isInteractive: false,
        say: () => expect.unreachable('nothing is to be said'),
        note: (line) => notes.push(line),
        draw: () => undefined,
      };
      expect(await runCommandLine(['witness', ...typed], terminal)).toBe(status);
      expect(notes).toHaveLength(1);
      expect(notes[0]).toMatch(language === 'en' ? sentence : /[가-힣].*\([A-Z_]+\)$/);
    }
  });

  it('does not replace a witness', async () => {
    await makeWitness(log);
    const key = readFileSync(path.join(data, 'witness.key'), 'utf8');
    const again = await runMadang('witness', 'init', '--data', data, '--name', NAME);
    expect(again).toMatchObject({ status: 1, out: '' });
    expect(again.err).toMatch(/\(WITNESS_EXISTS\)/);
    expect(readFileSync(path.join(data, 'witness.key'), 'utf8')).toBe(key);
    const shown = await runMadang('witness', 'show', '--data', data);
    expect(shown.out).toContain(`watches  ${log.origin} (1)`);
    expect(shown.out).not.toContain(key.split(' ')[1]!.trim());
    expect(fromHex(key.split(' ')[1]!.trim()).ok).toBe(true);
  });
});
