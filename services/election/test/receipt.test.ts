import { freshSecret, voterKey } from '@madang/ballot';
import { decode, encodeKnown, expectOk, expectPresent } from '@madang/base';
import {
  decodeReceipt,
  decodeTransaction,
  encodeProven,
  encodeSigned,
  encodeStanding,
  type Receipt,
  type Signature,
} from '@madang/protocol';
import { effort, flipped, type Signed, signedFrom } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVerifiers, type Said } from '../../../test/support/verifiers.ts';
import { bound, elections } from '../chain/state.ts';
import { proofOfBallot, sealBallot } from '../intake/index.ts';
import { election as service } from '../service.ts';
import { because, office } from './acts.ts';
import { ANNOUNCEMENT, decide, votedElection } from './dossier-of.ts';
import { forged, proofIn, withProof } from './forging.ts';
import { openMixed, sealMixed, voteMixed } from './mixed-world.ts';
import { mark, voteOnPaper } from './paper.ts';
import { type Executed, execute, receiptOf } from './receipt-of.ts';
import { policyOf } from './signed-state.ts';
import { begin, givenUp, surrender, surrenderTransaction } from './surrendering.ts';
import {
  boundOf,
  bytesOf,
  draft,
  officer,
  open,
  registerVoter,
  seal,
  transactionOf,
  voterOf,
  type World,
} from './world.ts';
import { dealWrongly } from './wrongdoing.ts';

let verifiers: Awaited<ReturnType<typeof openVerifiers>>;
let world: World;
let ballot: Signed;
let executed: Executed;

beforeAll(async () => {
  verifiers = await openVerifiers();
  world = open({ voters: Array.from({ length: 12 }, () => 0), more: { revote: 'last' } });
  for (const person of [0, 1, 2]) expect(registerVoter(world, person)).toBe('done');
  ballot = ballotOf(0, 1);
  executed = execute(world, ballot);
});
afterAll(async () => {
  await verifiers.close();
});

const ballotOf = (person: number, answer: number): Signed =>
  transactionOf(world, seal(world, person, [[answer]]), voterOf(world, person));

/** What somebody does to a receipt, or hands over beside it. */
interface Given {
  readonly of?: World;
  readonly change?: (receipt: Receipt) => Receipt;
  readonly standing?: Uint8Array;
}

/** What the programs say of the receipt of an act: one line, if they say the same. */
async function said(act: Executed, { of = world, change, standing }: Given = {}) {
  const receipt = await receiptOf(of, act, change);
  const beside = standing === undefined ? {} : { standing };
  const lines = new Set<string>();
  for (const { check, name } of verifiers.programs) {
    // It takes a standing from a running ledger only.
    if (standing !== undefined && name === 'madang verify') continue;
    lines.add(lineOf(await check({ receipt, policyText: policyOf(of), ...beside })));
  }
  return [...lines];
}

function lineOf({ verdict, parts }: Said): string {
  const not = parts.filter(([, state]) => state !== 'passed').map((part) => part.join(' '));
  return [verdict, ...not].join(', ');
}

type Claims = NonNullable<Receipt['standing']>['claims'];

/** A receipt that claims something else than the institutions signed. */
function claiming(change: (claims: Claims) => Claims): Given {
  return {
    change: (receipt) => {
      const standing = expectPresent(receipt.standing, 'a standing');
      return { ...receipt, standing: { ...standing, claims: change(standing.claims) } };
    },
  };
}

const withValue = (at: number, value: Uint8Array): Given =>
  claiming((claims) => claims.map((claim, n) => (n === at ? { ...claim, value } : claim)));

const PROOF_WRONG = ['mismatch, signature failed, standing unchecked'];
const NOT_THERE = ['unchecked, signature unchecked, standing unchecked'];

describe('the receipt of a ballot', () => {
  it('is checked from itself, its proof too, as long as the ballot is the newest', async () => {
    const first = execute(world, ballotOf(2, 1));
    expect(await said(first)).toEqual(['checked']);
    const second = execute(world, ballotOf(2, 2));
    expect(await said(second)).toEqual(['checked']);
    expect(await said(first)).toEqual(['mismatch, standing failed']);
  });

  it('does not stand any more once its voter votes on paper', async () => {
    const more = { revote: 'last', paper: 'batches' };
    const other = open({ voters: [0, 0], more });
    expect(registerVoter(other, 0)).toBe('done');
    const cast = transactionOf(other, seal(other, 0, [[1]]), voterOf(other, 0));
    const done = execute(other, cast);
    expect(await said(done, { of: other })).toEqual(['checked']);
    expect(mark(other, 'desk', [0])).toBe('done');
    expect(await said(done, { of: other })).toEqual(['mismatch, standing failed']);
  });

  it('does not stand any more once its key was given up for a paper', async () => {
    const more = { revote: 'last', paper: 'batches' };
    const plan = { voters: registered.map(() => 0), more };
    const other = openMixed(plan, { persons: registered });
    const own = voterOf(other, 2);
    const done = execute(other, transactionOf(other, sealMixed(other, own, 1), own));
    expect(await said(done, { of: other })).toEqual(['checked']);
    expect(begin(other, 'desk')).toBe('done');
    expect(surrender(other, 2, 'desk')).toBe('done');
    expect(await said(done, { of: other })).toEqual(['mismatch, standing failed']);
  });

  it('is refused with a forged proof, though all institutions have signed the log', async () => {
    const forge = (proof: Uint8Array): Promise<readonly string[]> =>
      said({ ...executed, envelope: withProof(ballot, proof).bytes });
    const proof = proofIn(ballot);
    expect(await forge(proof)).toEqual(['checked']);
    expect(proof).toHaveLength(64 + 4 * 224);
    // Commitment and response of the signature; those of the first vote and of the last one.
    for (const at of [0, 32, 64, 192, 287, 736, 959]) {
      expect(await forge(flipped(proof, at, 1)), `byte ${String(at)}`).toEqual(PROOF_WRONG);
    }
    expect(await forge(proofIn(ballotOf(1, 1)))).toEqual(PROOF_WRONG);
    expect(await forge(proof.slice(0, -224))).toEqual(PROOF_WRONG);
  });

  it('is refused if other votes were proven than it has', async () => {
    const own = voterOf(world, 1);
    const [sealed, other] = [seal(world, 1, [[0]]), seal(world, 1, [[0]])];
    const { selections } = other.payload;
    const { outcome } = executed;
    const lying = transactionOf(world, forged(world, sealed, { payload: { selections } }), own);
    expect(await said({ envelope: lying.bytes, outcome })).toEqual(PROOF_WRONG);
    const right = transactionOf(world, sealed, own);
    expect(await said({ envelope: right.bytes, outcome })).toEqual(['mismatch, standing failed']);
  });

  it('is refused if ballots were bound to something else than the state says', async () => {
    const { election: fingerprint, key, voterBase, ...more } = boundOf(world);
    const value = (of: Uint8Array): Uint8Array =>
      encodeKnown(bound.value, { fingerprint, key: of, voterBase });
    expect(await said(executed, withValue(1, value(key)))).toEqual(['checked']);
    const own = voterKey(freshSecret(world.chance), voterBase);
    expect(await said(executed, withValue(1, value(own)))).toEqual(PROOF_WRONG);
    // A ballot that is proven for the forger's key, which the institutions never signed.
    const election = { ...more, election: fingerprint, key: own, voterBase };
    const voter = voterOf(world, 1);
    const standing = { key: voter.key, standing: { ballots: 0 } };
    const of = { id: bytesOf(world.election), bound: election };
    const sealed = sealBallot(of, standing, [[1]], world.chance);
    const { bodyHash, ...carried } = transactionOf(world, sealed, voter);
    const proof = proofOfBallot(election, voter, { sealed, bodyHash }, world.chance);
    const envelope = withProof({ bodyHash, ...carried }, proof).bytes;
    const act = { ...executed, envelope };
    expect(await said(act)).toEqual(PROOF_WRONG);
    expect(await said(act, withValue(1, value(own)))).toEqual(['mismatch, standing failed']);
  });

  it('is refused if it answers other questions than the state says', async () => {
    const stored = world.ledger.state().get(elections.stateKey(bytesOf(world.election)));
    const known = expectOk(decode(elections.value, expectPresent(stored, 'it')), 'an election');
    const asks = (answers: number): Given => {
      const questions = known.questions.map((one) => ({ ...one, answers }));
      return withValue(0, encodeKnown(elections.value, { ...known, questions }));
    };
    expect(await said(executed, asks(3))).toEqual(['checked']);
    expect(await said(executed, asks(2))).toEqual(PROOF_WRONG);
    expect(await said(executed, withValue(0, Uint8Array.of(0xa0)))).toEqual(PROOF_WRONG);
  });

  it('says that it could not be checked where it has nothing of what was to be proven', async () => {
    expect(
      await said(
        executed,
        claiming((claims) => claims.slice(1)),
      ),
    ).toEqual(NOT_THERE);
    const without: Given = {
      change: ({ standing: _, ...receipt }) => receipt,
    };
    expect(await said(executed, without)).toEqual(NOT_THERE);
  });

  it('takes what was to be proven from a standing that is given beside it', async () => {
    const whole = expectOk(decodeReceipt(await receiptOf(world, executed)), 'a receipt');
    const own = expectPresent(whole.standing, 'a standing');
    const standing = encodeStanding({
      ...own,
      checkpoint: whole.checkpoint,
      consistency: new Uint8Array(),
    });
    const change: Given['change'] = ({ standing: _, ...receipt }) => receipt;
    expect(await said(executed, { change, standing })).toEqual(['checked']);
    const junk = Uint8Array.of(0xa0);
    expect(await said(executed, { change, standing: junk })).toEqual(NOT_THERE);
    const wrong = withProof(ballot, flipped(proofIn(ballot), 70, 1)).bytes;
    expect(await said({ ...executed, envelope: wrong }, { change, standing })).toEqual(PROOF_WRONG);
  });

  it('says of a refused ballot that it was proven, and not done', async () => {
    const again = transactionOf(world, seal(world, 2, [[0]]), voterOf(world, 2));
    execute(world, ballotOf(2, 1));
    const refused = execute(world, again);
    expect(refused.outcome.code).not.toBe(0);
    expect(await said(refused)).toEqual(['mismatch, standing failed']);
    const wrong = withProof(again, flipped(proofIn(again), 70, 1)).bytes;
    expect(await said({ ...refused, envelope: wrong })).toEqual(PROOF_WRONG);
  });

  it('is never checked with a byte changed, and some part is named', {
    timeout: 120_000,
  }, async () => {
    const policyText = policyOf(world);
    const receipt = await receiptOf(world, executed);
    const step = effort(97, 11);
    const passed: string[] = [];
    for (let at = step >> 1; at < receipt.length; at += step) {
      for (const { check, name } of verifiers.programs) {
        const { verdict, parts } = await check({ receipt: flipped(receipt, at, 1), policyText });
        const isNamed = parts.some(([, state]) => state !== 'passed');
        if (verdict === 'checked' || !isNamed) passed.push(`${name}: byte ${String(at)}`);
      }
    }
    expect(passed).toEqual([]);
  });
});

function signaturesIn({ envelope }: Executed): readonly Signature[] {
  const { auth } = expectOk(decodeTransaction(envelope, envelope.length), 'an act').envelope;
  return auth.kind === 'account' ? auth.signatures : [];
}

/** Persons whose keys are mixed: one more than have to stay. */
const registered = Array.from({ length: 11 }, (_, person) => person);

describe('the receipts of the other acts of an election', () => {
  const acts = new Map<string, readonly [World, Executed]>();

  beforeAll(() => {
    const decided = votedElection();
    for (const act of ['pauseElection', 'resumeElection']) {
      expect(office(decided, act, because)).toBe('done');
    }
    const closesAt = decided.closesAt + 1_000;
    expect(office(decided, 'extendElection', { closesAt, ...because })).toBe('done');
    const sent = { kind: 'link', voters: 9, undelivered: 1 };
    expect(office(decided, 'noteMessages', sent)).toBe('done');
    decide({ ...decided, closesAt });
    const papers = open({ voters: [0, 0], more: { paper: 'batches' } });
    voteOnPaper(papers, 'desk', [0], [[[1]]]);
    const blamed = draft({ voters: [0] });
    dealWrongly(blamed);
    expect(office(blamed, 'restartCeremony', { round: 1, ...because })).toBe('done');
    const plan = { voters: registered.map(() => 0), more: { paper: 'batches' } };
    const mixed = openMixed(plan, { persons: registered });
    expect(voteMixed(mixed, 3, 1)).toBe('done');
    expect(begin(mixed, 'desk')).toBe('done');
    expect(surrender(mixed, 4, 'desk')).toBe('done');
    for (const of of [mixed, papers, decided, blamed]) {
      for (const done of of.ledger.done()) acts.set(done.act, [of, done]);
    }
    const entered = papers.ledger.done().find(({ act }) => act === 'election.castBallot');
    acts.set('paper', [papers, expectPresent(entered, 'a paper')]);
    const hidden = mixed.ledger.done().findLast(({ act }) => act === 'election.castBallot');
    acts.set('under a mixed key', [mixed, expectPresent(hidden, 'a ballot')]);
  });

  it('are checked by all, act by act, and claim nothing that could end', async () => {
    const more = ['paper', 'under a mixed key'];
    for (const act of [...service.transactions.map((one) => one.act), ...more]) {
      const [of, done] = expectPresent(acts.get(act), act);
      expect([act, await said(done, { of })]).toEqual([act, ['checked']]);
    }
  });

  it('are refused with another proof, if they prove themselves', async () => {
    const [of, given] = expectPresent(acts.get('election.surrenderKey'), 'a surrender');
    const { envelope } = signedFrom(given.envelope);
    const { auth } = envelope;
    const proof = auth.kind === 'proof' ? auth.proof : new Uint8Array();
    for (const at of [0, 31, 32, 63]) {
      const forged = encodeProven(envelope.body, flipped(proof, at, 1));
      expect(await said({ ...given, envelope: forged }, { of }), `byte ${String(at)}`).toEqual(
        PROOF_WRONG,
      );
    }
    const without: Given['change'] = ({ standing: _, ...receipt }) => receipt;
    expect(await said(given, { of, change: without })).toEqual(NOT_THERE);
    // What gives up another key, for the same batch, with the outcome of this one.
    const own = voterOf(of, 5);
    const other = surrenderTransaction(of, givenUp(of, own, 'desk'), own);
    const { outcome } = given;
    expect(await said({ envelope: other.bytes, outcome }, { of })).toEqual(['checked']);
    const stolen = encodeProven(other.envelope.body, proof);
    expect(await said({ envelope: stolen, outcome }, { of })).toEqual(PROOF_WRONG);
  });

  it('are refused with the signatures of another act, or another outcome', async () => {
    const [of, pause] = expectPresent(acts.get('election.pauseElection'), 'a pause');
    const { outcome } = pause;
    const payload = { election: of.election, ...because };
    const { envelope } = of.ledger.sign({ act: 'election.pauseElection', payload, by: officer });
    const stolen = encodeSigned(envelope.body, signaturesIn(pause));
    const unsigned = ['mismatch, signature failed, standing unchecked'];
    expect(await said({ envelope: stolen, outcome }, { of })).toEqual(unsigned);
    const later: Given['change'] = (receipt) => {
      return { ...receipt, outcome: { ...outcome, time: outcome.time + 1 } };
    };
    const elsewhere = ['mismatch, place failed, standing unchecked'];
    expect(await said(pause, { of, change: later })).toEqual(elsewhere);
  });

  it('say nothing of a file that is handed over with them', async () => {
    const [of, drafted] = expectPresent(acts.get('election.draftElection'), 'a draft');
    const receipt = await receiptOf(of, drafted);
    const given = { receipt, policyText: policyOf(of), file: ANNOUNCEMENT };
    for (const { check } of verifiers.programs) {
      expect(lineOf(await check(given))).toBe('unchecked, content unchecked');
    }
  });
});
