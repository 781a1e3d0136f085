import {
  bool,
  concat,
  expectOk,
  expectPresent,
  list,
  ok,
  optional,
  record,
  u32be,
  uint,
} from '@madang/base';
import { hash, query, type ReadContext, refuse } from '@madang/kernel/define';
import {
  decisionAnswer,
  decisionParams,
  decisionsAnswer,
  decisionsParams,
  MAX_DECISIONS,
  MAX_PRINCIPALS,
  meterAnswer,
  meterParams,
  personAnswer,
  personParams,
  principalsAnswer,
  principalsParams,
} from './answers.ts';
import { errors } from './errors.ts';
import { tallyAt } from './establish.ts';
import { findingsOf } from './findings.ts';
import { knownMatter } from './matter.ts';
import { isCovered } from './roll.ts';
import {
  buildingIndex,
  exclusion,
  holderNumber,
  personNumber,
  unitNumber,
  use,
  vote,
} from './schema.ts';
import {
  acts,
  type Decision,
  decisions,
  establishments,
  holders,
  MAX_HOLDINGS,
  ofRegister,
  persons as personsTable,
  proxies,
  units,
} from './state.ts';

/** What is decided, how, and how far it is. */
export const decision = query({
  service: 'vote',
  name: 'decision',
  access: 'public',
  params: decisionParams,
  result: decisionAnswer,
  read(ctx, { id }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const { decision: found, progress } = matter.value;
    const { owner: _owner, ...said } = found;
    const { journal: _, asked: _asked, unmet: _unmet, ...shown } = progress;
    const institution = institutionOf(found);
    return ok({ id, institution, ...said, ...shown, ...establishedIn(ctx, id) });
  },
});

/** All decisions, at most 50, ascending by id behind `after`; or those of one register. */
export const listDecisions = query({
  service: 'vote',
  name: 'listDecisions',
  access: 'public',
  params: decisionsParams,
  result: decisionsAnswer,
  read: (ctx, { register, after }) =>
    ok(
      idsOf(ctx, register, after).map((id) => {
        const { decision: found, progress } = expectOk(knownMatter(ctx, id), 'vote: listed');
        const { status: now, closesAt } = progress;
        const isEstablished = ctx.has(establishments, id);
        const institution = institutionOf(found);
        return { id, institution, title: found.title, status: now, closesAt, isEstablished };
      }),
    ),
});

function idsOf(
  ctx: ReadContext<'vote'>,
  register: Uint8Array | undefined,
  after: Uint8Array | undefined,
): readonly Uint8Array[] {
  if (register === undefined) {
    const behind = after === undefined ? {} : { after };
    return ctx.scan(decisions, { limit: MAX_DECISIONS, ...behind }).map(({ key }) => key);
  }
  const behind = after === undefined ? {} : { after: [register, after] as const };
  const found = ctx.scan(ofRegister, { under: register, limit: MAX_DECISIONS, ...behind });
  return found.map(({ key: [, id] }) => id);
}

/** The institution whose officers drafted a decision. */
function institutionOf({ owner }: Decision): string {
  return owner.kind === 'institution' ? owner.institution : '';
}

function establishedIn(ctx: ReadContext<'vote'>, id: Uint8Array) {
  const found = ctx.get(establishments, id);
  if (found === undefined) return {};
  const { tallies: _, ...moment } = found;
  return { established: moment };
}

/** The tallies of the complex and of each building, and what every condition finds there. */
export const meter = query({
  service: 'vote',
  name: 'meter',
  access: 'public',
  params: meterParams,
  result: meterAnswer,
  read(ctx, { decision: id }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const { decision: found, progress } = matter.value;
    const scopes = Array.from({ length: found.buildings + 1 }, (_, scope) => scope);
    const all = scopes.map((scope) => tallyAt(ctx, id, scope));
    const findings = findingsOf(found.rule, found.settings.abstentions, all);
    const holdsAt = (index: number): boolean =>
      findings.every(({ condition, isMet }) => condition !== index || isMet);
    const { conditions, hold } = found.rule;
    const met = conditions.map((_, index) => holdsAt(index));
    const holds = hold === 'all' ? !met.includes(false) : met.includes(true);
    const { status: now, closesAt, acts: count } = progress;
    const shown = { status: now, closesAt, acts: count, tallies: all, findings, holds };
    return ok({ ...shown, ...establishedIn(ctx, id) });
  },
});

/** What a person has said, and for which homes it counts. */
export const person = query({
  service: 'vote',
  name: 'person',
  access: 'public',
  params: personParams,
  result: personAnswer,
  read(ctx, { decision: id, person: number }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const found = ctx.get(personsTable, [id, number]);
    if (found === undefined) return refuse(errors.NOT_ON_ROLL, {});
    const said = ctx.get(acts, [id, number]);
    return ok({
      ...(said === undefined ? {} : { said }),
      ...(found.proxy === undefined ? {} : { proxy: found.proxy }),
      holders: found.holders.map((holder) => heldOf(ctx, id, holder)),
    });
  },
});

/** For whom somebody may act, at most 100 persons, ascending by number behind `after`. */
export const principals = query({
  service: 'vote',
  name: 'principals',
  access: 'public',
  params: principalsParams,
  result: principalsAnswer,
  read(ctx, { decision: id, proxy, after }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const under = concat(id, u32be(proxy));
    const behind = after === undefined ? {} : { after: [id, [proxy, after]] as const };
    const found = ctx.scan(proxies, { under, limit: MAX_PRINCIPALS, ...behind });
    return ok(found.map(({ key: [, [, number]] }) => number));
  },
});

function heldOf(ctx: ReadContext<'vote'>, id: Uint8Array, number: number) {
  const holder = expectPresent(ctx.get(holders, [id, number]), 'vote: a holder');
  const { holdings, representative, said } = holder;
  const sum = (of: 'homes' | 'areaMilliM2' | 'coveredHomes' | 'coveredMilliM2'): number =>
    holdings.reduce((total, one) => total + one[of], 0);
  return {
    holder: number,
    homes: sum('homes'),
    areaMilliM2: sum('areaMilliM2'),
    countedHomes: sum('coveredHomes'),
    countedMilliM2: sum('coveredMilliM2'),
    ...(said === undefined ? {} : { says: said.vote }),
    members: holder.members.length,
    ...(representative === undefined ? {} : { representative }),
    buildings: holdings.map(({ building }) => building),
  };
}

const MAX_ITEMS = 500;

/** The persons of a roll, at most 500, ascending by number behind `after`. */
export const persons = query({
  service: 'vote',
  name: 'persons',
  access: 'public',
  params: record({ decision: hash, after: optional(personNumber) }),
  result: list(
    record({
      person: personNumber,
      holders: list(holderNumber, { max: MAX_HOLDINGS }),
      proxy: optional(personNumber),
    }),
    { max: MAX_ITEMS },
  ),
  read(ctx, { decision: id, after }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const behind = after === undefined ? {} : { after: [id, after] as const };
    const found = ctx.scan(personsTable, { under: id, limit: MAX_ITEMS, ...behind });
    return ok(
      found.map(({ key: [, number], value: { holders: numbers, proxy } }) => ({
        person: number,
        holders: numbers,
        ...(proxy === undefined ? {} : { proxy }),
      })),
    );
  },
});

const unitAnswer = record({
  unit: unitNumber,
  building: buildingIndex,
  areaMilliM2: uint(),
  use,
  holder: holderNumber,
  excluded: optional(exclusion),
  /** What is counted for it. */
  says: optional(vote),
  /** Nobody can speak for it: several owners, and none is named to represent them. */
  lacksRepresentative: bool(),
});

/** The homes of a decision, at most 500, ascending by number behind `after`. */
export const homes = query({
  service: 'vote',
  name: 'homes',
  access: 'public',
  params: record({ decision: hash, after: optional(unitNumber) }),
  result: list(unitAnswer, { max: MAX_ITEMS }),
  read(ctx, { decision: id, after }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const behind = after === undefined ? {} : { after: [id, after] as const };
    const found = ctx.scan(units, { under: id, limit: MAX_ITEMS, ...behind });
    return ok(
      found.map(({ key: [, unit], value }) => {
        const { commitment: _, since: _since, ...shown } = value;
        const holder = expectPresent(ctx.get(holders, [id, value.holder]), 'vote: a holder');
        const says = isCovered(value, holder) ? holder.said?.vote : undefined;
        return {
          unit,
          ...shown,
          ...(says === undefined || value.excluded !== undefined ? {} : { says }),
          lacksRepresentative: holder.members.length > 1 && holder.representative === undefined,
        };
      }),
    );
  },
});
