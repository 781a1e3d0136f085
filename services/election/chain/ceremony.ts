import { concat, equalBytes, expectPresent, ok, type Result, u32be } from '@madang/base';
import {
  type ApplyContext,
  type CheckContext,
  type ReadContext,
  type Refusal,
  refuse,
  sha256,
  tag,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { draftMatter, finish, type Matter } from './matter.ts';
import { ceremonyVoided, stageDone } from './schema.ts';
import { nextStage, type Stage, stageOf } from './stages.ts';
import { jointKeys, NOTHING_DONE, type Progress, type TrusteeRecord, trustees } from './state.ts';

// How trustees make a key together of which each has a share (docs/spec/trustees.md). They go
// through its stages side by side: the next one begins when all have done their part of it.

/** What each trustee has done, in the order of their numbers. */
export function recordsOf(
  ctx: ReadContext<'election'>,
  { id, election }: Matter,
): readonly TrusteeRecord[] {
  return election.trustees.map((_, at) => ctx.get(trustees, [id, at + 1]) ?? NOTHING_DONE);
}

/** The name of a ceremony: what everything in it is bound to. */
export function ceremonyId(election: Uint8Array, round: number): Uint8Array {
  return sha256(CEREMONY, concat(election, u32be(round)));
}

const CEREMONY = tag('madang/ceremony/1');

/** Which part of which ceremony a trustee does. */
export interface TrusteeAct {
  readonly election: Uint8Array;
  readonly round: number;
  readonly trustee: number;
}

/** A trustee whose part it is now. */
export interface Standing {
  readonly matter: Matter;
  readonly ceremony: Uint8Array;
  readonly record: TrusteeRecord;
  readonly records: readonly TrusteeRecord[];
}

/** The trustee of an act, if it is their part of this stage and they have not done it yet. */
export function actingTrustee(
  ctx: CheckContext<'election'>,
  { election: id, round, trustee }: TrusteeAct,
  stage: Stage,
): Result<Standing, Refusal> {
  const matter = draftMatter(ctx, id);
  if (!matter.ok) return matter;
  if (!isTrustee(ctx, matter.value, trustee)) return refuse(errors.NOT_A_TRUSTEE, {});
  const records = recordsOf(ctx, matter.value);
  const record = expectPresent(records[trustee - 1], 'election: a trustee');
  const { round: now } = matter.value.progress;
  const isNow = round === now && stageOf(records) === stage && nextStage(record) === stage;
  return isNow
    ? ok({ matter: matter.value, ceremony: ceremonyId(id, round), record, records })
    : refuse(errors.WRONG_STAGE, { stage: stageOf(records), round: now });
}

/** Whether the one signer of an act is the trustee of this number. */
export function isTrustee(
  ctx: CheckContext<'election'>,
  { election }: Matter,
  trustee: number,
): boolean {
  const [signer] = ctx.signers;
  const account = election.trustees[trustee - 1];
  return signer !== undefined && account !== undefined && equalBytes(signer, account);
}

/** Keeps what a trustee did, and ends the act. */
export function keepPart(
  ctx: ApplyContext<'election'>,
  act: TrusteeAct,
  { matter }: Standing,
  done: { readonly stage: StageDone; readonly record: TrusteeRecord },
): void {
  const { election, round, trustee } = act;
  const before = stageOf(recordsOf(ctx, matter));
  ctx.put(trustees, [election, trustee], done.record);
  ctx.emit(stageDone, { election, round, trustee, stage: done.stage });
  const isNext = stageOf(recordsOf(ctx, matter)) !== before;
  const { progress } = matter;
  finish(ctx, isNext ? { ...matter, progress: waitingAnew(ctx, progress) } : matter);
}

type StageDone = 'committed' | 'revealed' | 'dealt' | 'accepted' | 'rehearsed';

/** Ends a ceremony that came to nothing; everybody begins anew in the next round. */
export function voidCeremony(
  ctx: ApplyContext<'election'>,
  matter: Matter,
  { why, blamed }: { readonly why: VoidedWhy; readonly blamed: readonly number[] },
): void {
  const { id, election, progress } = matter;
  for (const at of election.trustees.keys()) ctx.remove(trustees, [id, at + 1]);
  ctx.remove(jointKeys, id);
  ctx.emit(ceremonyVoided, { election: id, round: progress.round, why, blamed: [...blamed] });
  const next = { ...progress, round: progress.round + 1 };
  finish(ctx, { ...matter, progress: waitingAnew(ctx, next) });
}

/** A ceremony that waits for another stage from now on. */
function waitingAnew(ctx: ApplyContext<'election'>, progress: Progress): Progress {
  return { ...progress, waitsSince: ctx.block.timeMs };
}

/** Why a ceremony came to nothing. */
export type VoidedWhy = 'missing' | 'restarted' | 'share-wrong' | 'complaint-wrong' | 'key-void';
