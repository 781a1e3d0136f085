import { expectPresent } from '@madang/base';
import type { ReadContext } from '@madang/kernel/define';
import type { HolderChange } from './count.ts';
import { isWhollyCovered, saying } from './holding.ts';
import { actNumber, type Matter } from './matter.ts';
import type { Vote } from './schema.ts';
import { acts, type Holder, holders, type Person } from './state.ts';

/** A holder for which a person acts, alone or as one of several owners. */
export interface Voice {
  readonly number: number;
  readonly holder: Holder;
  /** The person decides alone: the only owner, or the named representative. */
  readonly isAlone: boolean;
}

/** The holders with homes for which a person acts. */
export function voicesOf(
  ctx: ReadContext<'vote'>,
  { id, decision }: Matter,
  person: number,
  { holders: numbers }: Person,
): readonly Voice[] {
  const voices: Voice[] = [];
  for (const number of numbers) {
    const holder = expectPresent(ctx.get(holders, [id, number]), 'vote: a holder is missing');
    const isAlone = holder.members.length === 1 || holder.representative === person;
    const isOneOfMany =
      holder.representative === undefined && decision.settings.coOwners === 'majority';
    if (holder.holdings.length > 0 && (isAlone || isOneOfMany)) {
      voices.push({ number, holder, isAlone });
    }
  }
  return voices;
}

/** What is said after a person says `vote`, or withdraws what they had said. */
export interface Saying {
  readonly person: number;
  readonly before: Vote | undefined;
  readonly after: Vote | undefined;
}

/**
 * What a new saying of a person changes for the holders for which they act: where it decides, and
 * where what was said before stood through it.
 */
export function changesOf(
  ctx: ReadContext<'vote'>,
  matter: Matter,
  voices: readonly Voice[],
  said: Saying,
): readonly HolderChange[] {
  const changes: HolderChange[] = [];
  for (const voice of voices) {
    const after = holderAfter(ctx, matter, voice, said);
    if (after !== voice.holder) changes.push({ number: voice.number, before: voice.holder, after });
  }
  return changes;
}

function holderAfter(
  ctx: ReadContext<'vote'>,
  matter: Matter,
  { holder, isAlone }: Voice,
  { person, before, after }: Saying,
): Holder {
  const sayingOf = (own: Vote | undefined): Vote | undefined =>
    isAlone ? own : majorityOf(ctx, matter, holder, { person, own });
  const was = sayingOf(before);
  const is = sayingOf(after);
  // Who decides alone also takes back what an earlier representative said.
  if (is === undefined) return withoutSaying(holder, isAlone ? holder.said?.vote : was);
  const { said } = holder;
  if (said?.vote === is && isWhollyCovered(holder)) return holder;
  const isReplaced = said?.vote === was || matter.decision.settings.repeat === 'last';
  if (said !== undefined && said.vote !== is && !isReplaced) return holder;
  return saying(holder, { vote: is, act: actNumber(matter) });
}

/** A holder that says this vote no more; one that says something else is left as it is. */
function withoutSaying(holder: Holder, vote: Vote | undefined): Holder {
  const isSaid = holder.said !== undefined && holder.said.vote === vote;
  return isSaid ? saying(holder, undefined) : holder;
}

/** What more than half of the shares say, with one person saying `own`. */
function majorityOf(
  ctx: ReadContext<'vote'>,
  { id }: Matter,
  { members, whole }: Holder,
  { person, own }: { readonly person: number; readonly own: Vote | undefined },
): Vote | undefined {
  const said = members.map((member) => ({
    share: member.share,
    vote: member.person === person ? own : ctx.get(acts, [id, member.person])?.vote,
  }));
  const sharesOf = (vote: Vote): number =>
    said.reduce((total, one) => (one.vote === vote ? total + one.share : total), 0);
  return VOTES.find((vote) => sharesOf(vote) * 2 > whole);
}

const VOTES: readonly Vote[] = ['agree', 'refuse', 'abstain'];
