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
import { equalBytes, fail, ok, type Result, type TypeOf, u32be } from '@madang/base';
import { sha256, sha512, tag } from '@madang/crypto';
import type { ceremonyAnswer, sumAnswer } from '../chain/answers.ts';
import { ceremonyId } from '../chain/ceremony.ts';
import type {
  acceptPayload,
  commitPayload,
  complainPayload,
  dealPayload,
  decryptPayload,
  MixPayload,
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
  | { readonly act: 'election.mixKeys'; readonly payload: MixPayload }
  | { readonly act: 'election.decryptSum'; readonly payload: TypeOf<typeof decryptPayload> };

/** Why a trustee does nothing: what the ledger tells does not hold together. */
export type TrusteeProblem =
  /** Somebody's opening is not the one that they committed to, or its proof does not hold. */
  | { readonly kind: 'opening-wrong'; readonly trustee: number }
  /** What stands on the ledger for this trustee was not made with this seed. */
  | { readonly kind: 'another-seed' }
  /** It is no ceremony of this election, or not of this round, with this trustee. */
  | { readonly kind: 'another-ceremony' }
  /** What a dealer sent is missing, or is not what this trustee accepted. */
  | { readonly kind: 'share-differs'; readonly trustee: number }
  /** The joint key does not follow from the openings. */
  | { readonly kind: 'key-differs' };

const SEED = tag('madang/trustee-seed/1');
const SECRETS = tag('madang/trustee-secrets/1');

/** The seed of a trustee, from the 32 secret bytes of the key that signs for them. */
export function trusteeSeed(secret: Uint8Array): Uint8Array {
  return sha256(SEED, secret);
}

interface Secrets {
  readonly secret: TrusteeSecret;
  readonly opening: Opening;
  readonly commitment: Uint8Array;
}

/**
 * The secrets of a trustee in one ceremony. They follow from the seed, so that a trustee whose
 * machine stops in the middle goes on where they were.
 */
function secretsOf(
  { seed, number }: Trustee,
  { ceremony, threshold }: Pick<Ceremony, 'ceremony' | 'threshold'>,
): Secrets {
  let counter = 0;
  const chance: Chance = () =>
    sha512(SECRETS, seed, ceremony, u32be(number), u32be(threshold), u32be(counter++));
  const { secret, opening } = makeOpening(ceremony, number, threshold, chance);
  return { secret, opening, commitment: openingCommitment(ceremony, number, opening) };
}

/**
 * What a trustee does next in a ceremony; nothing if it waits for others. All that others published
 * is checked before anything is made of it: that it holds together, not that it stands on the
 * ledger. Whoever could tell all openings otherwise would be dealt the trustee's secret, so `told`
 * has to be proven. `chance` gives bytes that were never used before.
 */
export function nextCeremonyAct(
  trustee: Trustee,
  told: Ceremony,
  chance: Chance,
): Result<TrusteeAct | undefined, TrusteeProblem> {
  if (!told.missing.includes(trustee.number)) return ok(undefined);
  if (!isCeremonyOf(trustee, told)) return fail({ kind: 'another-ceremony' });
  const base = { election: trustee.election, round: told.round, trustee: trustee.number };
  if (told.stage === 'commit') {
    const { commitment } = secretsOf(trustee, told);
    return ok({ act: 'election.commitOpening', payload: { ...base, commitment } });
  }
  const own = ownSecrets(trustee, told);
  if (!own.ok) return own;
  if (told.stage === 'reveal') {
    const opening = plain(own.value.opening);
    return ok({ act: 'election.revealOpening', payload: { ...base, opening } });
  }
  const openings = openingsIn(told);
  if (!openings.ok) return openings;
  const { secret } = own.value;
  const working = { trustee, told, secret, openings: openings.value, chance };
  switch (told.stage) {
    case 'deal':
      return ok({ act: 'election.dealShares', payload: { ...base, shares: deal(working) } });
    case 'accept':
      return accept(working, base);
    case 'rehearse':
      return rehearse(working, base);
    case 'ready':
      return ok(undefined);
  }
}

/** Whether a ceremony is one of the trustee's election, in its round, and has such a trustee. */
function isCeremonyOf({ election, number }: Trustee, told: Ceremony): boolean {
  const { ceremony, round, threshold, trustees } = told;
  const hasNumbers = [number, threshold].every((one) => one >= 1 && one <= trustees.length);
  return hasNumbers && equalBytes(ceremony, ceremonyId(election, round));
}

/** The secrets of a trustee, if they are those that it committed to. */
function ownSecrets(trustee: Trustee, told: Ceremony): Result<Secrets, TrusteeProblem> {
  const own = told.trustees[trustee.number - 1]?.commitment;
  const secrets = secretsOf(trustee, told);
  const isOwn = own !== undefined && equalBytes(own, secrets.commitment);
  return isOwn ? ok(secrets) : fail({ kind: 'another-seed' });
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

/** What a dealer sealed for this trustee. */
function sealedBy({ trustee, told }: Working, dealer: number): Uint8Array | undefined {
  return told.trustees[dealer - 1]?.shares?.[trustee.number - 1];
}

/** The share that a dealer sealed for this trustee, or nothing if it is not right. */
function shareFrom(working: Working, dealer: number): Uint8Array | undefined {
  const { trustee, told, secret, openings } = working;
  const receiver = trustee.number;
  const sealed = sealedBy(working, dealer);
  const coefficients = openings[dealer - 1]?.coefficients;
  if (sealed === undefined || coefficients === undefined) return undefined;
  const way = { dealer, receiver, sealed, transportSecret: secret.transport };
  const share = openShare(told.ceremony, way);
  return isShareRight(share, receiver, coefficients) ? share : undefined;
}

type Base = Readonly<{ election: Uint8Array; round: number; trustee: number }>;

/** Accepts the shares of all dealers, or complains about the first that is not right. */
function accept(working: Working, base: Base): Result<TrusteeAct, TrusteeProblem> {
  const { trustee, told, secret, openings, chance } = working;
  const wrong = openings.findIndex((_, at) => shareFrom(working, at + 1) === undefined);
  if (wrong < 0) return ok({ act: 'election.acceptShares', payload: base });
  const dealer = wrong + 1;
  const sealed = sealedBy(working, dealer);
  if (sealed === undefined) return fail({ kind: 'share-differs', trustee: dealer });
  const way = { dealer, receiver: trustee.number, sealed, transportSecret: secret.transport };
  const complaint = makeComplaint(told.ceremony, way, chance);
  return ok({ act: 'election.complain', payload: { ...base, dealer, complaint } });
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
  const shares: Uint8Array[] = [];
  for (const at of openings.keys()) {
    const share = shareFrom(working, at + 1);
    if (share === undefined) return fail({ kind: 'share-differs', trustee: at + 1 });
    shares.push(share);
  }
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
  if (!isCeremonyOf(trustee, told)) return fail({ kind: 'another-ceremony' });
  const secrets = ownSecrets(trustee, told);
  if (!secrets.ok) return secrets;
  const openings = openingsIn(told);
  if (!openings.ok) return openings;
  const { secret } = secrets.value;
  const own = shareOfKey({ trustee, told, secret, openings: openings.value, chance });
  if (!own.ok) return own;
  const { election, number } = trustee;
  const parts = ciphertextsOf(selections).map((ciphertext, selection) => {
    const place = { election: fingerprint, trustee: number, sum, selection };
    return decryptSum(place, own.value, ciphertext, chance);
  });
  return ok({ act: 'election.decryptSum', payload: { election, trustee: number, sum, parts } });
}
