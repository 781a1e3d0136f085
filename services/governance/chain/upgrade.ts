import { equalBytes, expectPresent, ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  type DueUpgrade,
  protocolTable,
  type ReadContext,
  type Refusal,
  refuse,
  type UpgradeContext,
  type UpgradePlan,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import {
  type ProposalContent,
  upgradeActivated,
  upgradeCancelled,
  upgradeLapsed,
  upgradePlanned,
} from './proposal-schema.ts';

/** A plan is at least so many blocks ahead when it is decided on. */
const LEAST_LEAD = 10;
/** And at most so many: 231 years of one block a second. */
const MOST_LEAD = 7_300_000_000;

/** The version in force, and the plan for the next. */
export function protocolOf(ctx: ReadContext<'governance'>) {
  return expectPresent(ctx.get(protocolTable, []), 'state: no protocol version');
}

type Wanted = Extract<ProposalContent, { kind: 'upgrade' }>;

/** Refuses a plan beside another one, of another version than the next, or of a bad height. */
export function checkPlan(
  ctx: ReadContext<'governance'>,
  { height, version }: Wanted,
): Result<void, Refusal> {
  const { version: inForce, plan } = protocolOf(ctx);
  if (plan !== undefined) return refuse(errors.PLAN_EXISTS, { plan: plan.id });
  const next = inForce + 1;
  if (version !== next) return refuse(errors.WRONG_VERSION, { next });
  const earliest = ctx.block.height + LEAST_LEAD;
  const latest = ctx.block.height + MOST_LEAD;
  return height >= earliest && height <= latest
    ? ok(undefined)
    : refuse(errors.WRONG_HEIGHT, { earliest, latest });
}

/** Keeps a plan that was decided on. Nobody is ready yet. */
export function planUpgrade(ctx: ApplyContext<'governance'>, id: Uint8Array, wanted: Wanted): void {
  const { height, version, release } = wanted;
  const plan: UpgradePlan = { id, height, version, release, ready: [] };
  ctx.put(protocolTable, [], { ...protocolOf(ctx), plan });
  ctx.emit(upgradePlanned, { plan: id, height, version, release });
}

/** The plan of this id. In the block in which it comes due it is none any more. */
export function planOf(
  ctx: ReadContext<'governance'>,
  id: Uint8Array,
): Result<UpgradePlan, Refusal> {
  const { plan } = protocolOf(ctx);
  return plan !== undefined && equalBytes(plan.id, id) && ctx.block.height < plan.height
    ? ok(plan)
    : refuse(errors.UNKNOWN_PLAN, {});
}

/** Refuses the end of a plan that there is not. */
export function checkCancel(ctx: ReadContext<'governance'>, id: Uint8Array): Result<void, Refusal> {
  const plan = planOf(ctx, id);
  return plan.ok ? ok(undefined) : plan;
}

/** Gives the plan up. */
export function cancelPlan(ctx: ApplyContext<'governance'>): void {
  const { version, plan } = protocolOf(ctx);
  const { id, height, version: planned } = expectPresent(plan, 'cancel: no plan');
  ctx.put(protocolTable, [], { version });
  ctx.emit(upgradeCancelled, { plan: id, height, version: planned });
}

/** The plan's height has come: its version is in force, or the plan is over without it. */
export function atUpgrade(ctx: UpgradeContext<'governance'>, due: DueUpgrade): void {
  const { plan, activates, ready, members } = due;
  const { version } = protocolOf(ctx);
  ctx.put(protocolTable, [], { version: activates ? plan.version : version });
  const { id, height, version: planned } = plan;
  const fields = { plan: id, height, version: planned, ready, members };
  ctx.emit(activates ? upgradeActivated : upgradeLapsed, fields);
}
