import { expectOk, expectPresent } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { openRerun } from '@madang/kernel/rerun';
import { again, inLogOrder, type OpenedAct, openActs } from '@madang/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { services } from '../../registry.ts';
import { checkBallots } from '../proof/check-ballots.ts';
import { votedElection } from './dossier-of.ts';
import type { World } from './world.ts';

describe('the ballots of a dossier', () => {
  let world: World;
  let acts: readonly OpenedAct[];
  let opened: ReturnType<typeof openRerun>;
  beforeAll(() => {
    world = votedElection();
    const of = (service: string) =>
      expectOk(
        openActs(world.ledger.done().filter(({ act }) => act.startsWith(service))),
        'acts of tests',
      );
    acts = of('election.').filter(({ transaction: { body } }) => body.act === CAST);
    opened = openRerun(services, world.ledger.chain);
    for (const one of inLogOrder(of('people.'), of('election.'))) {
      if (one.transaction.body.act === CAST) continue;
      expectOk(opened.run(again(one)), one.transaction.body.act);
    }
  });
  const CAST = 'election.castBallot';
  const verified = (some: readonly OpenedAct[]) => {
    const counts: number[] = [];
    const onChecked = (count: number) => counts.push(count);
    return { ...checkBallots(some, { opened, chance: () => randomBytes(32), onChecked }), counts };
  };
  /** So many ballots, the same ones again and again. */
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => expectPresent(acts[at % acts.length], 'a ballot'));

  it('are verified at most 256 at a time', () => {
    expect(verified(many(600))).toMatchObject({ state: 'passed', counts: [256, 256, 88] });
    expect(verified([])).toMatchObject({ code: 'ELECTION_BALLOTS_NONE', counts: [] });
  });

  it.each([0, 255, 256, 299])('are refused where the one at %i is not proven', (wrong) => {
    const some = many(300);
    const [one, other] = [
      expectPresent(some[wrong], ''),
      expectPresent(some[wrong === 0 ? 1 : 0], ''),
    ];
    const { auth } = other.transaction.envelope;
    const envelope = { ...one.transaction.envelope, auth };
    const forged = { ...one, transaction: { ...one.transaction, envelope } };
    expect(verified(some.with(wrong, forged))).toMatchObject({
      code: 'ELECTION_BALLOT_WRONG',
      detail: { act: wrong },
    });
  });

  it('are refused by a state in which there is no such election', () => {
    const empty = openRerun(services, world.ledger.chain);
    const given = { opened: empty, chance: () => randomBytes(32), onChecked: () => undefined };
    expect(checkBallots(acts, given)).toMatchObject({
      code: 'ELECTION_ACT_NOT_DONE',
      detail: { why: 'election.UNKNOWN_ELECTION' },
    });
  });
});
