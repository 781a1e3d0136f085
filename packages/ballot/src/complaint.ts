import { concat, u32be } from '@madang/base';
import { combine, ELEMENT_BYTES } from '@madang/ristretto';
import { CHAUM_PEDERSEN_BYTES, isSameLogarithm, proveSameLogarithm } from './chaum-pedersen.ts';
import type { Chance } from './encrypt.ts';
import { generatorBase } from './generator.ts';
import { isInCeremony, isShareRight } from './key-generation.ts';
import type { Statement } from './schnorr.ts';
import { isSealedShare, piecesOf, type ShareWay, unmask } from './sealed-share.ts';

// A receiver who was dealt a wrong share tells everybody K, which opens this share and no other,
// and proves that it is the right K (Chaum and Pedersen 1992).

/** K || A || B || z. */
export const COMPLAINT_BYTES = ELEMENT_BYTES + CHAUM_PEDERSEN_BYTES;

/** A sealed share, with the receiver's T. */
interface Disputed extends ShareWay {
  readonly sealed: Uint8Array;
  readonly transport: Uint8Array;
}

/**
 * The receiver's complaint about a sealed share, 128 bytes: all zero if what was sent is no sealed
 * share, which everybody sees. K is never told of such bytes, as it might open another's share.
 */
export function makeComplaint(
  ceremony: Uint8Array,
  sent: ShareWay & { readonly sealed: Uint8Array; readonly transportSecret: Uint8Array },
  chance: Chance,
): Uint8Array {
  const { sealed, transportSecret } = sent;
  if (!isSealedShare(ceremony, sent)) return new Uint8Array(COMPLAINT_BYTES);
  const transport = combine([transportSecret, generatorBase()]);
  const { sender } = piecesOf(sealed);
  const joint = combine([transportSecret, sender]);
  const statement = complaintStatement(ceremony, { ...sent, transport }, joint);
  return concat(joint, proveSameLogarithm(statement, transportSecret, sender, chance()));
}

function complaintStatement(
  ceremony: Uint8Array,
  { dealer, receiver, sealed, transport }: Disputed,
  joint: Uint8Array,
): Statement {
  const { sender, masked } = piecesOf(sealed);
  const way = [ceremony, u32be(dealer), u32be(receiver)];
  return { name: 'dleq', parts: [...way, sender, masked, transport, joint] };
}

/** Who was wrong: the receiver, whose complaint shows nothing or a right share; or the dealer. */
export type Judgement = 'not-proven' | 'share-right' | 'share-wrong';

/**
 * Decides for everybody about a complaint, whatever its bytes. `transport` is the receiver's T and
 * `coefficients` the dealer's A_k, of openings that were accepted. Bytes that are no sealed share
 * are a wrong share, whatever the complaint says.
 */
export function judgeComplaint(
  ceremony: Uint8Array,
  disputed: Disputed & {
    readonly coefficients: readonly Uint8Array[];
    readonly complaint: Uint8Array;
  },
): Judgement {
  const { dealer, receiver, sealed, transport, coefficients, complaint } = disputed;
  if (!isInCeremony(ceremony, dealer, receiver)) return 'not-proven';
  if (!isSealedShare(ceremony, disputed)) return 'share-wrong';
  const joint = complaint.subarray(0, ELEMENT_BYTES);
  const statement = complaintStatement(ceremony, disputed, joint);
  const same = { key: transport, base: piecesOf(sealed).sender, image: joint };
  const proof = complaint.subarray(ELEMENT_BYTES);
  if (!isSameLogarithm(statement, same, proof)) return 'not-proven';
  const share = unmask(ceremony, disputed, { transport, joint });
  return isShareRight(share, receiver, coefficients) ? 'share-right' : 'share-wrong';
}
