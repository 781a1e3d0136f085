import { expectOk, expectPresent, type Json, toHex } from '@madang/base';
import { type KeyPair, keyPairFromSeed, sha256, signSync } from '@madang/crypto';
import { type AnyService, type AnyTransaction, createMachine } from '@madang/kernel';
import {
  bodyHashOf,
  encodeBody,
  encodeGenesis,
  encodeSigned,
  genesisHash,
  type Params,
  signedMessage,
} from '@madang/protocol';
import { services } from '@madang/testkit';
import type { Cosigner } from '../src/checkpoints.ts';

export const START_MS = 1_767_225_600_000;

export const machine = createMachine(services);

const notarisation = expectPresent(
  services
    .flatMap((service): readonly AnyTransaction[] => service.transactions)
    .find(({ act }) => act === 'document.notarise'),
  'the first service',
);

/** A key pair that is the same for the same name. */
export function keyOf(name: string): KeyPair {
  return keyPairFromSeed(sha256(Buffer.from(name)));
}

export const nodeKey = keyOf('node');

const institutionIds = ['audit', 'city', 'district'] as const;

export const params: Params = {
  maxExpiryMs: 600_000,
  maxBlockCostUs: 500_000,
  maxTransactionBytes: 65_536,
};

/** The genesis of a small ledger with three institutions. */
export function demoGenesis(change: Partial<Params> = {}): Uint8Array {
  return encodeGenesis({
    version: 1,
    name: 'demo',
    time: START_MS,
    params: { ...params, ...change },
    grants: [],
    nodeKeys: [nodeKey.publicKey],
    institutions: institutionIds.map((id) => ({
      id,
      names: { en: id, ko: id },
      operator: { en: 'a test', ko: '시험' },
      governance: keyOf(`${id} governance`).publicKey,
      consensus: keyOf(`${id} consensus`).publicKey,
      cosigner: keyOf(`${id} cosigner`).publicKey,
    })),
  });
}

export const genesis = demoGenesis();
export const chain = genesisHash(genesis);

/** The cosigners of all institutions. */
export const cosigners: readonly Cosigner[] = institutionIds.map((name) => {
  const keyPair = keyOf(`${name} cosigner`);
  return {
    name,
    suite: keyPair.suite,
    publicKey: keyPair.publicKey,
    sign: (message) => Promise.resolve(signSync(keyPair, message)),
  };
});

/** A signed act of these services whose payload is JSON; its salt follows from `name`. */
export function actOf(
  given: { readonly act: string; readonly payload: Json; readonly name: string },
  options: NotariseOptions = {},
  from: readonly AnyService[] = services,
) {
  const definition = expectPresent(
    from
      .flatMap((service): readonly AnyTransaction[] => service.transactions)
      .find(({ act }) => act === given.act),
    'an act of these services',
  );
  const payload = expectOk(definition.payloadFromJson(given.payload), `${given.act} fits`);
  return signedAct(given.act, payload, {
    salt: sha256(Buffer.from(given.name)).slice(0, 16),
    ...options,
  });
}

/** What a signed act is made of; everything has a default. */
export interface NotariseOptions {
  readonly key?: KeyPair;
  readonly expiresAt?: number;
  readonly chain?: Uint8Array;
  /** Signs something else than the body. */
  readonly isForged?: boolean;
}

/** A signed `document.notarise` whose content follows from its number. */
export function notarise(n: number, options: NotariseOptions = {}) {
  const seed = sha256(Buffer.from(`document ${n}`));
  const payload = expectOk(
    notarisation.payloadFromJson({ kind: 'file', root: toHex(seed), count: 1 }),
    'fits',
  );
  return signedAct('document.notarise', payload, { salt: seed.slice(0, 16), ...options });
}

/** Any signed act. */
export function signedAct(
  act: string,
  payload: Uint8Array,
  options: NotariseOptions & { readonly salt: Uint8Array },
) {
  const key = options.key ?? keyOf('somebody');
  const body = encodeBody({
    act,
    chain: options.chain ?? chain,
    expiresAt: options.expiresAt ?? START_MS + 300_000,
    payload,
    salt: options.salt,
  });
  const bodyHash = bodyHashOf(body);
  const message = signedMessage(
    options.chain ?? chain,
    options.isForged === true ? sha256(bodyHash) : bodyHash,
  );
  const signature = signSync(key, message);
  const envelope = encodeSigned(body, [{ key: key.publicKey, suite: 'ed25519', signature }]);
  return { envelope, bodyHash };
}

/** A clock that stands still until it is moved. */
export function standingClock(startMs = START_MS + 1_000) {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (byMs: number) => {
      nowMs += byMs;
    },
  };
}
