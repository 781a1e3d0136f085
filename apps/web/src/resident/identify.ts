import { toHex } from '@madang/base';
import type { ClientError, IdentifiedAnswer } from '@madang/client';
import { accountOf } from '@madang/protocol';
import { makeKey, signerOf } from '../device/act-keys.ts';
import { findPerson, type KeptPerson, putPerson } from '../device/person-store.ts';
import { linkDigest, type Mine, type OpenedLink, personHere } from './link.ts';
import type { ResidentRoom } from './room.ts';

/** What coming with a code came to. */
export type Identifying =
  | { state: 'identified'; mine: Mine }
  | { state: 'wrong'; left: number }
  | { state: 'ended' }
  | { state: 'used' }
  | { state: 'no-store' }
  | { state: 'problem'; error: ClientError };

/** The key of this device for whoever has a link: the one that is kept here, or a new one. */
export async function keptKey(link: OpenedLink): Promise<KeptPerson> {
  const digest = linkDigest(link.token);
  const before = await findPerson(link, digest);
  if (before !== undefined && (await signerOf(before.key)) !== undefined) return before;
  const { signer, kept } = await makeKey();
  const { register, nameMasked, homes, contactMasked } = link;
  const person: KeptPerson = {
    register,
    nameMasked,
    homes,
    ...(contactMasked === undefined ? {} : { contactMasked }),
    account: toHex(accountOf(signer.suite, signer.publicKey)),
    link: digest,
    key: kept,
  };
  await putPerson(person);
  return person;
}

/** A number that a refusal names. */
export function numberIn(context: ClientError['context'], name: string): number | undefined {
  if (typeof context !== 'object' || !(name in context)) return undefined;
  const value = (context as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'number' ? value : undefined;
}

async function refused(
  room: ResidentRoom,
  link: OpenedLink,
  error: ClientError,
): Promise<Identifying> {
  if (error.code === 'api.CODE_WRONG') {
    return { state: 'wrong', left: numberIn(error.context, 'left') ?? 0 };
  }
  // The answer to an earlier try may have been lost: the ledger knows whether this key speaks.
  const mine = await personHere(room, link, link.token);
  if (mine !== undefined) return { state: 'identified', mine };
  if (error.code === 'api.CODE_ENDED') return { state: 'ended' };
  return error.code === 'api.LINK_USED' ? { state: 'used' } : { state: 'problem', error };
}

async function identifiedAs(kept: KeptPerson, answer: IdentifiedAnswer): Promise<Mine> {
  const mine = { ...kept, person: answer.person };
  await putPerson(mine);
  return mine;
}

/**
 * Comes with the code of a link. The key is made and written down here first; the same key is used
 * for every try.
 */
export async function identify(
  room: ResidentRoom,
  link: OpenedLink,
  code: string,
): Promise<Identifying> {
  let kept: KeptPerson;
  try {
    kept = await keptKey(link);
  } catch {
    return { state: 'no-store' };
  }
  const signer = await signerOf(kept.key);
  if (signer === undefined) return { state: 'no-store' };
  const answer = await room.client.identify({
    token: link.token,
    code,
    key: toHex(signer.publicKey),
    suite: 'ed25519',
  });
  if (!answer.ok) return refused(room, link, answer.error);
  return { state: 'identified', mine: await identifiedAs(kept, answer.value) };
}
