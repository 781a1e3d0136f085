import { bytes, compareBytes, encodeKnown, record, toHex } from '@madang/base';
import { type KeyPair, sha256, signerFrom, signSync } from '@madang/crypto';
import { describe, expect, it } from 'vitest';
import {
  checkReceipt,
  checkReceiptParts,
  cosign,
  decodeLogEntry,
  decodeTransaction,
  encodeBody,
  encodeLogEntry,
  encodeReceipt,
  encodeSigned,
  envelope,
  ledgerOrigin,
  type Outcome,
  openReceipt,
  receiptNumber,
  type Signature,
  signedMessage,
  verifyCodes,
  writePolicy,
} from '../src/index.ts';
import {
  type Act,
  chain,
  cosigners,
  emptyMap,
  GENESIS_TIME,
  origin,
  signedCheckpoint,
  signWith,
  testGenesis,
  testKey,
} from './ledger.ts';
import { fileDigest, keep, payload } from './note-service.ts';
import { check, partOf, policyText, proofs, states, world } from './world.ts';

describe('checkReceipt', () => {
  it('passes every part of a whole receipt with its file', async () => {
    const { receipt } = await world();
    const verdict = await check(receipt, { fileDigest });
    expect(verdict.parts.map(({ part, state }) => `${part} ${state}`)).toEqual([
      'format passed',
      'chain passed',
      'signature passed',
      'place passed',
      'institutions passed',
      'standing passed',
      'content passed',
    ]);
    expect(verdict.verdict).toBe('checked');
  });

  it('says what the receipt says', async () => {
    const { receipt, placed } = await world();
    const { facts } = await check(receipt);
    expect(facts).toMatchObject({
      act: 'note.keep',
      index: 4,
      receiptNumber: receiptNumber(placed.bodyHash),
      blockTimeMs: GENESIS_TIME + 4_000,
      height: 2,
      outcomeCode: 0,
      threshold: 2,
      members: 3,
      missing: [],
      standingAsOfMs: GENESIS_TIME + 60_000,
      isStandingFresh: false,
      hasOpening: true,
      hasFile: false,
      origin,
    });
    expect(toHex(facts?.bodyHash ?? emptyMap)).toBe(toHex(placed.bodyHash));
    expect(facts?.signers.map((signer) => toHex(signer.key))).toEqual([
      toHex(testKey(91).publicKey),
    ]);
    expect(facts?.cosigners).toEqual(
      ['alpha', 'beta', 'gamma'].map((name) => ({ name, timeMs: GENESIS_TIME + 60_000 })),
    );
  });

  it('gives its parts one by one and then the verdict', async () => {
    const { receipt } = await world();
    const steps = checkReceiptParts({ bytes: encodeReceipt(receipt), policyText, proofs });
    const names: string[] = [];
    let step = await steps.next();
    for (; step.done !== true; step = await steps.next()) names.push(step.value.part);
    expect(names).toEqual(step.value.parts.map((part) => part.part));
    expect(step.value.verdict).toBe('checked');
  });

  it('leaves content out when there is neither opening nor file', async () => {
    const { receipt } = await world();
    const { opening: _, ...bare } = receipt;
    const verdict = await check(bare);
    expect(verdict.parts.map((part) => part.part)).not.toContain('content');
    expect(verdict.verdict).toBe('checked');
  });

  it('names the policy when it is missing or unreadable and checks what needs none', async () => {
    const { receipt } = await world();
    for (const [text, code] of [
      [undefined, 'VERIFY_POLICY_MISSING'],
      ['nonsense\n', 'VERIFY_POLICY_NOT_VALID'],
    ] as const) {
      const verdict = await check(receipt, { policyText: text });
      expect(partOf(verdict, 'chain')).toMatchObject({ state: 'unchecked', code });
      expect(states(verdict)).toMatchObject({
        signature: 'passed',
        place: 'passed',
        institutions: 'unchecked',
        standing: 'unchecked',
        content: 'passed',
      });
      expect(verdict.verdict).toBe('unchecked');
    }
  });

  it('cannot check standing and content of a service that it does not know', async () => {
    const { receipt } = await world();
    const verdict = await check(receipt, { proofs: [] });
    expect(partOf(verdict, 'standing').code).toBe('VERIFY_SERVICE_UNKNOWN');
    expect(partOf(verdict, 'content').code).toBe('VERIFY_SERVICE_UNKNOWN');
    expect(verdict.verdict).toBe('unchecked');
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['an empty map', emptyMap],
    ['a byte', Uint8Array.of(0xff)],
    ['too much', new Uint8Array(70_000)],
  ])('says that %s is no receipt', async (_, bytes) => {
    const verdict = await checkReceipt({ bytes, policyText, proofs, fileDigest });
    expect(partOf(verdict, 'format').state).toBe('failed');
    expect(verdict.parts.slice(1).every((part) => part.code === 'VERIFY_RESTS_ON')).toBe(true);
    expect(verdict.parts).toHaveLength(7);
    expect(verdict.verdict).toBe('mismatch');
    expect(verdict.facts).toBeUndefined();
  });
});

describe('the part chain', () => {
  it('fails for a receipt of another ledger than the policy', async () => {
    const { receipt } = await world();
    const other = writePolicy({ genesis: testGenesis, chain: sha256(chain), threshold: 2 });
    if (!other.ok) throw new Error(other.error.message);
    const verdict = await check(receipt, { policyText: other.value });
    expect(partOf(verdict, 'chain')).toMatchObject({ state: 'failed', code: 'VERIFY_CHAIN_OTHER' });
    expect(states(verdict)).toMatchObject({ signature: 'passed', institutions: 'unchecked' });
  });

  it('fails when the checkpoint is of another ledger than the body', async () => {
    const { receipt, ledger } = await world();
    const foreign = { ...ledger.head(), origin: ledgerOrigin('yard', sha256(chain)) };
    const verdict = await check({ ...receipt, checkpoint: await signedCheckpoint(foreign) });
    expect(partOf(verdict, 'chain').code).toBe('VERIFY_CHAIN_DISAGREES');
    expect(partOf(verdict, 'institutions').code).toBe('VERIFY_RESTS_ON');
    expect(verdict.verdict).toBe('mismatch');
  });

  it('fails when the body is of another ledger than checkpoint and policy', async () => {
    const { receipt } = await world();
    const decoded = decodeTransaction(receipt.envelope, 65_536);
    if (!decoded.ok) throw new Error('envelope');
    const body = encodeBody({ ...decoded.value.body, chain: sha256(chain) });
    const envelope = encodeSigned(body, [signWith(testKey(91), sha256(body))]);
    const verdict = await check({ ...receipt, envelope });
    expect(partOf(verdict, 'chain').code).toBe('VERIFY_CHAIN_DISAGREES');
    expect(partOf(verdict, 'institutions').code).toBe('VERIFY_RESTS_ON');
  });

  it('fails when the ledger has the same chain under another name', async () => {
    const { receipt, ledger } = await world();
    const renamed = { ...ledger.head(), origin: ledgerOrigin('market', chain) };
    const verdict = await check({ ...receipt, checkpoint: await signedCheckpoint(renamed) });
    expect(partOf(verdict, 'chain').code).toBe('VERIFY_CHAIN_OTHER');
  });
});

describe('the part signature', () => {
  it('fails when a recorded signature is wrong, even if everything else agrees', async () => {
    const stranger = testKey(92);
    const forged = { ...testKey(91), secretKey: stranger.secretKey };
    const { receipt } = await world({ ...keep, signers: [forged] });
    const verdict = await check(receipt);
    expect(partOf(verdict, 'signature').code).toBe('VERIFY_SIGNATURE_WRONG');
    expect(states(verdict)).toMatchObject({ place: 'passed', institutions: 'passed' });
    expect(partOf(verdict, 'standing').detail).toEqual({ part: 'signature' });
  });

  it('passes with several signers in order', async () => {
    const { receipt } = await world({ ...keep, signers: [testKey(91), testKey(92), testKey(93)] });
    const verdict = await check(receipt);
    expect(partOf(verdict, 'signature').detail).toEqual({ signatures: 3 });
    expect(verdict.verdict).toBe('checked');
  });
});

describe('the part signature of an unusual envelope', () => {
  const signed = (body: Uint8Array, signatures: readonly Signature[]) =>
    encodeKnown(envelope, { body, auth: { kind: 'account', signatures } });
  const codeOf = async (act: Partial<Act>) => {
    const { receipt } = await world({ ...keep, ...act });
    const { verdict, parts } = await check(receipt);
    expect(verdict).not.toBe('checked');
    const part = parts.find((one) => one.part === 'signature');
    return `${part?.state} ${part?.code}`;
  };

  it('fails when signatures are out of order or stand twice', async () => {
    const keys = [testKey(91), testKey(92)].sort((left, right) =>
      compareBytes(right.publicKey, left.publicKey),
    );
    for (const given of [keys, [testKey(91), testKey(91)]]) {
      const code = await codeOf({
        wrap: (body, bodyHash) =>
          signed(
            body,
            given.map((key) => signWith(key, bodyHash)),
          ),
      });
      expect(code).toBe('failed VERIFY_SIGNATURES_NOT_IN_ORDER');
    }
  });

  it('fails for a signature over another chain', async () => {
    const key = testKey(91);
    const code = await codeOf({
      wrap: (body, bodyHash) => {
        const signature = signSync(key, signedMessage(sha256(chain), bodyHash));
        return signed(body, [{ suite: 'ed25519', key: key.publicKey, signature }]);
      },
    });
    expect(code).toBe('failed VERIFY_SIGNATURE_WRONG');
  });

  it('cannot check an unknown suite, but sees a wrong signature beside it', async () => {
    const strange = { suite: 'p256', key: Uint8Array.of(2), signature: Uint8Array.of(3) };
    const beside = async (key: KeyPair) =>
      codeOf({
        wrap: (body, bodyHash) =>
          signed(body, [{ ...signWith(key, bodyHash), key: testKey(91).publicKey }, strange]),
      });
    expect(await beside(testKey(91))).toBe('unchecked VERIFY_SUITE_UNKNOWN');
    expect(await beside(testKey(92))).toBe('failed VERIFY_SIGNATURE_WRONG');
  });

  it('cannot check a proof without the service that knows it', async () => {
    const code = await codeOf({
      wrap: (body) =>
        encodeKnown(envelope, { body, auth: { kind: 'proof', proof: Uint8Array.of(1) } }),
    });
    expect(code).toBe('unchecked VERIFY_PROOF_UNKNOWN');
  });
});

describe('the part place', () => {
  it('fails for another index', async () => {
    const { receipt } = await world();
    const verdict = await check({ ...receipt, index: receipt.index + 1 });
    expect(partOf(verdict, 'place').code).toBe('VERIFY_PLACE_WRONG');
    expect(verdict.verdict).toBe('mismatch');
  });

  it('fails for an act that the log does not hold', async () => {
    const { receipt } = await world();
    const elsewhere = await world({ ...keep, signers: [testKey(92)] });
    const { outcome, envelope } = elsewhere.receipt;
    const verdict = await check({ ...receipt, outcome, envelope });
    expect(states(verdict)).toMatchObject({ signature: 'passed', place: 'failed' });
  });

  it('fails when the envelope is another than the recorded one, though of the same body', async () => {
    const { receipt, placed } = await world();
    const decoded = decodeTransaction(receipt.envelope, 65_536);
    if (!decoded.ok) throw new Error('envelope');
    const resigned = encodeSigned(decoded.value.envelope.body, [
      signWith(testKey(92), placed.bodyHash),
    ]);
    const verdict = await check({ ...receipt, envelope: resigned });
    expect(partOf(verdict, 'signature').state).toBe('passed');
    expect(partOf(verdict, 'place').code).toBe('VERIFY_PLACE_WRONG');
    expect(partOf(verdict, 'standing').detail).toEqual({ part: 'place' });
    expect(verdict.verdict).toBe('mismatch');
  });

  it('fails when the recorded act is another than the signed one', async () => {
    const { receipt } = await world({ ...keep, recordedAct: 'note.free' });
    const verdict = await check(receipt);
    expect(states(verdict)).toMatchObject({ signature: 'passed', place: 'failed' });
    expect(partOf(verdict, 'place').code).toBe('VERIFY_PLACE_WRONG');
  });

  it('fails for another outcome than the recorded one, whatever differs in it', async () => {
    const { receipt } = await world();
    const { height, index, time } = receipt.outcome;
    const others: readonly Partial<Outcome>[] = [
      { code: 7 },
      { code: 7, context: emptyMap },
      { events: [{ name: 'note.kept', fields: emptyMap }] },
      { height: height + 1 },
      { index: index + 1 },
      { time: time + 1 },
    ];
    for (const other of others) {
      const verdict = await check({ ...receipt, outcome: { ...receipt.outcome, ...other } });
      expect(states(verdict)).toMatchObject({ format: 'passed', place: 'failed' });
      expect(partOf(verdict, 'standing').detail).toEqual({ part: 'place' });
    }
  });

  it('fails for a place where the log holds no transaction', async () => {
    const { receipt, ledger } = await world();
    const { inclusion } = ledger.standing([]);
    const verdict = await check({ ...receipt, index: ledger.head().size - 1, inclusion });
    expect(partOf(verdict, 'place').code).toBe('VERIFY_PLACE_WRONG');
  });
});

describe('the part institutions', () => {
  it('passes with two of three and says who is missing', async () => {
    const { receipt, ledger } = await world();
    const checkpoint = await ledger.checkpoint({ by: ['alpha', 'gamma'] });
    const verdict = await check({ ...receipt, checkpoint });
    expect(partOf(verdict, 'institutions')).toMatchObject({
      state: 'passed',
      detail: { threshold: 2, members: 3, present: ['alpha', 'gamma'], missing: ['beta'] },
    });
    expect(verdict.facts?.missing).toEqual(['beta']);
    expect(verdict.verdict).toBe('checked');
  });

  it('cannot be checked with one of three, which does not contradict the record', async () => {
    const { receipt, ledger } = await world();
    const checkpoint = await ledger.checkpoint({ by: ['beta'] });
    const verdict = await check({ ...receipt, checkpoint });
    expect(partOf(verdict, 'institutions')).toMatchObject({
      state: 'unchecked',
      code: 'VERIFY_TOO_FEW_INSTITUTIONS',
      detail: { missing: ['alpha', 'gamma'] },
    });
    expect(verdict.verdict).toBe('unchecked');
  });

  it('cannot be checked without the log line', async () => {
    const { receipt, ledger } = await world();
    const checkpoint = await ledger.checkpoint({ withLog: false });
    const verdict = await check({ ...receipt, checkpoint });
    expect(partOf(verdict, 'institutions')).toMatchObject({
      state: 'unchecked',
      code: 'VERIFY_LOG_SIGNATURE_MISSING',
    });
  });

  it('fails when one known signature is wrong, although enough others are right', async () => {
    const { receipt, ledger } = await world();
    const other = { ...ledger.head(), size: ledger.head().size + 1 };
    const line = await cosign(signerFrom(cosigners.gamma), 'madang/yard/gamma', other, 5);
    const checkpoint = await ledger.checkpoint({ by: ['alpha', 'beta'], more: [line] });
    const verdict = await check({ ...receipt, checkpoint });
    expect(partOf(verdict, 'institutions')).toMatchObject({
      state: 'failed',
      code: 'VERIFY_COSIGNATURE_WRONG',
      detail: { wrong: ['gamma'] },
    });
  });

  it('cannot be checked when a key is unknown, and names it', async () => {
    const { receipt, ledger } = await world();
    const line = await cosign(signerFrom(testKey(77)), 'madang/yard/delta', ledger.head(), 5);
    const checkpoint = await ledger.checkpoint({ more: [line] });
    const verdict = await check({ ...receipt, checkpoint });
    expect(partOf(verdict, 'institutions')).toMatchObject({
      state: 'unchecked',
      code: 'VERIFY_KEY_UNKNOWN',
      detail: { unknown: ['madang/yard/delta'] },
    });
    expect(verdict.verdict).toBe('unchecked');
  });
});

describe('the part content', () => {
  it('fails for another file and keeps the other parts', async () => {
    const { receipt } = await world();
    const verdict = await check(receipt, { fileDigest: sha256(fileDigest) });
    expect(partOf(verdict, 'content').code).toBe('VERIFY_FILE_DIFFERS');
    expect(states(verdict)).toMatchObject({ standing: 'passed', institutions: 'passed' });
    expect(verdict.verdict).toBe('mismatch');
  });

  it('cannot be checked for a file without an opening', async () => {
    const { receipt } = await world();
    const { opening: _, ...bare } = receipt;
    const verdict = await check(bare, { fileDigest });
    expect(partOf(verdict, 'content').code).toBe('VERIFY_OPENING_MISSING');
    expect(verdict.verdict).toBe('unchecked');
  });

  it('fails for an opening of something else', async () => {
    const { receipt } = await world();
    const verdict = await check({ ...receipt, opening: payload });
    expect(partOf(verdict, 'content')).toMatchObject({
      state: 'failed',
      code: 'VERIFY_OPENING_NOT_VALID',
    });
  });
});

const filler = record({ x: bytes({ max: 65_535 }) });

describe('openReceipt', () => {
  it('names the place of what does not decode', async () => {
    const { receipt } = await world();
    const { standing } = receipt;
    if (standing === undefined) throw new Error('no standing');
    const events = [{ name: 'note.kept', fields: emptyMap }];
    const newer = { checkpoint: 'x', consistency: new Uint8Array() };
    const broken = [
      [{ ...receipt, outcome: { ...receipt.outcome, context: emptyMap } }, 'outcome.context'],
      [{ ...receipt, outcome: { ...receipt.outcome, code: 7, events } }, 'outcome.events'],
      [{ ...receipt, envelope: emptyMap }, 'envelope'],
      [{ ...receipt, checkpoint: 'x' }, 'checkpoint'],
      [{ ...receipt, standing: { ...standing, block: emptyMap } }, 'standing.block'],
      [{ ...receipt, standing: { ...standing, ...newer } }, 'standing.checkpoint'],
    ] as const;
    for (const [one, at] of broken) {
      const opened = openReceipt(encodeReceipt(one));
      expect(opened.ok ? '' : opened.error.at).toMatch(new RegExp(`^${at}`));
    }
  });

  it('makes the entry that the log holds', async () => {
    const { receipt, placed } = await world();
    const opened = openReceipt(encodeReceipt(receipt));
    if (!opened.ok) throw new Error(opened.error.message);
    const entry = decodeLogEntry(opened.value.entry);
    expect(entry.ok && entry.value).toEqual({
      type: 'transaction',
      act: 'note.keep',
      body: placed.bodyHash,
      envelope: sha256(receipt.envelope),
      outcome: receipt.outcome,
    });
  });

  it('reads no receipt of an entry that is longer than an entry may be', async () => {
    const { receipt, placed } = await world();
    const filled = (length: number): Outcome => {
      const fields = encodeKnown(filler, { x: new Uint8Array(length) });
      return { ...receipt.outcome, events: [{ name: 'note.kept', fields }] };
    };
    const entryOf = (outcome: Outcome) => {
      const hashes = { body: placed.bodyHash, envelope: sha256(receipt.envelope) };
      return encodeLogEntry({ type: 'transaction', act: 'note.keep', ...hashes, outcome });
    };
    const longest = 60_000 + 65_535 - entryOf(filled(60_000)).length;
    expect(entryOf(filled(longest + 1))).toHaveLength(65_536);
    const opened = openReceipt(encodeReceipt({ ...receipt, outcome: filled(longest + 1) }));
    expect(opened).toMatchObject({ ok: false, error: { code: 'RECEIPT_NOT_VALID' } });
  });

  it('wants a consistency proof exactly beside a checkpoint of the standing', async () => {
    const { receipt } = await world();
    if (receipt.standing === undefined) throw new Error('no standing');
    const lone = { ...receipt.standing, consistency: new Uint8Array() };
    const bare = { ...receipt.standing, checkpoint: receipt.checkpoint };
    for (const standing of [lone, bare]) {
      const opened = openReceipt(encodeReceipt({ ...receipt, standing }));
      expect(opened.ok ? '' : opened.error.at).toBe('standing.consistency');
    }
  });
});

describe('the codes of parts', () => {
  it('are each there once', () => {
    expect(new Set(verifyCodes).size).toBe(verifyCodes.length);
  });
});
