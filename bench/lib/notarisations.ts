import { sha256 } from '@madang/crypto';
import { actor, actSigner, notariseFiles, type SignedAct } from '@madang/testkit';
import { postRequest } from './http-load.ts';

const LIFETIME_MS = 9 * 60_000;

/** Signed notarisations of documents that nobody has seen, each by a key of its own. */
export function signedActs(chain: Uint8Array, count: number): readonly SignedAct[] {
  const sign = actSigner(chain, Date.now);
  return Array.from({ length: count }, (_, n) => {
    const root = sha256(crypto.getRandomValues(new Uint8Array(32)));
    const wish = notariseFiles(actor(`holder ${String(n)}`), { root, count: 1, openings: [] });
    return sign({ ...wish, expiresInMs: LIFETIME_MS });
  });
}

/** The request that hands one in. */
export function requestOf({ envelope }: SignedAct): Uint8Array {
  return postRequest('/api/transactions', 'application/cbor', envelope);
}
