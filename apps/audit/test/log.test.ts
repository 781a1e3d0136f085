import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditLog } from '../src/log-audit.mjs';
import { parsePolicy } from '../src/policy.mjs';
import { openSource } from '../src/source.mjs';
import { cbor } from './encoding.ts';
import { type Act, Ledger, mth, sha } from './ledger.ts';
import { mirrorEnvelopes, mirrorLog, put } from './mirror.ts';

/** Cheap acts: their envelopes are never looked at. */
function fakeActs(count: number, name: string): Act[] {
  return Array.from({ length: count }, (_, at) => {
    const bodyHash = sha(`${name} ${at}`);
    const nothing = Buffer.alloc(0);
    return { act: 'test.note', body: nothing, bodyHash, envelope: bodyHash, expiresAt: 0 };
  });
}

function realActs(ledger: Ledger, count: number, name: string, lifeMs = 500_000): Act[] {
  return Array.from({ length: count }, (_, at) =>
    ledger.makeAct('document.note', { name: `${name} ${at}` }, { lifeMs }),
  );
}

interface More {
  from?: string;
  to?: string;
  envelopes?: string;
}

async function checkpointOf(place: string): Promise<Uint8Array> {
  const bytes = await openSource(place).read('checkpoint', 16_384);
  return bytes ?? new Uint8Array(0);
}

async function audit(ledger: Ledger, place: string, { from, to, envelopes }: More = {}) {
  const source = openSource(place);
  const report = await auditLog({
    source,
    policy: parsePolicy(Buffer.from(ledger.policy())),
    to: to === undefined ? await checkpointOf(place) : Buffer.from(to),
    ...(from === undefined ? {} : { from: Buffer.from(from) }),
    ...(envelopes === undefined ? {} : { envelopes: openSource(envelopes) }),
  });
  const parts = Object.fromEntries(report.sheet.parts.map(({ part, verdict }) => [part, verdict]));
  const codes = Object.fromEntries(report.sheet.parts.map(({ part, code }) => [part, code]));
  return { ...report, parts, codes, whole: report.sheet.whole() };
}

const passed = {
  checkpoint: 'passed',
  entries: 'passed',
  tiles: 'passed',
  root: 'passed',
  blocks: 'passed',
};

/** Two blocks of 300 transactions: entries 2-302 and 303-603. */
function twoBlocks() {
  const ledger = new Ledger();
  ledger.block(fakeActs(300, 'a'));
  const from = ledger.checkpoint();
  const fromSize = ledger.entries.length;
  ledger.block(fakeActs(300, 'b'));
  return { ledger, from, fromSize };
}

describe('a log', () => {
  test('passes from its beginning and prints its application hash', async () => {
    const { ledger } = twoBlocks();
    const report = await audit(ledger, mirrorLog(ledger));
    expect(report.parts).toEqual(passed);
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(604n);
    const expected = sha('madang/app-hash/1\0', size, mth(ledger.hashes()));
    expect(report.facts).toMatchObject({
      logSize: 604n,
      entriesRead: 604,
      blocks: 3,
      transactions: 600,
      height: 2n,
      appHash: new Uint8Array(expected),
    });
  });

  test('of the genesis alone passes', async () => {
    const ledger = new Ledger();
    expect((await audit(ledger, mirrorLog(ledger))).parts).toEqual(passed);
  });

  test('passes between two checkpoints, reading only what is new', async () => {
    const { ledger, from, fromSize } = twoBlocks();
    const report = await audit(ledger, mirrorLog(ledger), { from });
    expect(report.parts).toEqual({ ...passed, consistency: 'passed' });
    expect(report.facts.entriesRead).toBe(604 - fromSize);
    expect(report.notChecked).toContain('BEFORE_START');
  });

  test('passes from a checkpoint that ends a tile', async () => {
    const ledger = new Ledger();
    ledger.block(fakeActs(253, 'a'));
    expect(ledger.entries.length).toBe(256);
    const from = ledger.checkpoint();
    ledger.block(fakeActs(3, 'b'));
    const report = await audit(ledger, mirrorLog(ledger), { from });
    expect(report.parts).toEqual({ ...passed, consistency: 'passed' });
    const same = await audit(ledger, mirrorLog(ledger), { from: ledger.checkpoint() });
    expect(same.parts).toEqual({ ...passed, consistency: 'passed' });
  });

  test('of more than 65,536 entries passes, also from exactly there', {
    timeout: 60_000,
  }, async () => {
    const ledger = new Ledger();
    ledger.block(fakeActs(65_533, 'a'));
    expect(ledger.entries.length).toBe(65_536);
    const from = ledger.checkpoint();
    ledger.block(fakeActs(10, 'b'));
    const place = mirrorLog(ledger);
    expect((await audit(ledger, place)).parts).toEqual(passed);
    const between = await audit(ledger, place, { from });
    expect(between.parts).toEqual({ ...passed, consistency: 'passed' });
    expect(between.facts.entriesRead).toBe(11);
  });

  test('is read at an older checkpoint from full tiles when its parts are gone', async () => {
    const { ledger, from, fromSize } = twoBlocks();
    const place = mirrorLog(ledger, [fromSize]);
    rmSync(path.join(place, 'tile/0/001.p'), { recursive: true });
    rmSync(path.join(place, 'tile/entries/001.p'), { recursive: true });
    const report = await audit(ledger, place, { to: from });
    expect(report.parts).toEqual(passed);
    expect(report.facts.entriesRead).toBe(fromSize);
  });
});

describe('an altered mirror', () => {
  test('with another entry does not lead to the root', async () => {
    const { ledger } = twoBlocks();
    const right = ledger.checkpoint();
    const act = cbor({ ...decodeLike(ledger, 10), act: 'test.other' });
    ledger.entries[10] = act;
    const report = await audit(ledger, mirrorLog(ledger), { to: right });
    expect(report.codes).toMatchObject({ entries: 'PASSED_LOG_ENTRIES', root: 'ROOT_DIFFERS' });
  });

  test('with another hash in a tile names the first record', async () => {
    const { ledger } = twoBlocks();
    const place = mirrorLog(ledger);
    const name = 'tile/0/001';
    const tile = readFileSync(path.join(place, name));
    tile[32 * 5] = (tile[32 * 5] ?? 0) ^ 1;
    put(place, name, tile);
    const report = await audit(ledger, place);
    expect(report.parts).toEqual({ ...passed, tiles: 'failed' });
    expect(report.sheet.parts[2]).toMatchObject({ code: 'TILE_DIFFERS', details: { entry: 261 } });
  });

  test('with another hash in an upper tile is noticed', async () => {
    const { ledger } = twoBlocks();
    const place = mirrorLog(ledger);
    put(place, 'tile/1/000.p/2', Buffer.alloc(64, 3));
    expect((await audit(ledger, place)).codes.tiles).toBe('TILE_DIFFERS');
    rmSync(path.join(place, 'tile/1/000.p/2'));
    expect((await audit(ledger, place)).codes.tiles).toBe('TILE_MISSING');
  });

  test('without a bundle is not checked, and nothing is called a mismatch', async () => {
    const { ledger } = twoBlocks();
    const place = mirrorLog(ledger);
    rmSync(path.join(place, 'tile/entries/001'));
    const report = await audit(ledger, place);
    expect(report.codes).toMatchObject({ entries: 'TILE_MISSING', root: 'TILE_MISSING' });
    expect(report.whole).toBe('unchecked');
  });

  test('with a bundle cut short is a mismatch', async () => {
    const { ledger } = twoBlocks();
    const place = mirrorLog(ledger);
    const name = 'tile/entries/001';
    put(place, name, readFileSync(path.join(place, name)).subarray(0, -1));
    expect((await audit(ledger, place)).codes.entries).toBe('BUNDLE_MALFORMED');
  });

  test('with a folder where a tile should be is told in one sentence', async () => {
    const { ledger } = twoBlocks();
    const place = mirrorLog(ledger);
    rmSync(path.join(place, 'tile/entries/001'));
    mkdirSync(path.join(place, 'tile/entries/001'));
    await expect(audit(ledger, place)).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  });
});

/** The fields of a transaction entry, to be bent. */
function decodeLike(ledger: Ledger, index: number) {
  const act = ledger.acts.get(index) as Act;
  return {
    type: 'transaction',
    act: act.act,
    body: act.bodyHash,
    outcome: { code: 0, time: ledger.time, index: index - 2, events: [], height: 1 },
    envelope: sha(act.envelope),
  };
}

describe('two checkpoints that exclude each other', () => {
  test('of one size are reported as proof, with the keys that signed both', async () => {
    const { ledger } = twoBlocks();
    const text = ledger.noteText(ledger.entries.length, sha('another root'));
    const report = await audit(ledger, mirrorLog(ledger), { from: ledger.sealed(text) });
    expect(report.codes.consistency).toBe('EQUIVOCATION');
    const { names } = report.sheet.parts[1]?.details as { names: string[] };
    expect(names).toHaveLength(4);
    expect(names[0]).toMatch(/^madang\/toy\/[0-9a-f]{64}\+[0-9a-f]{8}$/);
    expect(report.parts.root).toBe('passed');
  });

  test('of two sizes are reported as proof when the tiles lead to the newer one', async () => {
    const { ledger, fromSize } = twoBlocks();
    const from = ledger.sealed(ledger.noteText(fromSize, sha('another root')));
    const report = await audit(ledger, mirrorLog(ledger), { from });
    expect(report.codes.consistency).toBe('FORKED');
    expect(report.parts.root).toBe('passed');
  });

  test('are no proof when one is not validly signed', async () => {
    const { ledger } = twoBlocks();
    const text = ledger.noteText(ledger.entries.length, sha('another root'));
    const forged = `${text}\n${ledger.logLine(ledger.noteText())}`;
    const report = await audit(ledger, mirrorLog(ledger), { from: forged });
    expect(report.codes.checkpoint).toBe('SIGNATURE_FALSE');
    expect(report.codes.consistency).not.toBe('EQUIVOCATION');
  });

  test('given in the wrong order are refused in one sentence', async () => {
    const { ledger, from } = twoBlocks();
    const run = audit(ledger, mirrorLog(ledger), { from: ledger.checkpoint(), to: from });
    await expect(run).rejects.toMatchObject({ code: 'FROM_AFTER_TO' });
  });
});

describe('block rules', () => {
  /** A ledger of one block of two acts whose entries are bent before the mirror is written. */
  async function bent(bend: (ledger: Ledger, block: Block, acts: Act[]) => void) {
    const ledger = new Ledger();
    const acts = fakeActs(2, 'a');
    ledger.block(acts);
    ledger.block(fakeActs(1, 'b'));
    const fields = acts.map((act, index) => ({
      type: 'transaction',
      act: act.act,
      body: act.bodyHash,
      outcome: { code: 0, time: ledger.time - 1000, index, events: [], height: 1 },
      envelope: sha(act.envelope),
    }));
    const block = {
      type: 'block',
      time: ledger.time - 1000,
      height: 1,
      stateRoot: sha('s'),
      paramsHash: sha('p'),
      replayRoot: sha('r'),
      transactions: 2,
    };
    bend(ledger, block, fields);
    ledger.entries.splice(2, 3, ...fields.map(cbor), cbor(block));
    return (await audit(ledger, mirrorLog(ledger))).codes.blocks;
  }
  type Outcome = { height: number; time: number; index: number };
  type Block = { time: number; height: number; transactions: number };
  type Act = { outcome: Outcome };

  test('hold for entries written by hand', async () => {
    expect(await bent(() => undefined)).toBe('PASSED_LOG_BLOCKS');
  });
  test('hold for a block that did something itself', async () => {
    const events = [{ name: 'governance.upgradeLapsed', fields: {} }];
    const code = await bent((_l, block) => Object.assign(block, { events }));
    expect(code).toBe('PASSED_LOG_BLOCKS');
  });
  test.each<[string, string, (ledger: Ledger, block: Block, acts: Act[]) => void]>([
    ['a wrong count', 'COUNT', (_l, block) => (block.transactions = 3)],
    ['a height that does not ascend', 'OUTCOME_HEIGHT', (_l, block) => (block.height = 2)],
    [
      'a height that stays',
      'HEIGHT',
      (_l, block, acts) => {
        block.height = 0;
        for (const act of acts) act.outcome.height = 0;
      },
    ],
    [
      'a time that goes back',
      'TIME',
      (ledger, block, acts) => {
        block.time = ledger.time - 1_000_000;
        for (const act of acts) act.outcome.time = block.time;
      },
    ],
    ['an outcome of another time', 'OUTCOME_TIME', (_l, _b, acts) => (acts[1].outcome.time += 1)],
    ['positions that do not follow', 'POSITION', (_l, _b, acts) => (acts[1].outcome.index = 2)],
    [
      'an empty block',
      'BLOCK_EMPTY',
      (_l, block, acts) => {
        acts.length = 0;
        block.transactions = 0;
      },
    ],
    [
      'another genesis',
      'GENESIS_OTHER',
      (ledger) => {
        ledger.entries[0] = cbor({ type: 'genesis', genesis: sha('elsewhere') });
      },
    ],
    [
      'a second genesis',
      'GENESIS_PLACE',
      (ledger) => {
        ledger.entries[1] = cbor({ type: 'genesis', genesis: ledger.chain });
      },
    ],
  ])('notice %s', async (_name, code, bend) => {
    expect(await bent(bend)).toBe(code);
  });

  test('notice a log that does not end with a block entry', async () => {
    const { ledger } = twoBlocks();
    ledger.entries.pop();
    expect((await audit(ledger, mirrorLog(ledger))).codes.blocks).toBe('LAST_NOT_BLOCK');
  });

  test('notice an entry that does not decode, and say which', async () => {
    const { ledger } = twoBlocks();
    ledger.entries[400] = Buffer.from('f6', 'hex');
    const report = await audit(ledger, mirrorLog(ledger));
    expect(report.sheet.parts[1]).toMatchObject({
      code: 'ENTRY_UNREADABLE',
      details: { index: 400 },
    });
    expect(report.parts).toMatchObject({ root: 'passed', blocks: 'unchecked' });
  });
});

describe('envelopes', () => {
  /** Blocks minutes apart, with acts of different lives. */
  function minutesApart() {
    const ledger = new Ledger();
    for (let at = 0; at < 12; at += 1) {
      const acts = [
        ...realActs(ledger, 2, `short ${at}`, 70_000),
        ...realActs(ledger, 2, `long ${at}`, 590_000),
      ];
      ledger.block(acts, [0, 1003], { afterMs: 61_000 });
    }
    return ledger;
  }

  test('let every signature and replay root be checked', async () => {
    const ledger = minutesApart();
    const report = await audit(ledger, mirrorLog(ledger), { envelopes: mirrorEnvelopes(ledger) });
    expect(report.parts).toEqual({ ...passed, envelopes: 'passed', replay: 'passed' });
    expect(report.sheet.parts.at(-1)?.details).toEqual({ recomputed: 13 });
  });

  test('that are gone leave both parts unchecked until their minute has run out', async () => {
    const ledger = minutesApart();
    // Entry 2 is the first act and lives for 70 seconds; its minute is over three blocks later.
    const envelopes = mirrorEnvelopes(ledger, [2]);
    const report = await audit(ledger, mirrorLog(ledger), { envelopes });
    expect(report.parts).toEqual({ ...passed, envelopes: 'unchecked', replay: 'unchecked' });
    const [, , , , , kept, replay] = report.sheet.parts;
    expect(kept?.details).toMatchObject({ checked: 47, missing: 1 });
    const { recomputed, notRecomputed } = replay?.details as Record<string, number>;
    expect(notRecomputed).toBeGreaterThan(0);
    expect(recomputed).toBeGreaterThan(8);
  });

  test('with a bad signature, of another record or expired are mismatches', async () => {
    const ledger = new Ledger();
    const [act] = realActs(ledger, 1, 'x') as [Act];
    const [late] = realActs(ledger, 1, 'y', 500) as [Act];
    const bad = Buffer.from(act.envelope);
    const at = bad.lastIndexOf(Buffer.from('signature')) + 12;
    bad[at] = (bad[at] ?? 0) ^ 1;
    ledger.block([{ ...act, envelope: bad }]);
    const run = async (log: Ledger, envelopes = mirrorEnvelopes(log)) => {
      const report = await audit(log, mirrorLog(log), { envelopes });
      return report.sheet.parts.find(({ part }) => part === 'envelopes')?.details;
    };
    expect(await run(ledger)).toEqual({ index: 2, cause: 'SIGNATURE_INVALID' });

    const other = new Ledger();
    other.block([act]);
    const swapped = mirrorEnvelopes(other);
    put(swapped, `${act.bodyHash.toString('hex')}/envelope`, late.envelope);
    expect(await run(other, swapped)).toEqual({ index: 2, cause: 'ENVELOPE_DIFFERS' });

    const expired = new Ledger();
    expired.block([late]);
    expect(await run(expired)).toEqual({ index: 2, cause: 'EXPIRED_BUT_DONE' });
  });

  test('show an act that was executed twice', async () => {
    const ledger = new Ledger();
    const acts = realActs(ledger, 1, 'x');
    ledger.block(acts);
    ledger.block(acts);
    const envelopes = mirrorEnvelopes(ledger);
    expect((await audit(ledger, mirrorLog(ledger), { envelopes })).codes.replay).toBe(
      'EXECUTED_TWICE',
    );
  });

  test('show a replay root that is another one', async () => {
    const ledger = new Ledger();
    ledger.block(realActs(ledger, 1, 'x'));
    const last = ledger.entries.length - 1;
    const entry = ledger.entries[last] as Buffer;
    const at = entry.indexOf(Buffer.from('replayRoot')) + 12;
    entry[at] = (entry[at] ?? 0) ^ 1;
    const envelopes = mirrorEnvelopes(ledger);
    const report = await audit(ledger, mirrorLog(ledger), { envelopes });
    expect(report.parts).toMatchObject({ root: 'passed', replay: 'failed' });
  });

  test('are followed from an older checkpoint once the lists are whole again', async () => {
    const ledger = minutesApart();
    const size = 2 + 5 * 3;
    const from = ledger.checkpoint(size);
    const report = await audit(ledger, mirrorLog(ledger), {
      from,
      envelopes: mirrorEnvelopes(ledger),
    });
    expect(report.parts.consistency).toBe('passed');
    expect(report.parts.replay).toBe('unchecked');
  });
});

describe('a log at an address', () => {
  let server: Server;
  let address = '';
  const { ledger } = twoBlocks();
  const place = mirrorLog(ledger);
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/broken/checkpoint') {
        response.writeHead(500).end();
        return;
      }
      try {
        response.end(readFileSync(path.join(place, (request.url ?? '').replace('/log/', ''))));
      } catch {
        response.writeHead(404).end('no');
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    address = typeof bound === 'object' && bound ? `http://127.0.0.1:${bound.port}` : '';
  });
  afterAll(() => server.close());

  test('is read over HTTP', async () => {
    expect((await audit(ledger, `${address}/log/`)).parts).toEqual(passed);
  });

  test('that answers with an error, or not at all, is told in one sentence', async () => {
    const broken = openSource(`${address}/broken`).read('checkpoint', 100);
    await expect(broken).rejects.toMatchObject({
      code: 'SERVER_REFUSES',
      details: { status: 500 },
    });
    const silent = openSource('http://127.0.0.1:1').read('checkpoint', 100);
    await expect(silent).rejects.toMatchObject({ code: 'SERVER_SILENT' });
  });

  test('is not read beyond the limit', async () => {
    const bytes = await openSource(`${address}/log`).read('tile/0/000', 100);
    expect(bytes).toHaveLength(101);
  });
});
