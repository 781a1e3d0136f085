import { ciphertextsOf, isDecryption } from '@madang/ballot';
import { expectPresent, ok } from '@madang/base';
import { access, refuse, transaction } from '@madang/kernel/define';
import { expectBound } from './bound.ts';
import { isTrustee } from './ceremony.ts';
import { errors } from './errors.ts';
import { closedMatter, finish } from './matter.ts';
import { decryptionWrong, decryptPayload, sumDecrypted } from './schema.ts';
import { decryptions, jointKeys, revealed } from './state.ts';

/**
 * Decrypts a trustee's part of one sum. A part that is wrong is not used, and stands on record with
 * the trustee's signature: it is blamed, and stops nobody.
 *
 * Who: the trustee. Changes: their parts of the sum. Cost: a proof for each selection. Errors:
 * UNKNOWN_ELECTION, NOT_DECRYPTING, NOT_A_TRUSTEE, UNKNOWN_SUM.
 */
export const decryptSum = transaction({
  service: 'election',
  name: 'decryptSum',
  payload: decryptPayload,
  access: access.anyone(),
  costUs: 100_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_DECRYPTING,
    errors.NOT_A_TRUSTEE,
    errors.UNKNOWN_SUM,
  ],
  check(ctx, { election, trustee, sum, parts }) {
    const matter = closedMatter(ctx, election);
    if (!matter.ok) return matter;
    if (!isTrustee(ctx, matter.value, trustee)) return refuse(errors.NOT_A_TRUSTEE, {});
    const { sums } = matter.value.progress;
    const found = ctx.get(revealed, [election, sum]);
    const isNew = !ctx.has(decryptions, [election, [sum, trustee]]);
    if (found === undefined || !isNew) return refuse(errors.UNKNOWN_SUM, { sums });
    const { shareKeys } = expectPresent(ctx.get(jointKeys, election), 'election: a joint key');
    const shareKey = expectPresent(shareKeys[trustee - 1], 'election: a key for each trustee');
    const { election: bound } = expectBound(ctx, election);
    const ciphertexts = ciphertextsOf(found.selections);
    const isRight = (selection: number): boolean => {
      const [part, ciphertext] = [parts[selection], ciphertexts[selection]];
      if (part === undefined || ciphertext === undefined) return false;
      return isDecryption({ election: bound, trustee, sum, selection }, shareKey, ciphertext, part);
    };
    const most = Math.max(parts.length, ciphertexts.length);
    const wrong = Array.from({ length: most }, (_, at) => at).find((at) => !isRight(at));
    return ok({ matter: matter.value, wrong });
  },
  apply(ctx, { election, trustee, sum, parts }, { matter, wrong }) {
    if (wrong === undefined) {
      ctx.put(decryptions, [election, [sum, trustee]], { parts });
      ctx.emit(sumDecrypted, { election, trustee, sum });
    } else ctx.emit(decryptionWrong, { election, trustee, sum, selection: wrong });
    finish(ctx, matter);
  },
});
