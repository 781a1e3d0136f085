import { ok, record, text, toHex, uint, utf8 } from '@madang/base';
import { type AnyService, createMachine } from '@madang/kernel';
import {
  access,
  allow,
  defineErrors,
  defineService,
  error,
  expose,
  key,
  port,
  refuse,
  table,
  transaction,
} from '@madang/kernel/define';
import { actor, openMemoryLedger } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { toyGovernance } from './toy-governance.ts';

const ann = actor('ann');
const nothing = {
  version: 1,
  doc: { ko: '시험용', en: 'For tests.' },
  errors: {},
  tables: [],
  events: [],
  roles: [],
  transactions: [],
  queries: [],
  invariants: [],
};
const question = record({ name: text({ max: 16 }) });
const answer = record({ price: uint() });

const shopErrors = defineErrors('shop', 7_000, {
  SOLD_OUT: error(1, {}, { en: 'Sold out.', ko: '품절입니다.', help: 'Come back.' }),
});
const prices = table({ service: 'shop', name: 'prices', key: key.text, value: answer });
const setPrice = transaction({
  service: 'shop',
  name: 'setPrice',
  payload: record({ name: text({ max: 16 }), price: uint() }),
  access: access.anyone(),
  costUs: 100,
  retention: 'forever',
  errors: [],
  check: () => allow(),
  apply: (ctx, { name, price }) => {
    ctx.put(prices, name, { price });
  },
});
const priceOf = expose({
  service: 'shop',
  name: 'priceOf',
  input: question,
  output: answer,
  read: (ctx, { name }) => {
    const found = ctx.get(prices, name);
    return found === undefined ? refuse(shopErrors.SOLD_OUT, {}) : ok(found);
  },
});
const shop = defineService({
  ...nothing,
  name: 'shop',
  errors: shopErrors,
  tables: [prices],
  transactions: [setPrice],
  exposes: [priceOf],
});

const wanted = port('shop.priceOf', question, answer);
const orders = table({ service: 'till', name: 'orders', key: key.text, value: answer });
const buy = transaction({
  service: 'till',
  name: 'buy',
  payload: question,
  access: access.anyone(),
  costUs: 100,
  retention: 'forever',
  errors: [shopErrors.SOLD_OUT],
  check: (ctx, payload) => {
    const price = ctx.ask(wanted, payload);
    return price.ok ? allow() : price;
  },
  apply: (ctx, payload) => {
    const price = ctx.ask(wanted, payload);
    if (price.ok) ctx.put(orders, payload.name, price.value);
  },
});
const till = defineService({
  ...nothing,
  name: 'till',
  tables: [orders],
  transactions: [buy],
  uses: [wanted],
});

describe('ports', () => {
  it('let a service ask another without knowing its tables', () => {
    const ledger = openMemoryLedger([toyGovernance, till, shop]);
    const wish = { act: 'till.buy', payload: { name: 'tea' }, by: ann };
    expect(ledger.send(wish).outcome.code).toBe(7_001);
    ledger.send({ act: 'shop.setPrice', payload: { name: 'tea', price: 3 }, by: ann });
    expect(ledger.send(wish).outcome.code).toBe(0);
    const keys = ledger.state().entries();
    expect(keys.map((one) => toHex(one.key))).toContain(toHex(utf8('till/orders/tea')));
  });

  const halting: ReadonlyArray<readonly [string, readonly AnyService[], RegExp]> = [
    ['nobody answers', [toyGovernance, till], /nobody exposes shop.priceOf/],
    [
      'both sides disagree on the shapes',
      [
        toyGovernance,
        shop,
        { ...till, uses: [port('shop.priceOf', question, record({ price: uint({ max: 9 }) }))] },
      ],
      /disagree on shop.priceOf/,
    ],
    ['a service asks itself', [toyGovernance, { ...shop, uses: [wanted] }], /around a circle/],
    ['a part is of another service', [toyGovernance, { ...till, tables: [prices] }], /not of till/],
  ];
  it.each(halting)('halt the start when %s', (_, services, why) => {
    expect(() => createMachine(services)).toThrow(why);
  });

  it('halt when a service asks without saying so', () => {
    const ledger = openMemoryLedger([toyGovernance, shop, { ...till, uses: [] }]);
    const wish = { act: 'till.buy', payload: { name: 'tea' }, by: ann };
    expect(() => ledger.send(wish)).toThrow(/does not declare that it uses shop.priceOf/);
  });
});
