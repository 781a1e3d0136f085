import { toHex } from '@madang/base';
import { createSha256 } from '@madang/crypto';
import { actor, openMemoryLedger } from '@madang/testkit';
import { services } from '../../registry.ts';

/* Plays the same blocks as ever and prints one hash over everything that they gave. */

if (process.env['REVERSED_MAPS'] === '1') reverseIteration();

const people = ['ann', 'ben', 'clerk', '가온'].map(actor);
const [ann = actor(''), ben = actor(''), clerk = actor('')] = people;
const ledger = openMemoryLedger(services, {
  grants: [
    { account: clerk.account, delegable: true, institution: 'city', role: 'document.issuer' },
  ],
});
const seen = createSha256();

function block(wishes: readonly Parameters<typeof ledger.sign>[0][]): readonly string[] {
  const result = ledger.block(wishes.map((wish) => ledger.sign(wish)));
  for (const { key, value } of result.changes) {
    seen.update(key);
    seen.update(value ?? new Uint8Array());
  }
  for (const { entry } of result.transactions) seen.update(entry);
  seen.update(result.paramsHash);
  return result.transactions.map(({ bodyHash }) => toHex(bodyHash));
}

const notarise = (by: typeof ann, count = 1, as: { readonly as?: string } = {}) => ({
  act: 'document.notarise',
  payload: { kind: 'file', root: toHex(by.account), count, ...as },
  by,
});

const ids = block([
  notarise(ann, 3),
  notarise(ben),
  notarise(clerk, 1, { as: 'city' }),
  ...people.map((by) => notarise(by)),
]);
block([
  {
    act: 'document.supersede',
    payload: { document: ids[0] ?? '', successor: ids[1] ?? '', reason: 'replaced', leaf: 2 },
    by: ann,
  },
  { act: 'document.revoke', payload: { document: ids[0] ?? '', reason: 'order' }, by: ann },
  { act: 'document.revoke', payload: { document: ids[2] ?? '', reason: 'order' }, by: ann },
  {
    act: 'governance.delegateRole',
    payload: {
      institution: 'city',
      role: 'document.issuer',
      account: toHex(ben.account),
      delegable: false,
    },
    by: clerk,
  },
]);
block([notarise(ben, 2, { as: 'city' })]);
for (const query of ['governance.institutions', 'governance.params']) {
  seen.update(new TextEncoder().encode(JSON.stringify(ledger.read(query, {}))));
}
process.stdout.write(`${toHex(seen.digest())}\n`);

/** From here on maps and sets are walked from the last entry to the first. */
function reverseIteration(): void {
  const { entries, keys, values } = Map.prototype;
  const backwards = (walk: () => Iterable<unknown>) =>
    function* (this: Map<unknown, unknown>) {
      yield* [...Array.from(walk.call(this))].reverse();
    };
  Object.assign(Map.prototype, {
    entries: backwards(entries),
    keys: backwards(keys),
    values: backwards(values),
    [Symbol.iterator]: backwards(entries),
  });
  const setValues = Set.prototype.values;
  Object.assign(Set.prototype, {
    values: backwards(setValues),
    keys: backwards(setValues),
    [Symbol.iterator]: backwards(setValues),
  });
}
