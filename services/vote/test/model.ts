/** What docs/spec/vote.md says, as plainly as it can be written: every figure is counted anew. */
import type { Rule } from '../chain/rule.ts';
import type { Vote, Way } from '../chain/schema.ts';
import type { Settings } from '../profiles/profile.ts';

export interface ModelUnit {
  readonly building: number;
  readonly area: number;
  readonly holder: number;
  readonly isExcluded: boolean;
  readonly since: number;
}

interface Says {
  readonly vote: Vote;
  /** The number of the act with which the holder last said it. */
  readonly n: number;
}

export interface ModelHolder {
  readonly members: readonly (readonly [person: number, share: number])[];
  readonly representative?: number | undefined;
  readonly says?: Says | undefined;
}

interface Standing {
  readonly vote: Vote;
  readonly way: Way;
}

/** Everything that matters of a decision. */
export interface Model {
  readonly settings: Settings;
  readonly rule: Rule;
  readonly buildings: number;
  readonly units: Map<number, ModelUnit>;
  readonly holders: Map<number, ModelHolder>;
  /** Persons on the roll, with who may act for them. */
  readonly proxies: Map<number, number | undefined>;
  readonly standing: Map<number, Standing>;
  readonly openedAt: number;
  closesAt: number;
  status: 'open' | 'closed' | 'called-off';
  /** How many acts were done. */
  acts: number;
  /** The number of the act that established it. */
  established: number | undefined;
}

const VOTES: readonly Vote[] = ['agree', 'refuse', 'abstain'];

const unitsOf = ({ units }: Model, holder: number): readonly ModelUnit[] =>
  [...units.values()].filter((unit) => unit.holder === holder && !unit.isExcluded);

const isMember = ({ members }: ModelHolder, person: number): boolean =>
  members.some(([member]) => member === person);

const isAlone = ({ members, representative }: ModelHolder, person: number): boolean =>
  members.length === 1 || representative === person;

/** The holders for which a person speaks. */
function spokenFor(model: Model, person: number): readonly number[] {
  return [...model.holders].flatMap(([number, holder]) => {
    const withOthers =
      holder.representative === undefined && model.settings.coOwners === 'majority';
    const speaks = isMember(holder, person) && (isAlone(holder, person) || withOthers);
    return speaks && unitsOf(model, number).length > 0 ? [number] : [];
  });
}

/** What the saying of a person comes to for a holder, if `own` is what they say. */
function comesTo(
  model: Model,
  holder: ModelHolder,
  person: number,
  own: Vote | undefined,
): Vote | undefined {
  if (isAlone(holder, person)) return own;
  const whole = holder.members.reduce((sum, [, share]) => sum + share, 0);
  return VOTES.find((vote) => {
    const those = holder.members.filter(([member]) => {
      const theirs = member === person ? own : model.standing.get(member)?.vote;
      return theirs === vote;
    });
    return those.reduce((sum, [, share]) => sum + share, 0) * 2 > whole;
  });
}

/** A unit counts with what its holder says if it was theirs when they last said it. */
export function isCounted({ says }: ModelHolder, { since, isExcluded }: ModelUnit): boolean {
  return says !== undefined && !isExcluded && since <= says.n;
}

/** What a holder says after a person does; the same object if it stays. */
function saysAfter(
  model: Model,
  number: number,
  person: number,
  next: Vote | undefined,
): Says | undefined {
  const holder = model.holders.get(number)!;
  const { says } = holder;
  if (next === undefined && isAlone(holder, person)) return undefined;
  const was = comesTo(model, holder, person, model.standing.get(person)?.vote);
  const is = comesTo(model, holder, person, next);
  if (is === undefined) return says !== undefined && says.vote === was ? undefined : says;
  const forAll = unitsOf(model, number).every((unit) => isCounted(holder, unit));
  if (says?.vote === is && forAll) return says;
  const isContrary = says !== undefined && says.vote !== is && says.vote !== was;
  if (isContrary && model.settings.repeat === 'first') return says;
  return { vote: is, n: model.acts + 1 };
}

interface Change {
  readonly number: number;
  readonly from: Says | undefined;
  readonly to: Says | undefined;
}

function changesBy(model: Model, person: number, next: Vote | undefined): readonly Change[] {
  return spokenFor(model, person)
    .map((number) => ({
      number,
      from: model.holders.get(number)!.says,
      to: saysAfter(model, number, person, next),
    }))
    .filter(({ from, to }) => from !== to);
}

/** Once it is established, no consent is taken back. */
function takesConsent(
  model: Model,
  person: number,
  next: Vote | undefined,
  changes: readonly Change[],
): boolean {
  const own = model.standing.get(person)?.vote === 'agree' && next !== 'agree';
  const held = changes.some(({ from, to }) => from?.vote === 'agree' && to?.vote !== 'agree');
  return model.established !== undefined && (own || held);
}

function commit(model: Model, changes: readonly Change[]): void {
  for (const { number, to } of changes) {
    model.holders.set(number, { ...model.holders.get(number)!, says: to });
  }
}

/** Says something; whether it is done. */
export function say(model: Model, person: number, vote: Vote, way: Way): boolean {
  if (!model.proxies.has(person)) return false;
  const old = model.standing.get(person);
  const speaks = spokenFor(model, person);
  const changes = changesBy(model, person, vote);
  const withOthers = speaks.some((number) => !isAlone(model.holders.get(number)!, person));
  const isDone = (): boolean => {
    if (old === undefined) return changes.length > 0 || withOthers;
    if (way === 'proxy' && old.way !== 'proxy') return false;
    if (way !== 'proxy' && old.way === 'proxy') return true;
    return old.vote === vote ? changes.length > 0 : model.settings.repeat === 'last';
  };
  if (speaks.length === 0 || !isDone() || takesConsent(model, person, vote, changes)) return false;
  commit(model, changes);
  model.standing.set(person, { vote, way });
  return true;
}

/** Takes back what was said; whether it is done. */
export function takeBack(model: Model, person: number, way: Way): boolean {
  const { withdrawal } = model.settings;
  if (!model.proxies.has(person) || withdrawal === 'never') return false;
  const old = model.standing.get(person);
  const changes = changesBy(model, person, undefined);
  if (old === undefined && changes.length === 0) return false;
  if (way === 'proxy' && old?.way !== 'proxy') return false;
  const isTooLate =
    withdrawal === 'until-established' && takesConsent(model, person, undefined, changes);
  if (isTooLate) return false;
  commit(model, changes);
  model.standing.delete(person);
  return true;
}

/** Whether a time is over. */
export function isOver(model: Model, timeMs: number): boolean {
  const isEnded = model.established !== undefined && model.settings.afterEstablishment === 'closed';
  return isLate(model, timeMs) || isEnded;
}

/** Whether a time is late. */
export function isLate({ settings, closesAt }: Model, timeMs: number): boolean {
  return timeMs >= (settings.closingSecond === 'counts' ? closesAt + 1_000 : closesAt);
}

/** Puts a unit on the roll as it is from now on; whether it is done. */
export function setUnit(model: Model, number: number, to: Omit<ModelUnit, 'since'>): boolean {
  const from = model.units.get(number);
  if (!model.holders.has(to.holder) || to.building >= model.buildings) return false;
  const isSame =
    from?.holder === to.holder &&
    from.building === to.building &&
    from.area === to.area &&
    from.isExcluded === to.isExcluded;
  if (isSame) return false;
  const stays = from?.holder === to.holder;
  model.units.set(number, { ...to, since: stays ? from.since : model.acts + 1 });
  if (from !== undefined) forgetIfEmpty(model, from.holder);
  return true;
}

function forgetIfEmpty(model: Model, number: number): void {
  const holder = model.holders.get(number)!;
  if (unitsOf(model, number).length > 0) return;
  model.holders.set(number, { ...holder, says: undefined });
  for (const [person] of holder.members) {
    const theirs = [...model.holders].filter(([, one]) => isMember(one, person));
    if (theirs.every(([one]) => unitsOf(model, one).length === 0)) model.standing.delete(person);
  }
}

/** Names who represents a holder; whether it is done. */
export function represent(model: Model, number: number, person: number | undefined): boolean {
  const holder = model.holders.get(number);
  if (holder === undefined || holder.representative === person) return false;
  if (person !== undefined && !isMember(holder, person)) return false;
  const lapses = model.settings.representativeEnds === 'lapses';
  const says = lapses ? undefined : holder.says;
  model.holders.set(number, { ...holder, representative: person, says });
  return true;
}

/** Names who acts for a person; whether it is done. */
export function entrust(model: Model, person: number, proxy: number | undefined): boolean {
  if (!model.proxies.has(person) || model.settings.proxies === 'none') return false;
  if (person === proxy || model.proxies.get(person) === proxy) return false;
  model.proxies.set(person, proxy);
  return true;
}

/** Ends an act that was done. */
export function finish(model: Model): void {
  model.acts += 1;
  if (model.status !== 'open' || model.established !== undefined) return;
  if (holds(model)) model.established = model.acts;
}

/** One tally, from the list of units. */
export function tallyOf(model: Model, scope: number) {
  const here = [...model.units.values()].filter(
    ({ building }) => scope === 0 || building === scope - 1,
  );
  const those = here.filter(({ isExcluded }) => !isExcluded);
  const sum = (units: readonly ModelUnit[]) => ({
    heads: new Set(units.map(({ holder }) => holder)).size,
    homes: units.length,
    area: units.reduce((total, { area }) => total + area * 1_000, 0),
  });
  const saying = (vote: Vote) =>
    sum(
      those.filter((unit) => {
        const holder = model.holders.get(unit.holder)!;
        return isCounted(holder, unit) && holder.says?.vote === vote;
      }),
    );
  return {
    eligible: sum(those),
    agree: saying('agree'),
    refuse: saying('refuse'),
    abstain: saying('abstain'),
    excluded: here.length - those.length,
  };
}

/** Whether the rule holds now. */
export function holds(model: Model): boolean {
  const { hold, conditions } = model.rule;
  const all = conditions.map((one) => doesHold(model, one));
  return hold === 'all' ? all.every(Boolean) : all.some(Boolean);
}

function doesHold(model: Model, one: Rule['conditions'][number]): boolean {
  const { scope } = one;
  if (scope.kind === 'complex') return isMetIn(model, one, 0);
  if (scope.kind === 'building') return isMetIn(model, one, scope.building + 1);
  return Array.from({ length: model.buildings }, (_, n) => n + 1).every((at) => {
    const { eligible } = tallyOf(model, at);
    return eligible.homes === 0 || eligible.heads <= scope.waived || isMetIn(model, one, at);
  });
}

function isMetIn(model: Model, one: Rule['conditions'][number], scope: number): boolean {
  const { eligible, agree, refuse, abstain } = tallyOf(model, scope);
  const valid = agree[one.base] + refuse[one.base];
  const participants = valid + (model.settings.abstentions === 'ignored' ? 0 : abstain[one.base]);
  const top = one.counted === 'agree' ? agree[one.base] : participants;
  const bottom = { eligible: eligible[one.base], participants, valid }[one.of];
  if (bottom === 0) return false;
  const [left, right] = [top * one.den, bottom * one.num];
  return one.compare === 'at-least' ? left >= right : left > right;
}
