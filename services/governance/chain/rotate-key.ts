import { expectPresent, ok, type Result } from '@madang/base';
import {
  access,
  type CheckContext,
  institutionTable,
  keyTable,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { checkFresh, checkPossession, replaceKey } from './keys.ts';
import { checkMove, noteMove } from './moves.ts';
import { rotatePayload } from './schema.ts';

/**
 * So long an institution waits before it replaces its consensus key again by itself. Otherwise one
 * could keep every other change of who makes blocks waiting.
 */
const CONSENSUS_PAUSE_MS = 3_600_000;

/**
 * An institution replaces its governance, consensus or cosigner key.
 *
 * Who: the institution's governance key, the old one if that is what changes. Changes: one key of
 * one institution. Cost: one read for each institution (at most 64) and five more, one signature,
 * four writes.
 * Errors: KEY_IN_USE, POSSESSION_NOT_PROVEN; for the consensus key also ROTATED_LATELY and
 * TOO_MUCH_POWER.
 */
export const rotateKey = transaction({
  service: 'governance',
  name: 'rotateKey',
  payload: rotatePayload,
  access: access.institution({ of: 'institution' }),
  costUs: 2_500,
  retention: 'forever',
  errors: [
    errors.KEY_IN_USE,
    errors.POSSESSION_NOT_PROVEN,
    errors.ROTATED_LATELY,
    errors.TOO_MUCH_POWER,
  ],
  check(ctx, payload) {
    const { institution, kind, key, possession } = payload;
    const fresh = checkFresh(ctx, [key]);
    if (!fresh.ok) return fresh;
    const proven = checkPossession(ctx.chain, payload, possession);
    if (!proven.ok) return proven;
    return kind === 'consensus' ? checkConsensus(ctx, institution) : ok(undefined);
  },
  apply(ctx, { institution, kind, key, until }) {
    if (kind === 'consensus') noteMove(ctx, { kind: 'rotate', institution, consensus: key });
    replaceKey(ctx, { institution, kind, key, until });
  },
});

/** Another consensus key moves power: not too often, and not while too much of it moves. */
function checkConsensus(ctx: CheckContext<'governance'>, id: string): Result<void, Refusal> {
  const member = expectPresent(ctx.get(institutionTable, id), 'rotateKey: no institution');
  const since = ctx.get(keyTable, member.consensus)?.since;
  const againAt = since === undefined ? 0 : since + CONSENSUS_PAUSE_MS;
  if (ctx.block.timeMs < againAt) return refuse(errors.ROTATED_LATELY, { againAt });
  return checkMove(ctx);
}
