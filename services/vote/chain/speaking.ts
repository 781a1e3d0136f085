import { choice, ok, type Result, record, uint } from '@madang/base';
import {
  type ApplyContext,
  allow,
  type CheckContext,
  hash,
  port,
  type ReadContext,
  type Refusal,
  refuse,
} from '@madang/kernel/define';
import { recount } from './count.ts';
import { errors } from './errors.ts';
import { checkNotEstablished, type Matter } from './matter.ts';
import { levels, spoken, type Vote, type Way, withdrawn } from './schema.ts';
import { type Act, acts, persons } from './state.ts';
import { changesOf, type Voice, voicesOf } from './voice.ts';

/** Whose an account is, and how they were identified: asked of `people`. */
export const personOf = port(
  'people.personOf',
  record({ register: hash, account: hash }),
  record({ person: uint({ max: 999_999 }), level: choice(levels) }),
);

/** Somebody who speaks in a decision, and for which holders. */
export interface Speaker {
  readonly matter: Matter;
  readonly person: number;
  readonly way: Way;
  readonly voices: readonly Voice[];
  readonly standing: Act | undefined;
}

/** Who signs an act, and for whom. */
export interface Signing {
  /** The person for whom it is; absent: the signer. */
  readonly for?: number;
}

/** The person for whom the one signer of an act speaks, if they may. */
export function speakerOf(
  ctx: CheckContext<'vote'>,
  matter: Matter,
  signing: Signing,
): Result<Speaker, Refusal> {
  const signer = signerOf(ctx, matter);
  if (!signer.ok) return signer;
  const { for: other } = signing;
  if (other === undefined) return speaker(ctx, matter, signer.value, 'self');
  const proxy = ctx.get(persons, [matter.id, other])?.proxy;
  if (proxy !== signer.value) return refuse(errors.NOT_THE_PROXY, {});
  return speaker(ctx, matter, other, 'proxy');
}

/** The person behind the one signer, identified as the decision wants. */
export function signerOf(ctx: CheckContext<'vote'>, { decision }: Matter): Result<number, Refusal> {
  const [account] = ctx.signers;
  const { register, level: needed } = decision;
  const found = account === undefined ? undefined : ctx.ask(personOf, { register, account });
  if (found?.ok !== true) return refuse(errors.NOT_IDENTIFIED, {});
  const { person, level } = found.value;
  return levels.indexOf(level) < levels.indexOf(needed)
    ? refuse(errors.LEVEL_TOO_LOW, { needed })
    : ok(person);
}

/** Somebody who speaks, however it comes to the ledger. */
export function speaker(
  ctx: ReadContext<'vote'>,
  matter: Matter,
  person: number,
  way: Way,
): Result<Speaker, Refusal> {
  const onRoll = ctx.get(persons, [matter.id, person]);
  if (onRoll === undefined) return refuse(errors.NOT_ON_ROLL, {});
  const voices = voicesOf(ctx, matter, person, onRoll);
  const standing = ctx.get(acts, [matter.id, person]);
  return ok({ matter, person, way, voices, standing });
}

/** What somebody says that may be counted, and what it changes. */
export interface Saying {
  readonly by: Speaker;
  readonly vote: Vote;
  readonly changes: Plan;
}

/** What somebody takes back that may be taken back, and what that changes. */
export type Withdrawing = Omit<Saying, 'vote'>;

/** Refuses a saying that the one which stands does not allow. */
export function checkSaying(
  ctx: ReadContext<'vote'>,
  by: Speaker,
  vote: Vote,
): Result<Saying, Refusal> {
  if (by.voices.length === 0) return refuse(errors.NO_VOICE, {});
  const { standing } = by;
  const changes = planOf(ctx, by, vote);
  const next =
    standing === undefined ? checkFirst(by, changes) : checkNext(by, changes, vote, standing);
  if (!next.ok) return next;
  const taking = checkTaking(ctx, by, changes, vote);
  return taking.ok ? ok({ by, vote, changes }) : taking;
}

/** Refuses what would change nothing, since what an earlier representative said stands. */
function checkFirst(by: Speaker, plan: Plan): Result<void, Refusal> {
  const isIdle = by.voices.every(({ isAlone }) => isAlone) && plan.length === 0;
  return isIdle ? refuse(errors.NOTHING_CHANGES, {}) : allow();
}

/** Refuses to say the same again, and the contrary where the first counts. */
function checkNext(by: Speaker, plan: Plan, vote: Vote, standing: Act): Result<void, Refusal> {
  if (by.way === 'proxy' && standing.way !== 'proxy') return refuse(errors.OWNER_HAS_SPOKEN, {});
  const isOwnersOverProxys = standing.way === 'proxy' && by.way !== 'proxy';
  if (isOwnersOverProxys) return allow();
  const isNew =
    standing.vote === vote ? plan.length > 0 : by.matter.decision.settings.repeat === 'last';
  return isNew ? allow() : refuse(errors.ALREADY_SPOKEN, { since: standing.at });
}

/** Refuses to take a consent back once the decision is established. */
function checkTaking(
  ctx: ReadContext<'vote'>,
  by: Speaker,
  plan: Plan,
  vote: Vote | undefined,
): Result<void, Refusal> {
  const takesConsent = plan.some(
    ({ before, after }) => before?.said?.vote === 'agree' && after.said?.vote !== 'agree',
  );
  const isOwnConsent = by.standing?.vote === 'agree' && vote !== 'agree';
  return takesConsent || isOwnConsent ? checkNotEstablished(ctx, by.matter.id) : allow();
}

type Plan = ReturnType<typeof changesOf>;

/** What a saying, or its withdrawal, changes. */
function planOf(ctx: ReadContext<'vote'>, by: Speaker, vote: Vote | undefined): Plan {
  const { matter, person, voices, standing } = by;
  return changesOf(ctx, matter, voices, { person, before: standing?.vote, after: vote });
}

/**
 * Refuses a withdrawal of what is not there, or not the signer's to withdraw, or comes too late.
 */
export function checkWithdrawing(
  ctx: ReadContext<'vote'>,
  by: Speaker,
): Result<Withdrawing, Refusal> {
  const { withdrawal } = by.matter.decision.settings;
  if (withdrawal === 'never') return refuse(errors.WITHDRAWAL_NOT_ALLOWED, {});
  const changes = planOf(ctx, by, undefined);
  if (by.standing === undefined && changes.length === 0) {
    return refuse(errors.NOTHING_TO_WITHDRAW, {});
  }
  if (by.way === 'proxy' && by.standing?.way !== 'proxy') {
    return refuse(errors.OWNER_HAS_SPOKEN, {});
  }
  const taking = withdrawal === 'until-closed' ? allow() : checkTaking(ctx, by, changes, undefined);
  return taking.ok ? ok({ by, changes }) : taking;
}

/** What a paper adds to an act. */
export interface PaperFacts {
  readonly arrivedAt?: number;
}

/** Counts what somebody says. The matter goes on to the next, or to `finish`. */
export function speak(
  ctx: ApplyContext<'vote'>,
  { by, vote, changes }: Saying,
  paper: PaperFacts = {},
): Matter {
  const { matter, person, way } = by;
  const act = ctx.transaction.id;
  ctx.put(acts, [matter.id, person], { vote, way, act, at: ctx.block.timeMs, ...paper });
  ctx.emit(spoken, { decision: matter.id, person, vote, way });
  return recount(ctx, matter, changes);
}

/** Takes back what somebody has said. */
export function takeBack(ctx: ApplyContext<'vote'>, { by, changes }: Withdrawing): Matter {
  const { matter, person, way } = by;
  ctx.remove(acts, [matter.id, person]);
  ctx.emit(withdrawn, { decision: matter.id, person, way });
  return recount(ctx, matter, changes);
}
