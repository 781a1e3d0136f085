import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../src/policy.mjs';
import { checkReceipt } from '../src/receipt.mjs';
import { makeEntry, readEnvelope } from '../src/records.mjs';
import { cbor, type Value } from './encoding.ts';
import { type Act, commit, endingKey, Ledger, type Outcome, sha, signer } from './ledger.ts';

const FILE = 'a letter of one line\n';
type Fields = { [key: string]: Value | undefined };

function notarised(files = [FILE], code = 0, ledger = new Ledger()) {
  const { root, openings } = commit(files);
  const payload = { kind: 'file', root, count: files.length };
  const act = ledger.makeAct('document.notarise', payload);
  const id = act.bodyHash;
  const [index = 0] = ledger.block([act], [code], {
    before: () =>
      ledger.state.set(Buffer.concat([Buffer.from('document/records/'), id]), { kind: 'file' }),
  });
  const opening = openings[0];
  const keys = files.length > 1 ? [endingKey(id), endingKey(id, 0)] : [endingKey(id)];
  const fields = () => ({ ...ledger.receipt(index), opening, standing: ledger.standing(keys) });
  return { ledger, act, id, index, opening, openings, keys, fields };
}

function check(ledger: Ledger, fields: Fields | Uint8Array, more: object = {}) {
  const bytes = fields instanceof Uint8Array ? fields : cbor(fields as Value);
  const policy = parsePolicy(Buffer.from(ledger.policy(Math.min(2, ledger.institutions.length))));
  const report = checkReceipt({ bytes, policy, ...more });
  const parts = Object.fromEntries(report.sheet.parts.map(({ part, verdict }) => [part, verdict]));
  const codes = Object.fromEntries(report.sheet.parts.map(({ part, code }) => [part, code]));
  return { ...report, parts, codes, whole: report.sheet.whole() };
}

const allPassed = {
  format: 'passed',
  chain: 'passed',
  signature: 'passed',
  place: 'passed',
  institutions: 'passed',
  standing: 'passed',
};

describe('a receipt', () => {
  test('passes every part when nothing was touched, and tells who cosigned and when', () => {
    const { ledger, act, index, fields } = notarised();
    const report = check(ledger, fields(), { document: { digest: sha(FILE) } });
    expect(report.parts).toEqual({ ...allPassed, content: 'passed' });
    expect(report.whole).toBe('passed');
    expect(report.facts).toMatchObject({
      act: 'document.notarise',
      record: BigInt(index),
      blockTime: ledger.time,
      outcome: 'done',
      quorum: { signed: 3, needed: 2, members: 3, missing: [] },
    });
    const seconds = BigInt(Math.floor(ledger.time / 1000) + 5);
    expect(report.facts.cosigners).toMatchObject([
      { short: 'city', seconds },
      { short: 'court', seconds: seconds + 1n },
      { short: 'bank', seconds: seconds + 2n },
    ]);
    // The second newest of the three cosignatures: two executors are needed.
    expect(report.facts.standsAsOf).toBe(seconds + 1n);
    expect(report.facts.receiptNumber).toMatch(
      /^[0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4}$/,
    );
    expect(report.facts.body).toEqual(new Uint8Array(act.bodyHash));
  });

  test('leaves the content out when there is neither opening nor file', () => {
    const { ledger, fields } = notarised();
    expect(check(ledger, { ...fields(), opening: undefined }).parts).toEqual(allPassed);
  });

  test('cannot compare a file without an opening', () => {
    const { ledger, fields } = notarised();
    const report = check(
      ledger,
      { ...fields(), opening: undefined },
      { document: { digest: sha(FILE) } },
    );
    expect(report.parts.content).toBe('unchecked');
    expect(report.whole).toBe('unchecked');
  });

  test('does not match another file', () => {
    const { ledger, fields } = notarised();
    const report = check(ledger, fields(), { document: { digest: sha(`${FILE}!`) } });
    expect(report.parts).toEqual({ ...allPassed, content: 'failed' });
    expect(report.codes.content).toBe('FILE_DIFFERS');
  });

  test('opens one file of five and needs the absence of two endings', () => {
    const crowded = new Ledger();
    for (let at = 0; at < 200; at += 1)
      crowded.state.set(Buffer.from(`document/records/${at}`), at);
    const { ledger, fields, keys } = notarised([FILE, 'b', 'c', 'd', 'e'], 0, crowded);
    expect(check(ledger, fields()).whole).toBe('passed');
    const [whole = Buffer.alloc(0), leaf = Buffer.alloc(0)] = keys;
    const one = check(ledger, { ...fields(), standing: ledger.standing([whole]) });
    expect(one.codes.standing).toBe('CLAIMS_DIFFER');
    const more = check(ledger, { ...fields(), standing: ledger.standing([whole, leaf, leaf]) });
    expect(more.codes.standing).toBe('CLAIMS_DIFFER');
    const reversed = check(ledger, { ...fields(), standing: ledger.standing([leaf, whole]) });
    expect(reversed.codes.standing).toBe('CLAIM_UNPROVEN');
    const others = [whole, endingKey(sha('another record'), 0)];
    const foreign = check(ledger, { ...fields(), standing: ledger.standing(others) });
    expect(foreign.codes.standing).toBe('CLAIM_UNPROVEN');
    expect(foreign.sheet.parts[5]?.details).toEqual({ number: 2 });
  });

  test('accepts a statement only if its digest is the one opened', () => {
    const { ledger, fields, opening } = notarised(['I was here.']);
    const right = { ...fields(), opening: { ...opening, statement: 'I was here.' } };
    expect(check(ledger, right).parts.content).toBe('passed');
    const wrong = { ...fields(), opening: { ...opening, statement: 'I was there.' } };
    expect(check(ledger, wrong).codes.content).toBe('STATEMENT_DIFFERS');
  });
});

describe('standing', () => {
  test('is not checked when the receipt carries none', () => {
    const { ledger, fields } = notarised();
    const report = check(ledger, { ...fields(), standing: undefined });
    expect(report.codes.standing).toBe('STANDING_MISSING');
    expect(report.whole).toBe('unchecked');
  });

  test('holds under a fresher checkpoint', () => {
    const { ledger, index, keys, fields } = notarised();
    const old = ledger.receipt(index);
    const from = ledger.entries.length;
    ledger.block([ledger.makeAct('document.note', { text: 'later' })]);
    const report = check(ledger, {
      ...old,
      opening: fields().opening,
      standing: ledger.standing(keys, from),
    });
    expect(report.parts).toEqual({ ...allPassed, content: 'passed' });
    expect(report.sheet.parts[5]?.details).toMatchObject({ fresher: true });
  });

  test('says that the record has ended and leaves the other parts as they are', () => {
    const { ledger, index, id, keys, fields } = notarised();
    const old = { ...ledger.receipt(index), opening: fields().opening };
    const before = ledger.standing(keys);
    const from = ledger.entries.length;
    const by = sha('the revoking act');
    ledger.block([ledger.makeAct('document.revoke', { id })], [], {
      before: () =>
        ledger.state.set(endingKey(id), {
          at: ledger.time,
          by,
          kind: 'revoked',
          reason: 'mistake',
        }),
    });
    const after = cbor(ledger.standing(keys, from) as Value);
    const report = check(ledger, { ...old, standing: before }, { standing: after });
    expect(report.parts).toEqual({ ...allPassed, standing: 'failed', content: 'passed' });
    expect(report.codes.standing).toBe('ENDED');
    expect(report.sheet.parts[5]?.details).toMatchObject({ kind: 'revoked', reason: 'mistake' });
    // An older standing does not hide it.
    const hidden = check(
      ledger,
      { ...old, standing: ledger.standing(keys, from) },
      { standing: cbor(before as Value) },
    );
    expect(hidden.codes.standing).toBe('ENDED');
  });

  test('refuses an absence that is claimed of a key that is there', () => {
    const { ledger, id, keys, fields } = notarised();
    ledger.block([ledger.makeAct('document.revoke', { id })], [], {
      before: () => ledger.state.set(endingKey(id), { at: 1 }),
    });
    const claim = ledger.state.claim(keys[0] ?? Buffer.alloc(0));
    const lie = { ...ledger.standing(keys), claims: [{ ...claim, value: undefined }] };
    expect(check(ledger, { ...fields(), standing: lie }).codes.standing).toBe('CLAIM_UNPROVEN');
    expect(check(ledger, fields()).codes.standing).toBe('ENDED');
  });

  test('fails for an act that was refused', () => {
    const { ledger, fields } = notarised([FILE], 1003);
    const report = check(ledger, fields());
    expect(report.codes.standing).toBe('NOT_DONE');
    expect(report.whole).toBe('failed');
  });

  test('claims nothing for another act of the service', () => {
    const ledger = new Ledger();
    const [index = 0] = ledger.block([ledger.makeAct('document.revoke', { leaf: 0 })]);
    const report = check(ledger, ledger.receipt(index));
    expect(report.parts).toEqual(allPassed);
    expect(report.codes.standing).toBe('PASSED_STANDING_NOTHING');
  });

  test('is not checked for an act of a service whose page is not known', () => {
    const ledger = new Ledger();
    const [index = 0] = ledger.block([ledger.makeAct('vote.cast', {})]);
    expect(check(ledger, ledger.receipt(index)).codes.standing).toBe('ACT_UNKNOWN');
  });

  test('needs the block entry that is last under its checkpoint', () => {
    const { ledger, index, keys, fields } = notarised();
    ledger.block([ledger.makeAct('document.note', {})]);
    const size = ledger.entries.length;
    const standing = {
      ...ledger.standing(keys),
      block: ledger.entries[index + 1] as Buffer,
      inclusion: ledger.inclusion(index + 1, size),
    };
    expect(check(ledger, { ...fields(), standing }).codes.standing).toBe('BLOCK_NOT_LAST');
  });
});

describe('institutions', () => {
  test('are not enough below the quorum, which is no mismatch', () => {
    const { ledger, fields } = notarised();
    const [first] = ledger.everybody();
    const checkpoint = ledger.checkpoint(undefined, first ? [first] : []);
    const report = check(ledger, { ...fields(), checkpoint });
    expect(report.codes.institutions).toBe('TOO_FEW_COSIGNERS');
    expect(report.codes.standing).toBe('RESTS_ON');
    expect(report.whole).toBe('unchecked');
    expect(report.facts.missing).toMatchObject([{ short: 'court' }, { short: 'bank' }]);
  });

  test('with one false signature make the checkpoint false even if enough others signed', () => {
    const { ledger, fields } = notarised();
    const text = ledger.noteText();
    const forged = { ...ledger.institutions[2], signer: signer('bank') };
    const liar = { key: forged.signer.key, sign: () => Buffer.alloc(64, 1) };
    const cosigners = ledger
      .everybody()
      .map((cosigned) =>
        cosigned.who.short === 'bank'
          ? { ...cosigned, who: { ...cosigned.who, signer: liar } }
          : cosigned,
      );
    const report = check(ledger, { ...fields(), checkpoint: ledger.sealed(text, cosigners) });
    expect(report.codes.institutions).toBe('SIGNATURE_FALSE');
  });

  test('that the policy does not list make the checkpoint not checkable', () => {
    const { ledger, fields } = notarised();
    const stranger = { short: 'x', name: 'madang/toy/stranger', signer: signer('stranger') };
    const cosigners = [...ledger.everybody(), { who: stranger, seconds: 5 }];
    const report = check(ledger, {
      ...fields(),
      checkpoint: ledger.checkpoint(undefined, cosigners),
    });
    expect(report.codes.institutions).toBe('KEY_UNKNOWN');
    expect(report.sheet.parts[4]?.details).toEqual({ names: ['madang/toy/stranger'] });
  });

  test('may not sign twice', () => {
    const { ledger, fields } = notarised();
    const [first] = ledger.everybody();
    const cosigners = first ? [first, { ...first, seconds: first.seconds + 9 }] : [];
    const report = check(ledger, {
      ...fields(),
      checkpoint: ledger.checkpoint(undefined, cosigners),
    });
    expect(report.codes.format).toBe('SIGNED_TWICE');
  });

  test('do not replace the log\u2019s own signature', () => {
    const { ledger, fields } = notarised();
    const lines = ledger.checkpoint().split('\n');
    const checkpoint = lines
      .filter((line) => !line.startsWith(`\u2014 ${ledger.origin}`))
      .join('\n');
    const report = check(ledger, { ...fields(), checkpoint });
    expect(report.codes.institutions).toBe('LOG_SIGNATURE_MISSING');
  });
});

describe('the authorisation', () => {
  const bend = (act: Act, ledger: Ledger, envelope: Buffer) => {
    const [index = 0] = ledger.block([{ ...act, envelope }]);
    return check(ledger, ledger.receipt(index));
  };

  test('refuses signatures out of order and a key that signs twice', () => {
    const ledger = new Ledger();
    const act = ledger.makeAct('document.note', {}, { by: [signer('a'), signer('b')] });
    const message = Buffer.concat([
      Buffer.from('madang/transaction/1\0'),
      ledger.chain,
      act.bodyHash,
    ]);
    const one = (name: string) => {
      const who = signer(name);
      return { key: who.key, suite: 'ed25519', signature: who.sign(message) };
    };
    const [low, high] = [one('a'), one('b')].sort((x, y) => Buffer.compare(x.key, y.key));
    const envelope = (signatures: Value[]) =>
      cbor({ auth: { kind: 'account', signatures }, body: act.body });
    expect(bend(act, ledger, act.envelope).codes.signature).toBe('PASSED_SIGNATURE');
    const backwards = envelope([high as Value, low as Value]);
    expect(bend(act, ledger, backwards).codes.signature).toBe('SIGNATURES_ORDER');
    const twice = envelope([low as Value, low as Value]);
    expect(bend(act, ledger, twice).codes.signature).toBe('SIGNATURES_ORDER');
    const foreign = envelope([{ ...(low as object), suite: 'p256' }]);
    expect(bend(act, ledger, foreign).codes.signature).toBe('SUITE_UNKNOWN');
    const proof = cbor({ auth: { kind: 'proof', proof: Buffer.alloc(5) }, body: act.body });
    expect(bend(act, ledger, proof).codes.signature).toBe('PROOF_NOT_UNDERSTOOD');
    const short = envelope([
      { ...(low as { signature: Buffer }), signature: Buffer.alloc(63) } as Value,
    ]);
    expect(bend(act, ledger, short).codes.signature).toBe('SIGNATURE_INVALID');
  });

  test('holds for the envelope of another act, which is not at this place', () => {
    const { ledger, act, fields } = notarised();
    const other = ledger.makeAct('document.note', {});
    const report = check(ledger, { ...fields(), envelope: other.envelope });
    expect(report.codes.signature).toBe('PASSED_SIGNATURE');
    expect(report.codes.place).toBe('LEADS_ELSEWHERE');
    expect(report.codes.standing).toBe('RESTS_ON');
    expect(report.codes.content).toBe('OPENING_OF_NOTHING');
    expect(report.whole).toBe('failed');
    expect(act.envelope.equals(other.envelope)).toBe(false);
  });
});

describe('the place', () => {
  const placed = (ledger: Ledger, fields: Fields) => {
    const { codes, parts, whole } = check(ledger, fields);
    expect(parts.format).toBe('passed');
    expect(whole).toBe('failed');
    return `${codes.signature} ${codes.place} ${codes.standing}`;
  };
  const refused = 'PASSED_SIGNATURE LEADS_ELSEWHERE RESTS_ON';

  test('is not that of the same body signed by somebody else', () => {
    const { ledger, act, fields } = notarised();
    const payload = { kind: 'file', root: commit([FILE]).root, count: 1 };
    const lifeMs = act.expiresAt - ledger.time;
    const again = ledger.makeAct('document.notarise', payload, { by: [signer('other')], lifeMs });
    expect(again.body.equals(act.body)).toBe(true);
    expect(placed(ledger, { ...fields(), envelope: again.envelope })).toBe(refused);
  });

  test('is not that of an entry that names another act than the one signed', () => {
    const { ledger, act } = notarised();
    const [index = 0] = ledger.block([{ ...act, act: 'document.revoke' }]);
    expect(placed(ledger, ledger.receipt(index))).toBe(refused);
  });

  test.each<[string, { [key: string]: Value }]>([
    ['code', { code: 1003, events: [] }],
    ['code with a refusal', { code: 1003, events: [], context: {} }],
    ['event', { events: [{ name: 'toy.noted', fields: {} }] }],
    ['number of events', { events: [] }],
    ['height', { height: 2 }],
    ['index', { index: 1 }],
    ['time', { time: 1_790_000_001_001 }],
  ])('is not that of an outcome with another %s', (_name, more) => {
    const { ledger, index, fields } = notarised();
    const outcome = { ...(ledger.outcomes.get(index) as Outcome), ...more };
    expect(outcome).not.toEqual(ledger.outcomes.get(index));
    expect(placed(ledger, { ...fields(), outcome })).toBe(refused);
  });

  test('is not that of a refused act that says it was done', () => {
    const { ledger, index, fields } = notarised([FILE], 1003);
    const outcome = { ...(ledger.outcomes.get(index) as Outcome), code: 0 };
    expect(placed(ledger, { ...fields(), outcome })).toBe(refused);
  });

  test('is of an entry of at most 65,535 bytes', () => {
    const { act } = notarised();
    const decoded = readEnvelope(act.envelope);
    const mapOf = (fields: object) => new Map<string, unknown>(Object.entries(fields));
    const lengthOf = (length: number) => {
      const events = [mapOf({ name: 'toy.noted', fields: mapOf({ x: new Uint8Array(length) }) })];
      const outcome = mapOf({ code: 0, time: 1, index: 0, events, height: 1 });
      return makeEntry(act.envelope, decoded, outcome).encoded.length;
    };
    const longest = 60_000 + 65_535 - lengthOf(60_000);
    expect(lengthOf(longest)).toBe(65_535);
    expect(() => lengthOf(longest + 1)).toThrow('CBOR_TOO_LONG');
  });

  test('is not that of a block', () => {
    const { ledger, index, fields } = notarised();
    const block = { index: index + 1, inclusion: ledger.inclusion(index + 1) };
    expect(placed(ledger, { ...fields(), ...block })).toBe(refused);
  });
});

describe('another ledger', () => {
  test('is told by the part chain when the act was signed for it', () => {
    const ledger = new Ledger();
    const act = ledger.makeAct('document.note', {}, { chain: sha('elsewhere') });
    const [index = 0] = ledger.block([act]);
    const report = check(ledger, ledger.receipt(index));
    expect(report.codes).toMatchObject({ chain: 'CHAIN_OF_BODY', institutions: 'RESTS_ON' });
    expect(report.parts).toMatchObject({ signature: 'passed', place: 'passed' });
  });

  test('is told by the part chain when the checkpoint is of it', () => {
    const { ledger, fields } = notarised();
    const text = ledger.noteText().replace('madang/toy/', 'madang/market/');
    const report = check(ledger, { ...fields(), checkpoint: ledger.sealed(text) });
    expect(report.codes).toMatchObject({ chain: 'ORIGIN_OF_CHECKPOINT', institutions: 'RESTS_ON' });
    expect(report.parts).toMatchObject({ signature: 'passed', place: 'passed' });
  });
});

describe('a file that is no receipt', () => {
  const { ledger, index, fields } = notarised();
  const bent = (more: { [key: string]: Value }) => {
    const outcome = { ...(ledger.outcomes.get(index) as Outcome), ...more };
    return cbor({ ...fields(), outcome } as Value);
  };
  const event = (name: string): Value => ({ name, fields: {} });
  test.each([
    ['nothing', Buffer.alloc(0), 'NOT_DECODED'],
    ['text', Buffer.from('hello'), 'NOT_DECODED'],
    ['another kind', cbor({ kind: 'madang/promise', version: 1 }), 'OTHER_KIND'],
    ['a newer version', cbor({ ...fields(), version: 2 } as Value), 'UNKNOWN_VERSION'],
    ['a further key', cbor({ ...fields(), more: 1 } as Value), 'SHAPE_KEY_UNKNOWN'],
    ['too long', Buffer.alloc(65_537), 'TOO_LARGE'],
    ['an entry', cbor({ ...fields(), entry: ledger.entries[1] } as Value), 'SHAPE_KEY_UNKNOWN'],
    ['no outcome', cbor({ ...fields(), outcome: undefined } as Value), 'SHAPE_KEY_MISSING'],
    ['an outcome as bytes', cbor({ ...fields(), outcome: cbor({}) } as Value), 'SHAPE_NOT_MAP'],
    ['an empty outcome', cbor({ ...fields(), outcome: {} } as Value), 'SHAPE_KEY_MISSING'],
    ['a done act with a refusal', bent({ context: {} }), 'OUTCOME_INCONSISTENT'],
    ['a refused act with events', bent({ code: 1003 }), 'OUTCOME_INCONSISTENT'],
    ['an outcome with a further key', bent({ more: 1 }), 'SHAPE_KEY_UNKNOWN'],
    ['an event of no service', bent({ events: [event('noted')] }), 'SHAPE_UNKNOWN_VALUE'],
    ['an event with a line break', bent({ events: [event('toy.a\n')] }), 'SHAPE_UNKNOWN_VALUE'],
  ])('is named: %s', (_name, bytes, code) => {
    const report = check(ledger, bytes);
    expect(report.codes.format).toBe(code);
    expect(report.whole).not.toBe('passed');
    expect(report.parts.place).toBe('unchecked');
  });
});

describe('every byte flipped', () => {
  test('is refused and some part is named', { timeout: 300_000 }, () => {
    const { ledger, fields } = notarised([FILE], 0, new Ledger(['city']));
    const bytes = cbor(fields() as Value);
    const named = new Set<string>();
    const more = { document: { digest: sha(FILE) } };
    expect(check(ledger, bytes, more).whole).toBe('passed');
    for (let at = 0; at < bytes.length; at += 1) {
      const bent = Buffer.from(bytes);
      bent[at] = (bent[at] ?? 0) ^ (1 << (at % 8));
      const report = check(ledger, bent, more);
      expect(report.whole, `byte ${at}`).not.toBe('passed');
      const part = report.sheet.parts.find(({ verdict }) => verdict !== 'passed');
      expect(part, `byte ${at}`).toBeDefined();
      named.add(part?.part ?? '');
    }
    expect([...named].sort()).toEqual([
      'chain',
      'content',
      'format',
      'institutions',
      'place',
      'signature',
      'standing',
    ]);
  });
});

describe('bytes cut out, put in or overwritten', () => {
  test('are refused with a report, never with a crash', { timeout: 120_000 }, () => {
    const { ledger, fields } = notarised([FILE], 0, new Ledger(['city']));
    const bytes = cbor(fields() as Value);
    const bend = fc.tuple(
      fc.nat({ max: bytes.length }),
      fc.nat({ max: 40 }),
      fc.uint8Array({ maxLength: 40 }),
    );
    fc.assert(
      fc.property(bend, ([at, cut, put]) => {
        const bent = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]);
        fc.pre(!bent.equals(bytes));
        expect(check(ledger, bent).whole).not.toBe('passed');
      }),
      { seed: 20261122, numRuns: 400 },
    );
  });
});
