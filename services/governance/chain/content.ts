import { expectPresent, ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  type Institution,
  institutionTable,
  MAX_INSTITUTIONS,
  paramsTable,
  type ReadContext,
  type Refusal,
  refuse,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { checkFresh, checkPossession, endKey, KEY_KINDS, noteKeys, replaceKey } from './keys.ts';
import { checkMove, LEAST_MEMBERS, noteMove } from './moves.ts';
import {
  institutionAdmitted,
  institutionRemoved,
  type ProposalContent,
  paramsChanged,
} from './proposal-schema.ts';
import { formerTable, memberIds } from './state.ts';
import { cancelPlan, checkCancel, checkPlan, planUpgrade } from './upgrade.ts';

type Content<K extends ProposalContent['kind']> = Extract<ProposalContent, { kind: K }>;

/** Everything that a proposal can be refused with for what it says. */
export const contentErrors = [
  errors.ID_IN_USE,
  errors.TOO_MANY_INSTITUTIONS,
  errors.KEY_IN_USE,
  errors.NOT_A_MEMBER,
  errors.TOO_FEW_WOULD_REMAIN,
  errors.NOTHING_CHANGES,
  errors.PLAN_EXISTS,
  errors.WRONG_VERSION,
  errors.WRONG_HEIGHT,
  errors.UNKNOWN_PLAN,
  errors.TOO_MUCH_POWER,
] as const;

/** What has to be true when something is proposed, and again when it is enacted. */
export function checkContent(
  ctx: ReadContext<'governance'>,
  content: ProposalContent,
): Result<void, Refusal> {
  switch (content.kind) {
    case 'admit':
      return checkAdmission(ctx, content.member);
    case 'remove':
      return checkRemoval(ctx, content.member);
    case 'rotate':
      return ctx.has(institutionTable, content.member)
        ? checkFresh(ctx, [content.key])
        : refuse(errors.NOT_A_MEMBER, { institution: content.member });
    case 'params':
      return checkParams(ctx, content);
    case 'upgrade':
      return checkPlan(ctx, content);
    case 'cancel':
      return checkCancel(ctx, content.plan);
  }
}

/** What has to be true of the signatures within a proposal: it is checked once, for they stay. */
export function checkProofs(chain: Uint8Array, content: ProposalContent): Result<void, Refusal> {
  if (content.kind === 'rotate') {
    const { member: institution, use: kind, key, possession } = content;
    return checkPossession(chain, { institution, kind, key }, possession);
  }
  if (content.kind !== 'admit') return ok(undefined);
  const { member, possessions } = content;
  for (const kind of KEY_KINDS) {
    const claim = { institution: member.id, kind, key: member[kind] };
    const proven = checkPossession(chain, claim, possessions[kind]);
    if (!proven.ok) return proven;
  }
  return ok(undefined);
}

/** What has to be true when something is enacted: that it does not move too much power at once. */
export function checkEnactment(
  ctx: ReadContext<'governance'>,
  content: ProposalContent,
): Result<void, Refusal> {
  return movesPower(content) ? checkMove(ctx) : ok(undefined);
}

function movesPower(content: ProposalContent): boolean {
  const { kind } = content;
  return (
    kind === 'admit' || kind === 'remove' || (kind === 'rotate' && content.use === 'consensus')
  );
}

/** Does what a proposal says. `id` is the proposal. */
export function enact(
  ctx: ApplyContext<'governance'>,
  id: Uint8Array,
  content: ProposalContent,
): void {
  switch (content.kind) {
    case 'admit':
      admitMember(ctx, content.member);
      break;
    case 'remove':
      removeMember(ctx, content.member);
      break;
    case 'rotate':
      rotateOf(ctx, content);
      break;
    case 'params':
      ctx.put(paramsTable, [], content.params);
      ctx.emit(paramsChanged, { params: content.params });
      break;
    case 'upgrade':
      planUpgrade(ctx, id, content);
      break;
    case 'cancel':
      cancelPlan(ctx);
      break;
  }
}

function checkAdmission(
  ctx: ReadContext<'governance'>,
  member: Institution,
): Result<void, Refusal> {
  const { id } = member;
  if (ctx.has(institutionTable, id) || ctx.has(formerTable, id)) {
    return refuse(errors.ID_IN_USE, { institution: id });
  }
  if (memberIds(ctx).length >= MAX_INSTITUTIONS) {
    return refuse(errors.TOO_MANY_INSTITUTIONS, { most: MAX_INSTITUTIONS });
  }
  return checkFresh(
    ctx,
    KEY_KINDS.map((kind) => member[kind]),
  );
}

function admitMember(ctx: ApplyContext<'governance'>, member: Institution): void {
  const { id: institution, consensus } = member;
  noteMove(ctx, { kind: 'admit', institution, consensus });
  ctx.put(institutionTable, institution, member);
  noteKeys(ctx, member, ctx.block.timeMs);
  ctx.emit(institutionAdmitted, { institution, consensus });
}

function checkRemoval(ctx: ReadContext<'governance'>, id: string): Result<void, Refusal> {
  if (!ctx.has(institutionTable, id)) return refuse(errors.NOT_A_MEMBER, { institution: id });
  return memberIds(ctx).length > LEAST_MEMBERS
    ? ok(undefined)
    : refuse(errors.TOO_FEW_WOULD_REMAIN, { least: LEAST_MEMBERS });
}

function removeMember(ctx: ApplyContext<'governance'>, id: string): void {
  const member = expectPresent(ctx.get(institutionTable, id), 'remove: no institution');
  const { height, timeMs: time } = ctx.block;
  noteMove(ctx, { kind: 'remove', institution: id, consensus: member.consensus });
  for (const kind of KEY_KINDS) endKey(ctx, member[kind]);
  ctx.remove(institutionTable, id);
  ctx.put(formerTable, id, { institution: member, height, time });
  ctx.emit(institutionRemoved, { institution: id, consensus: member.consensus });
}

function rotateOf(ctx: ApplyContext<'governance'>, content: Content<'rotate'>): void {
  const { member: institution, use: kind, key, until } = content;
  if (kind === 'consensus') noteMove(ctx, { kind: 'rotate', institution, consensus: key });
  replaceKey(ctx, { institution, kind, key, until });
}

function checkParams(
  ctx: ReadContext<'governance'>,
  { params }: Content<'params'>,
): Result<void, Refusal> {
  const now = expectPresent(ctx.get(paramsTable, []), 'state: no parameters');
  const isSame =
    now.maxExpiryMs === params.maxExpiryMs &&
    now.maxBlockCostUs === params.maxBlockCostUs &&
    now.maxTransactionBytes === params.maxTransactionBytes;
  return isSame ? refuse(errors.NOTHING_CHANGES, {}) : ok(undefined);
}
