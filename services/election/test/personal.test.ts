import { concat, expectPresent, type Shape, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { canaryScan, device, type MemoryLedger } from '@madang/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { election as service } from '../service.ts';
import { office } from './acts.ts';
import {
  cast,
  close,
  decryptAll,
  draft,
  draftOn,
  registerVoter,
  runCeremony,
  seal,
  transactionOf,
  voterOf,
  type World,
} from './world.ts';

/** Where somebody could write something: texts that are neither names of a list nor patterns. */
function textsIn(shape: Shape, at: string): readonly string[] {
  const inFields = (fields: readonly { readonly name: string; readonly shape: Shape }[]) =>
    fields.flatMap((field) => textsIn(field.shape, `${at}.${field.name}`));
  switch (shape.kind) {
    case 'text':
      return shape.pattern === undefined ? [at] : [];
    case 'list':
      return textsIn(shape.item, at);
    case 'record':
      return inFields(shape.fields);
    case 'variant':
      return shape.cases.flatMap(({ fields }) => inFields(fields));
    case 'raw':
      return [`${at} (raw)`];
    default:
      return [];
  }
}

describe('what the service keeps and tells', () => {
  it('has no text but the title of an election, and the reasons of officers', () => {
    const kept = service.tables.flatMap(({ name, shape }) => textsIn(shape, name));
    expect(kept).toEqual(['elections.title.en', 'elections.title.ko']);
    const told = service.events.flatMap(({ name, shape }) => textsIn(shape, name));
    const reasons = ['paused', 'resumed', 'extended', 'closed'];
    expect(told).toEqual(reasons.flatMap((name) => [`${name}.reason.en`, `${name}.reason.ko`]));
  });

  it('is told of voters in numbers, hashes and keys only', () => {
    const { payloadShape } = expectPresent(
      service.transactions.find(({ name }) => name === 'enterVoters'),
      'enterVoters',
    );
    expect(textsIn(payloadShape, 'enterVoters')).toEqual([]);
    const ofVoters = service.transactions.filter(({ access }) => access.kind === 'anyone');
    expect(ofVoters.flatMap((one) => textsIn(one.payloadShape, one.name))).toEqual([]);
  });
});

const PEOPLE = Array.from({ length: 10 }, (_, n) => ({
  name: `홍길동${String.fromCodePoint(0xac00 + 28 * n)}`,
  home: `${String(101 + n)}동 ${String(1_201 + n)}호`,
  telephone: `010-2345-${String(6_001 + n)}`,
}));

/** A ledger that keeps all that it was sent and all that it wrote. */
function recording(ledger: MemoryLedger, seen: Uint8Array[]): MemoryLedger {
  const block: MemoryLedger['block'] = (transactions, afterMs) => {
    const done = ledger.block(transactions, afterMs);
    seen.push(...transactions.map(({ bytes }) => bytes));
    seen.push(...done.transactions.map(({ entry }) => entry));
    return done;
  };
  return {
    ...ledger,
    block,
    send: (wish, afterMs) =>
      expectPresent(block([ledger.sign(wish)], afterMs).transactions[0], 'executed'),
  };
}

describe('an election', () => {
  const seen: Uint8Array[] = [];
  const ballots: Uint8Array[] = [];
  const secrets: Record<string, string> = {};
  let world: World;
  beforeAll(() => {
    const base = draft({ voters: [] });
    const ledger = recording(base.ledger, seen);
    world = draftOn({ ...base, ledger }, { voters: [] }, 'personal');
    const voters = PEOPLE.map(({ name, home, telephone }, person) => {
      const commitment = toHex(sha256(world.chance(), utf8(`${name} ${home} ${telephone}`)));
      return { person, building: 0, weights: [1], commitment };
    });
    expect(office(world, 'enterVoters', { voters })).toBe('done');
    runCeremony(world);
    expect(office(world, 'openElection', { voters: 10, weights: [10] })).toBe('done');
    for (const person of PEOPLE.keys()) {
      expect(registerVoter(world, person)).toBe('done');
      const own = voterOf(world, person);
      const sealed = seal(world, person, [[person % 3]]);
      const transaction = transactionOf(world, sealed, own);
      ballots.push(transaction.bytes);
      secrets[`secret of ${String(person)}`] = toHex(own.secret);
      for (const [at, random] of sealed.encrypted.randoms.entries()) {
        secrets[`random ${String(at)} of ${String(person)}`] = toHex(random);
      }
      expect(cast(world, transaction)).toBe('done');
    }
    expect(close(world)).toBe('done');
    decryptAll(world, [1, 2]);
  });

  const stateOf = (prefix: string): Uint8Array =>
    concat(
      ...world.ledger
        .state()
        .entries()
        .filter(({ key }) => Buffer.from(key).toString('latin1').startsWith(prefix))
        .flatMap(({ key, value }) => [key, value]),
    );
  const accounts = () =>
    Object.fromEntries(
      PEOPLE.map((_, person) => [`account ${String(person)}`, toHex(device(person).account)]),
    );

  it('leaves no name, home or number of a telephone anywhere', () => {
    const everything = concat(...seen, stateOf(''));
    const canaries = Object.fromEntries(
      PEOPLE.flatMap((one) => Object.values(one)).map((text) => [text, text]),
    );
    expect(canaryScan(canaries)(everything)).toEqual([]);
    // The search finds what is there.
    expect(canaryScan({ title: '회장 선거' })(everything)).not.toEqual([]);
  });

  it('leaves no secret of a voter, nor what a vote was encrypted with', () => {
    expect(Object.keys(secrets)).toHaveLength(10 + 10 * 3);
    expect(canaryScan(secrets)(concat(...seen, stateOf('')))).toEqual([]);
  });

  it('has no account of a voter in its ballots, nor in its own state', () => {
    expect(stateOf('election/').length).toBeGreaterThan(1_000);
    expect(canaryScan(accounts())(concat(...ballots, stateOf('election/')))).toEqual([]);
    const found = canaryScan(accounts())(stateOf('people/'));
    expect(new Set(found.map(({ canary }) => canary)).size).toBe(10);
  });
});
