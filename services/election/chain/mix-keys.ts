import { isMixed } from '@madang/ballot';
import {
  compareBytes,
  concat,
  equalBytes,
  expectPresent,
  ok,
  type Result,
  u32be,
} from '@madang/base';
import {
  type ApplyContext,
  access,
  type CheckContext,
  type Refusal,
  refuse,
  sha256,
  tag,
  transaction,
} from '@madang/kernel/define';
import { isTrustee } from './ceremony.ts';
import { errors } from './errors.ts';
import { listAt, mixOf } from './key-lists.ts';
import { finish, knownMatter } from './matter.ts';
import { keysMixed, type MixPayload, mixPayload, PATIENCE_MS } from './schema.ts';
import { type KeyListRecord, keyLists, type Mix, mixes } from './state.ts';

/**
 * Mixes a list of keys, with a proof that they are the same voters' (docs/spec/mix.md). In a turn a
 * trustee mixes all lists, in order and to one base; whoever comes first has the turn.
 *
 * Who: a trustee who has had no turn. Changes: the list, and how far the mixing is. Cost: a sum of
 * about 1,500 multiples in the group. Errors: UNKNOWN_ELECTION, NOT_MIXING, NOT_A_TRUSTEE,
 * HAS_MIXED, TURN_TAKEN, WRONG_LIST, MIX_WRONG.
 */
export const mixKeys = transaction({
  service: 'election',
  name: 'mixKeys',
  payload: mixPayload,
  access: access.anyone(),
  costUs: 100_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_MIXING,
    errors.NOT_A_TRUSTEE,
    errors.HAS_MIXED,
    errors.TURN_TAKEN,
    errors.WRONG_LIST,
    errors.MIX_WRONG,
  ],
  check(ctx, payload) {
    const { election: id, trustee } = payload;
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    if (matter.value.progress.status !== 'mixing') return refuse(errors.NOT_MIXING, {});
    if (!isTrustee(ctx, matter.value, trustee)) return refuse(errors.NOT_A_TRUSTEE, {});
    const mix = mixOf(ctx, id);
    const place = checkPlace(ctx, mix, payload);
    if (!place.ok) return place;
    const list = expectPresent(
      listAt(ctx, id, payload.turn, payload.list),
      'election: a list that is next',
    );
    return isRight(mix, list, payload)
      ? ok({ matter: matter.value, mix, list })
      : refuse(errors.MIX_WRONG, {});
  },
  apply(ctx, payload, { matter, mix, list }) {
    const { election: id, trustee, turn } = payload;
    ctx.put(keyLists, [id, [turn + 1, payload.list]], {
      building: list.building,
      keys: payload.keys,
    });
    // A turn may be begun anew, so its own list stays; the one before that is not needed any more.
    const over = [id, [turn - 1, payload.list]] as const;
    if (turn > 0 && ctx.has(keyLists, over)) ctx.remove(keyLists, over);
    ctx.put(mixes, id, advanced(ctx, mix, payload));
    ctx.emit(keysMixed, { election: id, trustee, turn, list: payload.list });
    finish(ctx, matter);
  },
});

/** Whether it is this trustee's turn, and this list is next in it. */
function checkPlace(
  ctx: CheckContext<'election'>,
  mix: Mix,
  { trustee, turn, list, base }: MixPayload,
): Result<void, Refusal> {
  if (mix.mixed.includes(trustee)) return refuse(errors.HAS_MIXED, {});
  const begun = mix.turn;
  const isOther = begun !== undefined && begun.trustee !== trustee;
  if (isOther) {
    const until = begun.begunAt + PATIENCE_MS;
    if (ctx.block.timeMs < until)
      return refuse(errors.TURN_TAKEN, { trustee: begun.trustee, until });
  }
  const own = isOther ? undefined : begun;
  const next = { turn: mix.mixed.length, list: own?.lists ?? 0 };
  if (turn !== next.turn || list !== next.list) return refuse(errors.WRONG_LIST, next);
  const isOneBase = own === undefined || equalBytes(base, own.base);
  return isOneBase ? ok(undefined) : refuse(errors.MIX_WRONG, {});
}

/** Whether the new keys are ascending, and proven to be those of the list. */
function isRight(mix: Mix, { keys }: KeyListRecord, payload: MixPayload): boolean {
  const isAscending = payload.keys.every((key, at) => {
    const before = payload.keys[at - 1];
    return before === undefined || compareBytes(before, key) < 0;
  });
  const statement = {
    binding: mixBinding(payload),
    before: { base: mix.base, keys },
    after: { base: payload.base, keys: payload.keys },
  };
  return isAscending && isMixed(statement, payload.proof);
}

function advanced(ctx: ApplyContext<'election'>, mix: Mix, payload: MixPayload): Mix {
  const { trustee, base, list } = payload;
  const { turn: begun, ...rest } = mix;
  const lists = list + 1;
  if (lists === mix.lists) return { ...rest, base, mixed: [...mix.mixed, trustee] };
  const isGoingOn = list > 0 && begun !== undefined;
  const begunAt = isGoingOn ? begun.begunAt : ctx.block.timeMs;
  return { ...rest, turn: { trustee, base, lists, begunAt } };
}

const MIX = tag('madang/key-mix/1');

/** What a mix is for: who mixes which list of which election, in which turn. */
export function mixBinding({
  election,
  trustee,
  turn,
  list,
}: Pick<MixPayload, 'election' | 'list' | 'trustee' | 'turn'>): Uint8Array {
  return sha256(MIX, concat(election, u32be(turn), u32be(list), u32be(trustee)));
}
