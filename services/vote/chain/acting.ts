import type { Result } from '@madang/base';
import { type ApplyContext, access, type CheckContext, type Refusal } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { checkText, checkTime, finish, openMatter } from './matter.ts';
import { type ActPayload, actPayload, type Vote } from './schema.ts';
import { checkSaying, type Saying, speak, speakerOf } from './speaking.ts';

/** What `giveConsent`, `refuseConsent` and `abstain` have in common: all but what is said. */
export function acting(vote: Vote) {
  return {
    payload: actPayload,
    access: access.anyone(),
    costUs: 600,
    retention: 'forever',
    errors: [
      errors.UNKNOWN_DECISION,
      errors.NOT_OPEN,
      errors.TOO_LATE,
      errors.ESTABLISHED,
      errors.TEXT_DIFFERS,
      errors.NOT_IDENTIFIED,
      errors.LEVEL_TOO_LOW,
      errors.NOT_THE_PROXY,
      errors.NOT_ON_ROLL,
      errors.NO_VOICE,
      errors.ALREADY_SPOKEN,
      errors.NOTHING_CHANGES,
      errors.OWNER_HAS_SPOKEN,
    ],
    check: (ctx: CheckContext<'vote'>, payload: ActPayload) => check(ctx, payload, vote),
    apply: (ctx: ApplyContext<'vote'>, _: ActPayload, saying: Saying) => {
      finish(ctx, speak(ctx, saying));
    },
  } as const;
}

function check(
  ctx: CheckContext<'vote'>,
  payload: ActPayload,
  vote: Vote,
): Result<Saying, Refusal> {
  const matter = openMatter(ctx, payload.decision);
  if (!matter.ok) return matter;
  const inTime = checkTime(ctx, matter.value, ctx.block.timeMs);
  if (!inTime.ok) return inTime;
  const sameText = checkText(matter.value, payload.text);
  if (!sameText.ok) return sameText;
  const by = speakerOf(ctx, matter.value, payload);
  return by.ok ? checkSaying(ctx, by.value, vote) : by;
}
