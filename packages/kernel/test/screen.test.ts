import { concat, encodeKnown, type Json, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { createMachine, refusalSentence } from '@madang/kernel';
import { body, encodeSigned, envelope } from '@madang/protocol';
import { actor, openMemoryLedger, type Signed, signBody, signedFrom } from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toyGovernance } from './toy-governance.ts';
import { toy } from './toy-service.ts';

const ann = actor('ann');
const ledger = openMemoryLedger([toyGovernance, toy]);
const wish = { act: 'toy.openCounter', payload: { name: 'tea' }, by: ann };

function screen(bytes: Uint8Array) {
  return ledger.machine.screen(bytes, ledger.chain, ledger.params());
}

/** Screening and admission agree on everything that needs no state. */
function expectRefused(transaction: Signed, name: string): void {
  expect(screen(transaction.bytes)).toMatchObject({ ok: false, error: { name } });
  expect(ledger.admit(transaction)).toMatchObject({ ok: false, error: { name } });
}

function bodyWith(changes: { readonly act?: string; readonly chain?: Uint8Array }): Uint8Array {
  return encodeKnown(body, {
    act: 'toy.openCounter',
    chain: ledger.chain,
    expiresAt: ledger.timeMs() + 1_000,
    payload: Uint8Array.of(0xa0),
    salt: new Uint8Array(16),
    ...changes,
  });
}

describe('screen', () => {
  it('passes a transaction that is well-formed and names its definition', () => {
    const verdict = screen(ledger.sign(wish).bytes);
    expect(verdict).toMatchObject({ ok: true, value: { def: { act: 'toy.openCounter' } } });
  });

  it('refuses bytes that are not one canonical envelope', () => {
    const { bytes } = ledger.sign(wish);
    for (const wrong of [new Uint8Array(), concat(bytes, Uint8Array.of(0)), bytes.slice(1)]) {
      expect(screen(wrong)).toMatchObject({ error: { name: 'kernel.NOT_CANONICAL' } });
    }
  });

  it('refuses an envelope of more bytes than the parameters allow, before reading it', () => {
    expect(screen(new Uint8Array(65_537))).toMatchObject({ error: { name: 'kernel.TOO_LARGE' } });
    expect(screen(new Uint8Array(65_536))).toMatchObject({
      error: { name: 'kernel.NOT_CANONICAL' },
    });
  });

  it('refuses a transaction of another ledger', () => {
    const other = bodyWith({ chain: sha256(utf8('another')) });
    expectRefused(signBody(ledger.chain, other, ann), 'kernel.WRONG_CHAIN');
  });

  it('refuses an act that no service has', () => {
    expectRefused(signBody(ledger.chain, bodyWith({ act: 'toy.fly' }), ann), 'kernel.UNKNOWN_ACT');
  });

  it('refuses an authorisation by proof where the act takes signatures', () => {
    const bytes = encodeKnown(envelope, {
      auth: { kind: 'proof', proof: Uint8Array.of(1) },
      body: bodyWith({}),
    });
    expectRefused(signedFrom(bytes), 'kernel.AUTHORISATION_NOT_ACCEPTED');
  });

  it('refuses an unknown suite', () => {
    const sign = (suite: string) =>
      signedFrom(
        encodeSigned(bodyWith({}), [
          { suite, key: ann.keyPair.publicKey, signature: new Uint8Array(64) },
        ]),
      );
    expectRefused(sign('ed448'), 'kernel.UNKNOWN_SUITE');
    expectRefused(sign('constructor'), 'kernel.UNKNOWN_SUITE');
  });

  it('refuses signatures out of order and a key that signs twice', () => {
    const ben = actor('ben');
    const right = ledger.sign({ ...wish, by: [ann, ben] });
    expect(screen(right.bytes).ok).toBe(true);
    const { auth } = right.envelope;
    const signatures = auth.kind === 'account' ? auth.signatures : [];
    for (const wrong of [[...signatures].reverse(), [signatures[0], signatures[0]]]) {
      const listed = wrong.filter((one) => one !== undefined);
      const bytes = encodeKnown(envelope, {
        auth: { kind: 'account', signatures: listed },
        body: right.envelope.body,
      });
      expectRefused(signedFrom(bytes), 'kernel.SIGNATURES_NOT_IN_ORDER');
    }
  });

  it('refuses a payload that does not fit the act and says where', () => {
    const signed = signBody(ledger.chain, bodyWith({}), ann);
    expectRefused(signed, 'kernel.PAYLOAD_NOT_VALID');
    const verdict = screen(signed.bytes);
    const definition = ledger.machine.errors.find(
      (one) => !verdict.ok && one.code === verdict.error.code,
    );
    expect(definition).toBeDefined();
    if (verdict.ok || definition === undefined) return;
    expect(refusalSentence(definition, 'en', verdict.error.context)).toBe(
      'The payload does not fit the act (CODEC_MISSING_KEY at “”).',
    );
  });
});

describe('screen, whatever it is given,', () => {
  it('answers without throwing, and passes no envelope with a changed byte as the same', () => {
    const { bytes, envelopeHash } = ledger.sign(wish);
    fc.assert(
      fc.property(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const changed = bytes.map((byte, index) => (index === at ? byte ^ flip : byte));
          const verdict = screen(changed);
          if (verdict.ok) expect(verdict.value.envelopeHash).not.toEqual(envelopeHash);
          else expect(ledger.machine.errors.map(({ code }) => code)).toContain(verdict.error.code);
        },
      ),
      { seed: 11, numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(screen(noise).ok).toBe(false);
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});

describe('admit', () => {
  const name = (signed: Signed) => {
    const verdict = ledger.admit(signed);
    return verdict.ok ? 'admitted' : verdict.error.name;
  };

  it('admits what a block would do', () => {
    expect(name(ledger.sign(wish))).toBe('admitted');
  });

  it('counts a transaction as expired from the moment of its expiry on', () => {
    expect(name(ledger.sign({ ...wish, expiresInMs: 1 }))).toBe('admitted');
    expect(name(ledger.sign({ ...wish, expiresInMs: 0 }))).toBe('kernel.EXPIRED');
  });

  it('takes an expiry at most as far ahead as the parameters say', () => {
    expect(name(ledger.sign({ ...wish, expiresInMs: 600_000 }))).toBe('admitted');
    expect(name(ledger.sign({ ...wish, expiresInMs: 600_001 }))).toBe('kernel.EXPIRES_TOO_LATE');
  });

  it('refuses a wrong signature', () => {
    const signed = ledger.sign(wish);
    expect(name({ ...signed, signaturesValid: false })).toBe('kernel.SIGNATURE_WRONG');
    expect(signBody(sha256(utf8('x')), signed.envelope.body, ann).signaturesValid).toBe(false);
  });

  it('refuses a key that is none', () => {
    const { body } = ledger.sign(wish).envelope;
    for (const key of [new Uint8Array(32), new Uint8Array(31)]) {
      const signatures = [{ suite: 'ed25519', key, signature: new Uint8Array(64) }];
      expect(name(signedFrom(encodeSigned(body, signatures)))).toBe('kernel.KEY_NOT_VALID');
    }
  });

  it('refuses the same body in another envelope once it was executed, done or refused', () => {
    const ben = actor('ben');
    for (const payload of [{ name: 'tea' }, { name: 'tea', as: 'city' }] satisfies Json[]) {
      const signed = ledger.sign({ ...wish, payload });
      ledger.block([signed]);
      const again = signBody(ledger.chain, signed.envelope.body, ben);
      expect(again.envelopeHash).not.toEqual(signed.envelopeHash);
      expect(name(again)).toBe('kernel.REPLAYED');
    }
  });

  it('refuses more signatures than the act needs', () => {
    expect(name(ledger.sign({ ...wish, by: [ann, actor('ben')] }))).toBe('kernel.WRONG_SIGNERS');
  });
});

describe('createMachine', () => {
  it('halts when two services have one name', () => {
    expect(() => createMachine([toyGovernance, toy, toy])).toThrow(/is there twice/);
  });
});
