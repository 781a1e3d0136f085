import { expectOk, expectPresent } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { openRerun } from '@madang/kernel/rerun';
import { again, inLogOrder, type OpenedAct } from '@madang/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { services } from '../../registry.ts';
import { type BallotVerifier, checkBallots, verifyHere } from '../proof/check-ballots.ts';
import { openedAct, votedElection } from './dossier-of.ts';
import type { World } from './world.ts';

const here = verifyHere(() => randomBytes(32));

/** Gives batches to others, who answer the last one first. */
function beside(atOnce: number): BallotVerifier {
  const waiting: (() => void)[] = [];
  const answer = (): void => {
    waiting.pop()?.();
    if (waiting.length > 0) setImmediate(answer);
  };
  return {
    atOnce,
    verify: async (batch) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      waiting.push(() => {
        resolve(undefined);
      });
      if (waiting.length === 1) setImmediate(answer);
      await promise;
      return here.verify(batch);
    },
  };
}

describe.each([
  ['in one thread', here],
  ['beside it', beside(4)],
])('the ballots of a dossier, verified %s', (_, verifier) => {
  let world: World;
  let acts: readonly OpenedAct[];
  let opened: ReturnType<typeof openRerun>;
  beforeAll(() => {
    world = votedElection();
    const of = (service: string) =>
      world.ledger
        .done()
        .filter(({ act }) => act.startsWith(service))
        .map(openedAct);
    acts = of('election.').filter(({ transaction: { body } }) => body.act === CAST);
    opened = openRerun(services, world.ledger.chain);
    for (const one of inLogOrder(of('people.'), of('election.'))) {
      if (one.transaction.body.act === CAST) continue;
      expectOk(opened.run(again(one)), one.transaction.body.act);
    }
  });
  const CAST = 'election.castBallot';
  const verified = async (some: readonly OpenedAct[]) => {
    const counts: number[] = [];
    const onChecked = (count: number) => counts.push(count);
    return { ...(await checkBallots(some, { opened, verifier, onChecked })), counts };
  };
  /** So many ballots, the same ones again and again. */
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => expectPresent(acts[at % acts.length], 'a ballot'));
  /** A ballot with the proof of another. */
  const forged = (one: OpenedAct, { transaction: { envelope } }: OpenedAct): OpenedAct => ({
    ...one,
    transaction: {
      ...one.transaction,
      envelope: { ...one.transaction.envelope, auth: envelope.auth },
    },
  });

  it('are verified at most 256 at a time', async () => {
    expect(await verified(many(600))).toMatchObject({ state: 'passed', counts: [256, 256, 88] });
    expect(await verified([])).toMatchObject({ code: 'ELECTION_BALLOTS_NONE', counts: [] });
  });

  it.each([0, 255, 256, 299])('are refused where the one at %i is not proven', async (wrong) => {
    const some = many(300);
    const [one, other] = [
      expectPresent(some[wrong], ''),
      expectPresent(some[wrong === 0 ? 1 : 0], ''),
    ];
    expect(await verified(some.with(wrong, forged(one, other)))).toMatchObject({
      code: 'ELECTION_BALLOT_WRONG',
      detail: { act: wrong },
    });
  });

  it('are refused by the first of several that are not proven', async () => {
    const some = many(600);
    const other = expectPresent(some[1], '');
    const bent = some.map((one, at) => ([300, 301, 590].includes(at) ? forged(one, other) : one));
    expect(await verified(bent)).toMatchObject({
      code: 'ELECTION_BALLOT_WRONG',
      detail: { act: 300 },
    });
  });

  it('are refused by a state in which there is no such election', async () => {
    const empty = openRerun(services, world.ledger.chain);
    const given = { opened: empty, verifier, onChecked: () => undefined };
    expect(await checkBallots(acts, given)).toMatchObject({
      code: 'ELECTION_ACT_NOT_DONE',
      detail: { why: 'election.UNKNOWN_ELECTION' },
    });
  });
});
