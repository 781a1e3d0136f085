import { GENERATOR, voterKey } from '@madang/ballot';
import { encodeKnown, expectOk, expectPresent, toHex } from '@madang/base';
import { accountOf } from '@madang/protocol';
import { flipped } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { castBallot } from '../chain/cast-ballot.ts';
import { surrenderKey } from '../chain/surrender-key.ts';
import { readSurrender, surrenderFor } from '../intake/index.ts';
import { because, blockOf, office } from './acts.ts';
import { proofIn, withProof } from './forging.ts';
import { openMixed, registeredKeyOf, sealMixed, voteMixed } from './mixed-world.ts';
import { batchAt, batchKey, confirm, enter, mark } from './paper.ts';
import {
  begin,
  givenUp,
  keyTold,
  listOf,
  surrender,
  surrenderTransaction,
} from './surrendering.ts';
import {
  cast,
  close,
  decryptAll,
  deputy,
  electionBound,
  electionOf,
  open,
  registerVoter,
  resultOf,
  transactionOf,
  voterOf,
  type World,
} from './world.ts';

// A voter whose mixed key votes no more, so that they get a paper.

/** Twelve with a key in one building, and one on the roll who has registered none. */
const thirteen = Array.from({ length: 13 }, () => 0);
const twelve = thirteen.slice(1).map((_, person) => person);

function opened(more: Readonly<Record<string, string>> = {}, voters = thirteen): World {
  const buildings = Math.max(...voters) + 1;
  const plan = { voters, buildings, more: { paper: 'batches', revote: 'last', ...more } };
  const persons = voters.flatMap((building, person) =>
    person === 12 && building === 0 ? [] : [person],
  );
  return openMixed(plan, { persons });
}

const took = (world: World) => {
  const { voters, ballots } = electionOf(world).took;
  return { voters, ballots };
};

describe('a key that is given up for a paper', () => {
  it('gives its batch a place, and the paper counts as any other', () => {
    const world = opened();
    for (const person of twelve.slice(0, 9)) expect(voteMixed(world, person, 0)).toBe('done');
    expect(begin(world, 'desk')).toBe('done');
    expect(batchAt(world, 'desk')).toMatchObject({ marked: 0, papers: 0, building: 0 });
    expect(enter(world, 'desk', [[[1]]])).toEqual(['TOO_MANY_BALLOTS']);
    expect(surrender(world, 9, 'desk')).toBe('done');
    expect(surrender(world, 10, 'desk')).toBe('done');
    expect(batchAt(world, 'desk')).toMatchObject({ marked: 0, surrendered: 2 });
    expect(took(world)).toEqual({ voters: 13, ballots: 9 });
    expect(enter(world, 'desk', [[[1]], [[2]], [[1]]])).toEqual([
      'done',
      'done',
      'TOO_MANY_BALLOTS',
    ]);
    expect(confirm(world, 'desk', 2)).toBe('done');
    expect(took(world)).toEqual({ voters: 13, ballots: 11 });
    expect(close(world)).toBe('done');
    decryptAll(world, [1, 3]);
    expect(resultOf(world)).toMatchObject({
      status: 'decided',
      questions: [{ measures: [{ cast: 11, blank: 0, answers: [9, 1, 1] }] }],
    });
  });

  it('stands beside persons who are marked, and both together are the places', () => {
    const world = opened();
    expect(mark(world, 'desk', [12])).toBe('done');
    expect(surrender(world, 0, 'desk')).toBe('done');
    expect(batchAt(world, 'desk')).toMatchObject({ marked: 1, surrendered: 1 });
    expect(enter(world, 'desk', [[[0]], [[0]], [[0]]])).toEqual([
      'done',
      'done',
      'TOO_MANY_BALLOTS',
    ]);
  });

  it('is that of nobody whom the ledger names', () => {
    const world = opened();
    expect(begin(world, 'desk')).toBe('done');
    const before = world.ledger.read('election.voters', { election: world.election });
    const own = voterOf(world, 3);
    const given = surrenderTransaction(world, givenUp(world, own, 'desk'), own);
    const [told] = blockOf(world, [given]);
    const batch = toHex(batchKey(world, 'desk').key);
    expect(told?.events).toEqual([
      { name: 'keySurrendered', fields: { key: toHex(own.key), batch } },
    ]);
    // The roll is what it was, and the key as it was registered is nowhere in what was sent.
    expect(world.ledger.read('election.voters', { election: world.election })).toEqual(before);
    expect(toHex(given.bytes)).not.toContain(toHex(registeredKeyOf(world, 3).key));
    expect(keyTold(world, own)).toEqual({ list: 0, batch, ballots: 0 });
    expect(listOf(world, 3).surrendered).toBe(1);
  });

  it('votes no more, and is given up once', () => {
    const world = opened();
    expect(begin(world, 'desk')).toBe('done');
    expect(begin(world, 'other')).toBe('done');
    expect(surrender(world, 0, 'desk')).toBe('done');
    expect(voteMixed(world, 0, 1)).toBe('KEY_SURRENDERED');
    expect(surrender(world, 0, 'desk')).toBe('KEY_SURRENDERED');
    expect(surrender(world, 0, 'other')).toBe('KEY_SURRENDERED');
    // Nor as the key of a batch, nor by a list that it does not stand in.
    expect(surrender(world, 0, 'desk', { list: 7 })).toBe('KEY_SURRENDERED');
    expect(batchAt(world, 'desk').surrendered).toBe(1);
    // Its person has a registered key, so the office cannot mark them for a second paper.
    expect(mark(world, 'other', [0])).toBe('PAPER_LINE_TAKEN');
    expect(registerVoter(world, 0, registeredKeyOf(world, 0))).toBe('NOT_REGISTERING');
  });

  it('is not taken twice from the bytes that were sent', () => {
    const world = opened();
    expect(begin(world, 'desk')).toBe('done');
    const own = voterOf(world, 0);
    const given = surrenderTransaction(world, givenUp(world, own, 'desk'), own);
    expect(cast(world, given)).toBe('done');
    expect(cast(world, given)).toBe('kernel.REPLAYED');
    expect(batchAt(world, 'desk').surrendered).toBe(1);
  });
});

describe('a ballot of a key that is given up', () => {
  it('is taken out of sums and turnout where ballots are replaced, also the newest of several', () => {
    const world = opened();
    for (const person of twelve) expect(voteMixed(world, person, 0)).toBe('done');
    expect(voteMixed(world, 11, 2)).toBe('done');
    expect(begin(world, 'desk')).toBe('done');
    expect(took(world).ballots).toBe(12);
    expect(surrender(world, 11, 'desk')).toBe('done');
    expect(took(world).ballots).toBe(11);
    expect(keyTold(world, voterOf(world, 11))).toMatchObject({ ballots: 0 });
    expect(voteMixed(world, 11, 2)).toBe('KEY_SURRENDERED');
    expect(enter(world, 'desk', [[[1]]])).toEqual(['done']);
    expect(confirm(world, 'desk', 1)).toBe('done');
    expect(took(world).ballots).toBe(12);
    expect(close(world)).toBe('done');
    decryptAll(world, [1, 2]);
    expect(resultOf(world).questions).toMatchObject([{ measures: [{ answers: [11, 1, 0] }] }]);
  });

  it('stands where it cannot be replaced, and the key cannot be given up', () => {
    const world = opened({ revote: 'none' });
    expect(begin(world, 'desk')).toBe('done');
    expect(voteMixed(world, 0, 0)).toBe('done');
    expect(surrender(world, 0, 'desk')).toBe('ALREADY_VOTED');
    expect(took(world).ballots).toBe(1);
    expect(surrender(world, 1, 'desk')).toBe('done');
    expect(voteMixed(world, 1, 0)).toBe('KEY_SURRENDERED');
  });

  it('is the one that was told: an older surrender takes no newer ballot out', () => {
    const world = opened();
    expect(begin(world, 'desk')).toBe('done');
    const own = voterOf(world, 0);
    const early = surrenderTransaction(world, givenUp(world, own, 'desk'), own);
    expect(voteMixed(world, 0, 0)).toBe('done');
    expect(cast(world, early)).toBe('OUT_OF_SEQUENCE');
    const first = givenUp(world, own, 'desk');
    expect(voteMixed(world, 0, 1)).toBe('done');
    expect(cast(world, surrenderTransaction(world, first, own))).toBe('OUT_OF_SEQUENCE');
    const { previous = own.key } = first;
    const skipped = { ...givenUp(world, own, 'desk'), previous };
    expect(cast(world, surrenderTransaction(world, skipped, own))).toBe('OUT_OF_SEQUENCE');
    expect(took(world).ballots).toBe(1);
    expect(surrender(world, 0, 'desk')).toBe('done');
    expect(took(world).ballots).toBe(0);
  });
});

describe('a surrender by somebody else', () => {
  it('is refused without the secret of the key, whatever is copied', () => {
    const world = opened();
    expect(begin(world, 'desk')).toBe('done');
    expect(begin(world, 'other')).toBe('done');
    const [own, thief] = [voterOf(world, 0), voterOf(world, 1)];
    const given = givenUp(world, own, 'desk');
    // Signed by the thief; the honest proof under the thief's key; the honest proof elsewhere.
    const stolen = surrenderTransaction(world, given, thief);
    const honest = proofIn(surrenderTransaction(world, given, own));
    const copied = withProof(
      surrenderTransaction(world, givenUp(world, thief, 'desk'), thief),
      honest,
    );
    const again = withProof(surrenderTransaction(world, given, own), honest);
    const moved = withProof(surrenderTransaction(world, givenUp(world, own, 'other'), own), honest);
    for (const one of [stolen, copied, again, moved]) {
      expect(cast(world, one)).toBe('kernel.PROOF_WRONG');
    }
    const right = surrenderTransaction(world, given, own);
    for (const at of [0, 31, 32, 63]) {
      const bent = withProof(right, flipped(proofIn(right), at, 1));
      expect(cast(world, bent), `byte ${String(at)}`).toBe('kernel.PROOF_WRONG');
    }
    expect(cast(world, right)).toBe('done');
  });

  it('is not made of a ballot, nor a ballot of a surrender', () => {
    const world = opened();
    expect(begin(world, 'desk')).toBe('done');
    const own = voterOf(world, 0);
    const ballot = transactionOf(world, sealMixed(world, own, 0), own);
    const given = surrenderTransaction(world, givenUp(world, own, 'desk'), own);
    const signature = proofIn(ballot).slice(0, 64);
    expect(cast(world, withProof(given, signature))).toBe('kernel.PROOF_WRONG');
    expect(cast(world, withProof(ballot, proofIn(given)))).toBe('kernel.PROOF_WRONG');
  });

  it('is refused of keys that are none: as registered, of nobody, of a list, of a batch', () => {
    const world = opened();
    expect(begin(world, 'desk')).toBe('done');
    const own = voterOf(world, 0);
    const registered = { secret: own.secret, key: registeredKeyOf(world, 0).key };
    const asRegistered = givenUp(world, registered, 'desk');
    expect(cast(world, surrenderTransaction(world, asRegistered, registered))).toBe(
      'kernel.PROOF_WRONG',
    );
    expect(surrender(world, 12, 'desk')).toBe('UNKNOWN_KEY');
    expect(surrender(world, 0, 'desk', { list: 1 })).toBe('UNKNOWN_KEY');
    const desk = batchKey(world, 'desk');
    const ofBatch = givenUp(world, desk, 'desk');
    expect(cast(world, surrenderTransaction(world, ofBatch, desk))).toBe('UNKNOWN_KEY');
  });

  it('is of elections whose keys are mixed', () => {
    const world = open({ voters: thirteen, more: { paper: 'batches', revote: 'last' } });
    expect(registerVoter(world, 0)).toBe('done');
    expect(begin(world, 'desk')).toBe('NO_MIXING');
    expect(mark(world, 'desk', [1])).toBe('done');
    const own = voterOf(world, 0);
    const desk = batchKey(world, 'desk').key;
    const where = { key: own.key, standing: { ballots: 0, list: 0 } };
    const given = surrenderFor(electionBound(world), where, desk);
    expect(cast(world, surrenderTransaction(world, given, own))).toBe('UNKNOWN_KEY');
  });
});

describe('a ballot and a surrender of one key', () => {
  it('speak for one account, so that one of them waits at once', () => {
    const own = voterKey(new Uint8Array(32).fill(1), GENERATOR);
    const hashes = { election: own, key: own, batch: own };
    const given = encodeKnown(surrenderKey.payload, { ...hashes, list: 0, sequence: 0 });
    const ballot = encodeKnown(castBallot.payload, {
      ...{ election: own, key: own, sequence: 0 },
      selections: new Uint8Array(64),
    });
    const behind = [castBallot.prepare(ballot), surrenderKey.prepare(given)].map((prepared) => {
      const proof = expectPresent(expectOk(prepared, 'a payload').proof, 'a proof');
      return toHex(accountOf(proof.system, proof.key));
    });
    expect(new Set(behind).size).toBe(1);
  });
});

describe('the batch of a key that is given up', () => {
  it('is one of the key’s building, which an officer has begun', () => {
    const voters = Array.from({ length: 24 }, (_, person) => (person < 12 ? 0 : 1));
    const world = openMixed(
      { voters, buildings: 2, more: { paper: 'batches' } },
      { persons: [...voters.keys()] },
    );
    expect(surrender(world, 0, 'desk')).toBe('UNKNOWN_BATCH');
    expect(begin(world, 'elsewhere', 1)).toBe('done');
    expect(surrender(world, 0, 'elsewhere')).toBe('BATCH_ELSEWHERE');
    expect(surrender(world, 12, 'elsewhere')).toBe('done');
    expect(begin(world, 'nowhere', 2)).toBe('BATCH_ELSEWHERE');
    expect(begin(world, 'elsewhere', 1)).toBe('BATCH_KNOWN');
    expect(begin(world, 'elsewhere', 0)).toBe('BATCH_KNOWN');
  });

  it('has no papers yet, and is not confirmed', () => {
    const world = opened();
    expect(mark(world, 'desk', [12])).toBe('done');
    expect(enter(world, 'desk', [[[0]]])).toEqual(['done']);
    expect(surrender(world, 0, 'desk')).toBe('BATCH_BEGUN');
    expect(confirm(world, 'desk', 1)).toBe('done');
    expect(surrender(world, 0, 'desk')).toBe('BATCH_CONFIRMED');
  });

  it('has at most a hundred places', { timeout: 120_000 }, () => {
    const voters = Array.from({ length: 112 }, () => 0);
    const keyed = voters.map((_, person) => person).slice(0, 12);
    const plan = { voters, more: { paper: 'batches' } };
    const world = openMixed(plan, { persons: keyed });
    for (let from = 12; from < 110; from += 25) {
      const persons = voters.map((_, person) => person).slice(from, Math.min(from + 25, 111));
      expect(mark(world, 'desk', persons)).toBe('done');
    }
    expect(batchAt(world, 'desk').marked).toBe(99);
    expect(surrender(world, 0, 'desk')).toBe('done');
    expect(surrender(world, 1, 'desk')).toBe('BATCH_FULL');
    expect(mark(world, 'desk', [111])).toBe('BATCH_FULL');
  });

  it('is begun by an officer with its key, where paper is taken', () => {
    const world = opened();
    const none = opened({ paper: 'none' });
    expect(begin(none, 'desk')).toBe('NO_PAPER');
    expect(surrender(none, 0, 'desk')).toBe('UNKNOWN_BATCH');
    expect(begin(world, 'desk', 0, world.trustees[0])).toBe('kernel.NOT_PERMITTED');
    // A proof of possession is for the account that signs.
    const batch = toHex(batchKey(world, 'desk').key);
    const unproven = { batch, possession: '00'.repeat(64), building: 0 };
    expect(office(world, 'openBatch', unproven)).toBe('POSSESSION_WRONG');
    expect(begin(world, 'desk', 0, deputy)).toBe('done');
    expect(mark(world, 'desk', [12])).toBe('done');
    expect(surrender(world, 0, 'desk')).toBe('done');
  });
});

describe('the time of a surrender', () => {
  it('is that of ballots', () => {
    const world = opened();
    expect(begin(world, 'desk')).toBe('done');
    expect(office(world, 'pauseElection', because)).toBe('done');
    expect(surrender(world, 0, 'desk')).toBe('PAUSED');
    expect(begin(world, 'late')).toBe('PAUSED');
    expect(office(world, 'resumeElection', because)).toBe('done');
    expect(surrender(world, 0, 'desk')).toBe('done');
    world.ledger.block([], world.closesAt - world.ledger.timeMs());
    expect(surrender(world, 1, 'desk')).toBe('TOO_LATE');
    expect(begin(world, 'late')).toBe('TOO_LATE');
    // Papers are entered behind the close, as those of all batches.
    expect(enter(world, 'desk', [[[0]]])).toEqual(['done']);
    expect(office(world, 'closeElection', { how: 'over' })).toBe('done');
    expect(surrender(world, 1, 'desk')).toBe('NOT_OPEN');
  });
});

describe('whoever does not come to the desk', () => {
  it('stays hidden among ten keys of the list at least', () => {
    const world = opened();
    expect(begin(world, 'desk')).toBe('done');
    expect(listOf(world, 0).keys).toHaveLength(12);
    expect(surrender(world, 0, 'desk')).toBe('done');
    expect(surrender(world, 1, 'desk')).toBe('done');
    expect(surrender(world, 2, 'desk')).toBe('TOO_FEW_LEFT');
    expect(voteMixed(world, 2, 0)).toBe('done');
    expect(surrender(world, 2, 'desk')).toBe('TOO_FEW_LEFT');
    expect(took(world).ballots).toBe(1);
  });

  it('is in no sum of fewer than ten, also where a key that voted was given up', () => {
    const voters = Array.from({ length: 24 }, (_, person) => (person < 12 ? 0 : 1));
    const plan = {
      voters,
      buildings: 2,
      more: { paper: 'batches', revote: 'last', results: 'buildings' },
    };
    const world = openMixed(plan, { persons: [...voters.keys()] });
    for (let person = 0; person < 10; person++) expect(voteMixed(world, person, 0)).toBe('done');
    for (let person = 12; person < 24; person++) expect(voteMixed(world, person, 1)).toBe('done');
    expect(begin(world, 'desk')).toBe('done');
    expect(surrender(world, 0, 'desk')).toBe('done');
    expect(close(world)).toBe('done');
    // Nine are left in the first building, and its paper never came: both are one sum.
    decryptAll(world, [1, 2]);
    expect(resultOf(world)).toMatchObject({
      sums: 1,
      questions: [{ measures: [{ cast: 21, answers: [9, 12, 0] }] }],
    });
  });

  it('is in no sum at all where fewer than ten ballots are left', () => {
    const world = opened();
    for (const person of twelve.slice(0, 10)) expect(voteMixed(world, person, 0)).toBe('done');
    expect(begin(world, 'desk')).toBe('done');
    expect(surrender(world, 0, 'desk')).toBe('done');
    expect(close(world)).toBe('done');
    expect(resultOf(world)).toMatchObject({ status: 'undisclosed', sums: 0 });
  });
});

describe('what a voter’s device shows at the desk', () => {
  it('is read before it is sent, and is for this election and batch', () => {
    const world = opened();
    for (const name of ['desk', 'other']) expect(begin(world, name)).toBe('done');
    const own = voterOf(world, 0);
    const payload = givenUp(world, own, 'desk');
    const shown = surrenderTransaction(world, payload, own);
    const [here, batch] = [electionBound(world), batchKey(world, 'desk').key];
    expect(expectOk(readSurrender(here, batch, shown.bytes), 'read')).toEqual(payload);
    const problem = (...given: Parameters<typeof readSurrender>) => {
      const read = readSurrender(...given);
      return read.ok ? 'read' : read.error;
    };
    const elsewhere = { ...here, id: batch };
    expect(problem(elsewhere, batch, shown.bytes)).toBe('SURRENDER_OF_OTHER_ELECTION');
    const foreign = { ...here, bound: { ...here.bound, chain: batch } };
    expect(problem(foreign, batch, shown.bytes)).toBe('SURRENDER_OF_OTHER_ELECTION');
    const other = batchKey(world, 'other').key;
    expect(problem(here, other, shown.bytes)).toBe('SURRENDER_FOR_OTHER_BATCH');
    const forged = withProof(shown, flipped(proofIn(shown), 63, 1));
    expect(problem(here, batch, forged.bytes)).toBe('SURRENDER_NOT_PROVEN');
    const ballot = transactionOf(world, sealMixed(world, own, 0), own);
    for (const bytes of [ballot.bytes, shown.bytes.slice(1), new Uint8Array()]) {
      expect(problem(here, batch, bytes)).toBe('NOT_A_SURRENDER');
    }
    expect(cast(world, shown)).toBe('done');
  });
});
