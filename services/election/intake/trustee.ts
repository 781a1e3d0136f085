import {
  type Chance,
  ciphertextsOf,
  dealShare,
  decryptSum,
  isOpening,
  isShareRight,
  joinKeys,
  joinShares,
  makeComplaint,
  makeOpening,
  type Opening,
  openingCommitment,
  openShare,
  rehearsalCiphertext,
  type TrusteeSecret,
} from '@madang/ballot';
import { equalBytes, expectPresent, fail, ok, type Result, type TypeOf, u32be } from '@madang/base';
import { sha256, sha512, tag } from '@madang/crypto';
import type { ceremonyAnswer, sumAnswer } from '../chain/answers.ts';
import type {
  acceptPayload,
  commitPayload,
  complainPayload,
  dealPayload,
  decryptPayload,
  rehearsePayload,
  revealPayload,
} from '../chain/schema.ts';

/** A ceremony as the ledger tells it. */
export type Ceremony = TypeOf<typeof ceremonyAnswer>;
/** A sum to decrypt, as the ledger tells it. */
export type Sum = TypeOf<typeof sumAnswer>;

/** A trustee at work on their own machine. The seed never leaves it. */
export interface Trustee {
  readonly election: Uint8Array;
  /** From 1. */
  readonly number: number;
  /** 32 bytes that nobody else knows: all secrets of all ceremonies follow from them. */
  readonly seed: Uint8Array;
}

/** An act that is to be signed and sent. */
export type TrusteeAct =
  | { readonly act: 'election.commitOpening'; readonly payload: TypeOf<typeof commitPayload> }
  | { readonly act: 'election.revealOpening'; readonly payload: TypeOf<typeof revealPayload> }
  | { readonly act: 'election.dealShares'; readonly payload: TypeOf<typeof dealPayload> }
  | { readonly act: 'election.acceptShares'; readonly payload: TypeOf<typeof acceptPayload> }
  | { readonly act: 'election.complain'; readonly payload: TypeOf<typeof complainPayload> }
  | { readonly act: 'election.rehearse'; readonly payload: TypeOf<typeof rehearsePayload> }
  | { readonly act: 'election.decryptSum'; readonly payload: TypeOf<typeof decryptPayload> };

/** Why a trustee does nothing: what the ledger tells does not hold together. */
export type TrusteeProblem =
  /** Somebody's opening is not the one that they committed to, or its proof does not hold. */
  | { readonly kind: 'opening-wrong'; readonly trustee: number }
  /** What stands on the ledger for this trustee was not made with this seed. */
  | { readonly kind: 'another-seed' }
  /** The joint key does not follow from the openings. */
  | { readonly kind: 'key-differs' };

const SEED = tag('madang/trustee-seed/1');
const SECRETS = tag('madang/trustee-secrets/1');

/** The seed of a trustee, from the 32 secret bytes of the key that signs for them. */
export function trusteeSeed(secret: Uint8Array): Uint8Array {
  return sha256(SEED, secret);
}

/**
 * The secrets of a trustee in one ceremony. They follow from the seed, so that a trustee whose
 * machine stops in the middle goes on where they were.
 */
function secretsOf(
  { seed, number }: Trustee,
  { ceremony, threshold }: Pick<Ceremony, 'ceremony' | 'threshold'>,
): { readonly secret: TrusteeSecret; readonly opening: Opening } {
  let counter = 0;
  const chance: Chance = () =>
    sha512(SECRETS, seed, ceremony, u32be(number), u32be(threshold), u32be(counter++));
  return makeOpening(ceremony, number, threshold, chance);
}

/**
 * What a trustee does next in a ceremony; nothing if it waits for others. All that others published
 * is checked before anything is made of it. `chance` gives bytes that were never used before.
 */
export function nextCeremonyAct(
  trustee: Trustee,
  told: Ceremony,
  chance: Chance,
): Result<TrusteeAct | undefined, TrusteeProblem> {
  if (!told.missing.includes(trustee.number)) return ok(undefined);
  const { secret, opening } = secretsOf(trustee, told);
  const base = { election: trustee.election, round: told.round, trustee: trustee.number };
  const commitment = openingCommitment(told.ceremony, trustee.number, opening);
  if (told.stage === 'commit') {
    return ok({ act: 'election.commitOpening', payload: { ...base, commitment } });
  }
  const own = told.trustees[trustee.number - 1]?.commitment;
  if (own === undefined || !equalBytes(own, commitment)) return fail({ kind: 'another-seed' });
  if (told.stage === 'reveal') {
    return ok({ act: 'election.revealOpening', payload: { ...base, opening: plain(opening) } });
  }
  const openings = openingsIn(told);
  if (!openings.ok) return openings;
  const working = { trustee, told, secret, openings: openings.value, chance };
  switch (told.stage) {
    case 'deal':
      return ok({ act: 'election.dealShares', payload: { ...base, shares: deal(working) } });
    case 'accept':
      return ok(accept(working, base));
    case 'rehearse':
      return rehearse(working, base);
    case 'ready':
      return ok(undefined);
  }
}

interface Working {
  readonly trustee: Trustee;
  readonly told: Ceremony;
  readonly secret: TrusteeSecret;
  readonly openings: readonly Opening[];
  readonly chance: Chance;
}

function plain({ coefficients, transport, proof }: Opening) {
  return { coefficients: [...coefficients], transport, proof };
}

/** Everybody's openings, each held against its commitment and its proof. */
function openingsIn(told: Ceremony): Result<readonly Opening[], TrusteeProblem> {
  const openings: Opening[] = [];
  for (const [at, { commitment, opening }] of told.trustees.entries()) {
    const number = at + 1;
    const isRight =
      opening !== undefined &&
      commitment !== undefined &&
      equalBytes(openingCommitment(told.ceremony, number, opening), commitment) &&
      isOpening(told.ceremony, number, told.threshold, opening);
    if (!isRight) return fail({ kind: 'opening-wrong', trustee: number });
    openings.push(opening);
  }
  return ok(openings);
}

function deal({ trustee, told, secret, openings, chance }: Working): Uint8Array[] {
  return openings.map(({ transport }, at) =>
    dealShare(
      told.ceremony,
      { dealer: trustee.number, receiver: at + 1, secret, transport },
      chance,
    ),
  );
}

/** The share that a dealer sealed for this trustee, or nothing if it is not right. */
function shareFrom({ trustee, told, secret, openings }: Working, dealer: number) {
  const receiver = trustee.number;
  const sealed = told.trustees[dealer - 1]?.shares?.[receiver - 1];
  const coefficients = openings[dealer - 1]?.coefficients;
  if (sealed === undefined || coefficients === undefined) return undefined;
  const way = { dealer, receiver, sealed, transportSecret: secret.transport };
  const share = openShare(told.ceremony, way);
  return isShareRight(share, receiver, coefficients) ? share : undefined;
}

type Base = Readonly<{ election: Uint8Array; round: number; trustee: number }>;

/** Accepts the shares of all dealers, or complains about the first that is not right. */
function accept(working: Working, base: Base): TrusteeAct {
  const { trustee, told, secret, openings, chance } = working;
  const wrong = openings.findIndex((_, at) => shareFrom(working, at + 1) === undefined);
  if (wrong < 0) return { act: 'election.acceptShares', payload: base };
  const dealer = wrong + 1;
  const sealed = expectPresent(told.trustees[wrong]?.shares?.[trustee.number - 1], 'all dealt');
  const way = { dealer, receiver: trustee.number, sealed, transportSecret: secret.transport };
  const complaint = makeComplaint(told.ceremony, way, chance);
  return { act: 'election.complain', payload: { ...base, dealer, complaint } };
}

/** This trustee's share of the joint key. */
function shareOfKey(
  working: Working,
): Result<{ readonly secret: Uint8Array; readonly shareKey: Uint8Array }, TrusteeProblem> {
  const { trustee, told, openings } = working;
  const joint = joinKeys(openings.map(({ coefficients }) => coefficients));
  const shareKey = joint?.shareKeys[trustee.number - 1];
  const isSame =
    joint !== undefined && told.joint !== undefined && equalBytes(joint.key, told.joint.key);
  if (!isSame || shareKey === undefined) return fail({ kind: 'key-differs' });
  const shares = openings.map((_, at) =>
    expectPresent(shareFrom(working, at + 1), 'trustee: shares that were accepted'),
  );
  return ok({ secret: joinShares(shares), shareKey });
}

function rehearse(working: Working, base: Base): Result<TrusteeAct, TrusteeProblem> {
  const own = shareOfKey(working);
  if (!own.ok) return own;
  const { told, trustee, chance } = working;
  const place = { election: told.ceremony, trustee: trustee.number, sum: 0, selection: 0 };
  const part = decryptSum(place, own.value, rehearsalCiphertext(told.ceremony), chance);
  return ok({ act: 'election.rehearse', payload: { ...base, part } });
}

/**
 * A trustee's part of one sum. `fingerprint`: what the ballots of the election were bound to.
 */
export function decryptionOf(
  trustee: Trustee,
  { told, fingerprint }: { readonly told: Ceremony; readonly fingerprint: Uint8Array },
  { sum, selections }: Pick<Sum, 'selections'> & { readonly sum: number },
  chance: Chance,
): Result<TrusteeAct, TrusteeProblem> {
  const openings = openingsIn(told);
  if (!openings.ok) return openings;
  const { secret } = secretsOf(trustee, told);
  const own = shareOfKey({ trustee, told, secret, openings: openings.value, chance });
  if (!own.ok) return own;
  const { election, number } = trustee;
  const parts = ciphertextsOf(selections).map((ciphertext, selection) => {
    const place = { election: fingerprint, trustee: number, sum, selection };
    return decryptSum(place, own.value, ciphertext, chance);
  });
  return ok({ act: 'election.decryptSum', payload: { election, trustee: number, sum, parts } });
}
