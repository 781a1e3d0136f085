import { encodeSurrender } from '@madang/ballot';
import { expectPresent, ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  access,
  type CheckContext,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { checkRoom } from './batch-rules.ts';
import { errors } from './errors.ts';
import { listAt, mixOf } from './key-lists.ts';
import { provenByKey } from './key-proof.ts';
import { finish, type Matter, openMatter } from './matter.ts';
import { surrenderOf } from './questions.ts';
import { FEWEST_KEYS, keySurrendered, type SurrenderPayload, surrenderPayload } from './schema.ts';
import { countBallots, takeFromSums } from './scope-sums.ts';
import { type Batch, batches, cast, keyLists, mixedKeys } from './state.ts';
import { followedBy, keyThatVotes } from './voting-key.ts';

/**
 * Gives up a key that came out of mixing, for a paper of a batch: it casts no more, and the batch
 * may have one paper more. A ballot that it has cast is taken out, where ballots can be replaced.
 * Whose key it was is not said: the voter stands at the desk. It has no sender.
 *
 * Who: whoever has the secret of a mixed key. Changes: the key, its list, the batch; the sums and
 * the turnout, if it has voted. Cost: a subtraction for each selection of its ballot. Errors:
 * UNKNOWN_ELECTION, NOT_OPEN, PAUSED, TOO_LATE, UNKNOWN_KEY, KEY_SURRENDERED, ALREADY_VOTED,
 * OUT_OF_SEQUENCE, UNKNOWN_BATCH, BATCH_ELSEWHERE, BATCH_CONFIRMED, BATCH_BEGUN, BATCH_FULL,
 * TOO_FEW_LEFT.
 */
export const surrenderKey = transaction({
  service: 'election',
  name: 'surrenderKey',
  payload: surrenderPayload,
  access: access.anyone(),
  proof: provenByKey((payload: SurrenderPayload) => encodeSurrender(surrenderOf(payload))),
  costUs: 10_000,
  retention: 'five-years',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_OPEN,
    errors.PAUSED,
    errors.TOO_LATE,
    errors.UNKNOWN_KEY,
    errors.KEY_SURRENDERED,
    errors.ALREADY_VOTED,
    errors.OUT_OF_SEQUENCE,
    errors.UNKNOWN_BATCH,
    errors.BATCH_ELSEWHERE,
    errors.BATCH_CONFIRMED,
    errors.BATCH_BEGUN,
    errors.BATCH_FULL,
    errors.TOO_FEW_LEFT,
  ],
  check(ctx, payload) {
    const matter = openMatter(ctx, payload.election);
    if (!matter.ok) return matter;
    const own = keyThatVotes(ctx, matter.value, payload);
    if (!own.ok) return own;
    const follows = followedBy(own.value, payload);
    if (!follows.ok) return follows;
    const batch = batchOf(ctx, payload, own.value.building);
    if (!batch.ok) return batch;
    const list = listOf(ctx, payload);
    return list.keys.length - (list.surrendered ?? 0) > FEWEST_KEYS
      ? ok({ matter: matter.value, own: own.value, batch: batch.value })
      : refuse(errors.TOO_FEW_LEFT, { needed: FEWEST_KEYS });
  },
  apply(ctx, payload, { matter, own, batch }) {
    const { election: id, key, list } = payload;
    if (own.ballots > 0) {
      const selections = expectPresent(own.selections, 'election: a ballot that can be replaced');
      takeFromSums(ctx, matter, own, selections);
      countBallots(ctx, matter, own, -1);
      ctx.remove(cast, [id, key]);
    }
    ctx.put(mixedKeys, [id, key], { list, building: own.building, batch: payload.batch });
    countInList(ctx, matter, payload);
    ctx.put(batches, [id, payload.batch], { ...batch, surrendered: (batch.surrendered ?? 0) + 1 });
    ctx.emit(keySurrendered, { election: id, key, batch: payload.batch });
    finish(ctx, matter);
  },
});

/** The batch for which a key is given up, if it may have one paper more. */
function batchOf(
  ctx: CheckContext<'election'>,
  { election, batch: key }: SurrenderPayload,
  building: number,
): Result<Batch, Refusal> {
  const batch = ctx.get(batches, [election, key]);
  if (batch === undefined) return refuse(errors.UNKNOWN_BATCH, {});
  if (batch.building !== building) return refuse(errors.BATCH_ELSEWHERE, {});
  const fits = checkRoom(batch, 1);
  return fits.ok ? ok(batch) : fits;
}

function listOf(
  ctx: CheckContext<'election'>,
  { election, list }: Pick<SurrenderPayload, 'election' | 'list'>,
) {
  const found = listAt(ctx, election, mixOf(ctx, election).mixed.length, list);
  return expectPresent(found, 'election: a list of a key that may vote');
}

/** Of every list it is known how many of its keys vote no more. */
function countInList(
  ctx: ApplyContext<'election'>,
  { id }: Matter,
  { list }: SurrenderPayload,
): void {
  const turn = mixOf(ctx, id).mixed.length;
  const found = expectPresent(listAt(ctx, id, turn, list), 'election: a list');
  const surrendered = (found.surrendered ?? 0) + 1;
  ctx.put(keyLists, [id, [turn, list]], { ...found, surrendered });
}
