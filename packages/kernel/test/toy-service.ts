import { list, ok, optional, record, text, uint } from '@madang/base';
import {
  access,
  allow,
  defineErrors,
  defineService,
  error,
  event,
  institutionId,
  invariant,
  key,
  principal,
  query,
  refuse,
  role,
  table,
  transaction,
} from '@madang/kernel/define';

/* A service of tests: everybody has a counter that only its owner raises. */

export const toyErrors = defineErrors('toy', 8_000, {
  TOO_HIGH: error(
    1,
    { highest: uint(), reachedAt: uint() },
    { en: 'At most {highest}, since {reachedAt}.', ko: '최대 {highest}.', help: 'Raise less.' },
  ),
  NO_COUNTER: error(
    2,
    {},
    { en: 'No such counter.', ko: '그런 계수기가 없습니다.', help: 'Open one.' },
  ),
  SECRET: error(3, {}, { en: 'Not declared.', ko: '선언되지 않음.', help: 'None.' }),
});

const counters = table({
  service: 'toy',
  name: 'counters',
  key: key.text,
  value: record({ owner: principal, count: uint({ max: 9 }) }),
});

/** A table of another service, for the run-time check. */
const foreignTable = table({
  service: 'stranger',
  name: 'things',
  key: key.hash,
  value: record({ count: uint() }),
});

export const keeper = role('toy', 'keeper');
const raised = event('toy', 'raised', record({ name: text({ max: 16 }), count: uint() }));
const name = text({ min: 1, max: 16, pattern: '[a-z]+' });

const openCounter = transaction({
  service: 'toy',
  name: 'openCounter',
  payload: record({ name, as: optional(institutionId) }),
  access: access.principal({ of: 'as', role: keeper.name }),
  costUs: 100,
  retention: 'forever',
  errors: [],
  check: () => allow(),
  apply: (ctx, payload) => {
    ctx.put(counters, payload.name, { owner: ctx.principal, count: 0 });
  },
});

const raise = transaction({
  service: 'toy',
  name: 'raise',
  payload: record({ name, by: uint({ max: 100 }) }),
  access: access.owner(counters, { key: 'name', field: 'owner', missing: toyErrors.NO_COUNTER }),
  costUs: 100,
  retention: 'ninety-days',
  errors: [toyErrors.TOO_HIGH, toyErrors.NO_COUNTER],
  check: (ctx, payload) => {
    if (payload.by === 99) return refuse(toyErrors.SECRET, {});
    const before = ctx.get(counters, payload.name);
    return (before?.count ?? 0) + payload.by > 9
      ? refuse(toyErrors.TOO_HIGH, { highest: 9, reachedAt: ctx.block.timeMs })
      : allow();
  },
  apply: (ctx, payload) => {
    const before = ctx.get(counters, payload.name);
    if (before === undefined) return;
    const count = before.count + payload.by;
    ctx.put(counters, payload.name, { ...before, count });
    ctx.emit(raised, { name: payload.name, count });
  },
});

const drop = transaction({
  service: 'toy',
  name: 'drop',
  payload: record({ name }),
  access: access.anyone(),
  costUs: 300_000,
  retention: 'five-years',
  order: 'withdrawal',
  errors: [],
  check: () => allow(),
  apply: (ctx, payload) => {
    ctx.remove(counters, payload.name);
  },
});

const inspect = transaction({
  service: 'toy',
  name: 'inspect',
  payload: record({ office: institutionId }),
  access: access.role(keeper.name, { of: 'office' }),
  costUs: 100,
  retention: 'forever',
  errors: [],
  check: () => allow(),
  apply: () => undefined,
});

/** Does what no transaction may: `how` names the sin. */
const misbehave = transaction({
  service: 'toy',
  name: 'misbehave',
  payload: record({ how: text({ max: 32 }) }),
  access: access.anyone(),
  costUs: 100,
  retention: 'forever',
  errors: [],
  check: () => allow(),
  apply: (ctx, { how }) => {
    if (how === 'clock') ctx.emit(raised, { name: 'x', count: Date.now() });
    if (how === 'chance') ctx.emit(raised, { name: 'x', count: Math.random() > 2 ? 1 : 0 });
    const events = how === 'many events' ? 65 : how === 'most events' ? 64 : 0;
    for (let count = 0; count < events; count++) ctx.emit(raised, { name: 'x', count });
    if (how === 'foreign write') {
      // @ts-expect-error -- a table of another service: the types refuse it, and so does the machine
      ctx.put(foreignTable, ctx.transaction.id, { count: 1 });
    }
    if (how === 'foreign read') {
      // @ts-expect-error -- a table of another service: the types refuse it, and so does the machine
      ctx.get(foreignTable, ctx.transaction.id);
    }
    if (how === 'broken invariant') {
      ctx.put(counters, 'Z', { owner: ctx.principal, count: 0 });
    }
  },
});

const allCounters = query({
  service: 'toy',
  name: 'allCounters',
  access: 'public',
  params: record({ after: optional(name), limit: uint({ min: 1, max: 10 }) }),
  result: list(record({ name: text({ max: 16 }), count: uint(), owner: principal }), { max: 10 }),
  read: (ctx, { after, limit }) =>
    ok(
      ctx
        .scan(counters, after === undefined ? { limit } : { after, limit })
        .map(({ key: found, value }) => ({ name: found, ...value })),
    ),
});

const namesAreLower = invariant({
  service: 'toy',
  name: 'namesAreLower',
  check: (ctx) =>
    ctx.has(counters, 'Z') ? { ok: false, error: 'a counter is named Z' } : ok(undefined),
});

export const toy = defineService({
  name: 'toy',
  version: 1,
  doc: { ko: '시험용', en: 'For tests.' },
  errors: toyErrors,
  tables: [counters],
  events: [raised],
  roles: [keeper],
  transactions: [openCounter, raise, drop, inspect, misbehave],
  queries: [allCounters],
  invariants: [namesAreLower],
});
