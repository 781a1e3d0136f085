import { expectPresent, ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  type GenesisContext,
  type Institution,
  institutionTable,
  type KeyEnds,
  keyTable,
  type ReadContext,
  type Refusal,
  refuse,
  verifySignatureSync,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { possessionMessage } from './possession.ts';
import { type KeyClaim, type KeyKind, keyRotated } from './schema.ts';

/** What a key of an institution can be for. */
export const KEY_KINDS = ['governance', 'consensus', 'cosigner'] as const;

/** Refuses keys that had a purpose here before, or have two now. */
export function checkFresh(
  ctx: ReadContext<'governance'>,
  keys: readonly Uint8Array[],
): Result<void, Refusal> {
  const isFresh = keys.every((key, index) => {
    const isTwice = keys.slice(0, index).some((other) => isSameKey(key, other));
    return !isTwice && !ctx.has(keyTable, key);
  });
  return isFresh ? ok(undefined) : refuse(errors.KEY_IN_USE, {});
}

function isSameKey(left: Uint8Array, right: Uint8Array): boolean {
  return left.every((byte, i) => byte === right[i]);
}

/** Refuses a key of which nobody showed that they hold it. */
export function checkPossession(
  chain: Uint8Array,
  claim: KeyClaim,
  possession: Uint8Array,
): Result<void, Refusal> {
  return verifySignatureSync('ed25519', claim.key, possessionMessage(chain, claim), possession)
    ? ok(undefined)
    : refuse(errors.POSSESSION_NOT_PROVEN, {});
}

type Writing = Pick<GenesisContext<'governance'>, 'put'>;

/** Notes the three keys of an institution; without `since` they count from the genesis. */
export function noteKeys(ctx: Writing, institution: Institution, since?: number): void {
  for (const use of KEY_KINDS) {
    const began = since === undefined ? {} : { since };
    ctx.put(keyTable, institution[use], { use, institution: institution.id, ...began });
  }
}

/** Notes that a key counts no more. */
export function endKey(ctx: ApplyContext<'governance'>, key: Uint8Array): void {
  const noted = expectPresent(ctx.get(keyTable, key), 'keys: a key was not noted');
  ctx.put(keyTable, key, { ...noted, ended: ctx.block.timeMs });
}

/** A key that takes the place of another. `until`: when it ends, ms. */
export interface NewKey {
  readonly institution: string;
  readonly kind: KeyKind;
  readonly key: Uint8Array;
  readonly until?: number | undefined;
}

/** Puts a key in the place of the one before it, whose time is over. */
export function replaceKey(ctx: ApplyContext<'governance'>, given: NewKey): void {
  const { institution, kind, key, until } = given;
  const before = expectPresent(ctx.get(institutionTable, institution), 'keys: no institution');
  endKey(ctx, before[kind]);
  ctx.put(keyTable, key, { use: kind, institution, since: ctx.block.timeMs });
  const { ends, ...member } = { ...before, [kind]: key };
  const newEnds = endsAfter(ends, kind, until);
  ctx.put(institutionTable, institution, {
    ...member,
    ...(newEnds === undefined ? {} : { ends: newEnds }),
  });
  const end = until === undefined ? {} : { until };
  ctx.emit(keyRotated, { institution, kind, key, ...end });
}

/** The ends of an institution's keys once one key is another. */
function endsAfter(
  ends: KeyEnds | undefined,
  kind: KeyKind,
  until: number | undefined,
): KeyEnds | undefined {
  const { [kind]: _, ...others } = ends ?? {};
  if (until !== undefined) return { ...others, [kind]: until };
  return KEY_KINDS.some((one) => one !== kind && ends?.[one] !== undefined) ? others : undefined;
}
