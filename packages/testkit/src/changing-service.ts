import { record, text, uint } from '@madang/base';
import {
  type AnyService,
  access,
  allow,
  defineService,
  event,
  key,
  table,
  transaction,
} from '@madang/kernel/define';

/* A service of tests whose rules are others from protocol version 2 on. */

const total = table({
  service: 'changing',
  name: 'total',
  key: key.none,
  value: record({ count: uint() }),
});

/** From version 2 on each word has a record of its own. */
const words = table({
  service: 'changing',
  name: 'words',
  key: key.text,
  value: record({ count: uint() }),
});

const said = event('changing', 'said', record({ word: text({ max: 16 }), count: uint() }));
const moved = event('changing', 'moved', record({ count: uint() }));
const payload = record({ word: text({ min: 1, max: 16, pattern: '[a-z]+' }) });

const sayOnce = transaction({
  service: 'changing',
  name: 'say',
  payload,
  access: access.anyone(),
  costUs: 100,
  retention: 'forever',
  errors: [],
  check: () => allow(),
  apply(ctx, { word }) {
    const count = (ctx.get(total, [])?.count ?? 0) + 1;
    ctx.put(total, [], { count });
    ctx.emit(said, { word, count });
  },
});

const sayTenfold = transaction({
  service: 'changing',
  name: 'say',
  payload,
  access: access.anyone(),
  costUs: 100,
  retention: 'forever',
  errors: [],
  check: () => allow(),
  apply(ctx, { word }) {
    const count = (ctx.get(words, word)?.count ?? 0) + 10;
    ctx.put(words, word, { count });
    ctx.emit(said, { word, count });
  },
});

/** An act that only version 2 knows. */
const forget = transaction({
  service: 'changing',
  name: 'forget',
  payload,
  access: access.anyone(),
  costUs: 100,
  retention: 'forever',
  order: 'withdrawal',
  errors: [],
  check: () => allow(),
  apply(ctx, { word }) {
    ctx.remove(words, word);
  },
});

const common = {
  name: 'changing',
  doc: { ko: '시험용', en: 'For tests.' },
  errors: {},
  roles: [],
  queries: [],
  invariants: [],
} as const;

/** The rules of version 1: one number that goes up by one. */
export const changingAtFirst: AnyService = defineService({
  ...common,
  version: 1,
  tables: [total],
  events: [said],
  transactions: [sayOnce],
});

/**
 * The rules of version 2: a number for each word that goes up by ten, one act more, and the old
 * number moved to where the new ones stand.
 */
export const changingLater: AnyService = defineService({
  ...common,
  version: 2,
  tables: [total, words],
  events: [said, moved],
  transactions: [sayTenfold, forget],
  atUpgrade: (ctx, { activates }) => {
    const before = ctx.get(total, []);
    if (!activates || before === undefined) return;
    ctx.remove(total, []);
    ctx.put(words, 'before', before);
    ctx.emit(moved, before);
  },
});
