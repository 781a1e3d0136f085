import { expectPresent, ok } from '@madang/base';
import { query, type ReadContext, refuse } from '@madang/kernel/define';
import {
  batchAnswer,
  batchesAnswer,
  batchesParams,
  batchParams,
  ceremonyAnswer,
  electionAnswer,
  electionParams,
  keyAnswer,
  keyParams,
  listAnswer,
  listParams,
  MAX_BATCHES,
  MAX_VOTERS,
  mixAnswer,
  resultAnswer,
  sumAnswer,
  sumParams,
  turnoutAnswer,
  voterAnswer,
  voterParams,
  votersAnswer,
  votersParams,
} from './answers.ts';
import { ceremonyId, recordsOf } from './ceremony.ts';
import { errors } from './errors.ts';
import { listAt } from './key-lists.ts';
import { electionsAnswer, electionsParams, MAX_ELECTIONS } from './listing.ts';
import { knownMatter, type Matter, turnoutAt, turnoutOf } from './matter.ts';
import { countedIn } from './outcome.ts';
import { missingOf, stageOf } from './stages.ts';
import {
  type Batch,
  batches as batchesTable,
  bound,
  cast,
  decryptions,
  type Election,
  elections,
  jointKeys,
  keys,
  mixedKeys,
  mixes,
  ofRegister,
  progress as progressTable,
  registrations,
  results,
  revealed,
  voters as votersTable,
} from './state.ts';

/** What is asked and how, how far it is, and how many have voted. */
export const election = query({
  service: 'election',
  name: 'election',
  access: 'public',
  params: electionParams,
  result: electionAnswer,
  read(ctx, { id }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const { owner: _owner, ...said } = matter.value.election;
    const { status, closesAt, openedAt, closedAt, acts } = matter.value.progress;
    const fixed = ctx.get(bound, id);
    return ok({
      id,
      institution: institutionOf(matter.value.election),
      ...said,
      ...{ status, closesAt, acts },
      ...(openedAt === undefined ? {} : { openedAt }),
      ...(closedAt === undefined ? {} : { closedAt }),
      ...(fixed === undefined ? {} : { bound: fixed }),
      took: turnoutOf(ctx, matter.value),
    });
  },
});

/** All elections, at most 50, ascending by id behind `after`; or those of one register. */
export const listElections = query({
  service: 'election',
  name: 'listElections',
  access: 'public',
  params: electionsParams,
  result: electionsAnswer,
  read(ctx, { register, after }) {
    const ids = register === undefined ? idsBehind(ctx, after) : idsOf(ctx, register, after);
    return ok(
      ids.map((id) => {
        const value = expectPresent(ctx.get(elections, id), 'election: of a register');
        const { status, closesAt } = expectPresent(ctx.get(progressTable, id), 'progress');
        return { id, institution: institutionOf(value), title: value.title, status, closesAt };
      }),
    );
  },
});

/** Who could vote in each building, and who did. */
export const turnout = query({
  service: 'election',
  name: 'turnout',
  access: 'public',
  params: electionParams,
  result: turnoutAnswer,
  read(ctx, { id }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const { buildings } = matter.value.election;
    return ok(Array.from({ length: buildings }, (_, building) => turnoutAt(ctx, id, building)));
  },
});

/** How far the ceremony of the trustees is, with all that they published. */
export const ceremony = query({
  service: 'election',
  name: 'ceremony',
  access: 'public',
  params: electionParams,
  result: ceremonyAnswer,
  read(ctx, { id }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const { election: of, progress } = matter.value;
    const records = recordsOf(ctx, matter.value);
    const joint = ctx.get(jointKeys, id);
    return ok({
      round: progress.round,
      stage: stageOf(records),
      missing: [...missingOf(records)],
      threshold: of.threshold,
      ceremony: ceremonyId(id, progress.round),
      trustees: of.trustees.map((account, at) => ({
        account,
        ...expectPresent(records[at], 'election: a trustee'),
      })),
      ...(joint === undefined ? {} : { joint }),
    });
  },
});

/** A line of the roll, and what its key has cast. */
export const voter = query({
  service: 'election',
  name: 'voter',
  access: 'public',
  params: voterParams,
  result: voterAnswer,
  read(ctx, { election: id, person }) {
    const found = ctx.get(votersTable, [id, person]);
    if (found === undefined) return refuse(errors.NOT_ON_ROLL, {});
    const used = found.key === undefined ? undefined : ctx.get(cast, [id, found.key]);
    return ok({ ...found, ...(used ?? { ballots: 0 }) });
  },
});

/** At most 500 lines of the roll, ascending by number behind `after`. */
export const voters = query({
  service: 'election',
  name: 'voters',
  access: 'public',
  params: votersParams,
  result: votersAnswer,
  read(ctx, { election: id, after }) {
    const behind = after === undefined ? {} : { after: [id, after] as const };
    const found = ctx.scan(votersTable, { under: id, ...behind, limit: MAX_VOTERS });
    const isMixed = ctx.get(elections, id)?.mixing !== undefined;
    return ok(
      found.map(({ key: [, person], value }) => {
        if (isMixed) return { person, ...value };
        const hasVoted = value.key !== undefined && ctx.has(cast, [id, value.key]);
        return { person, ...value, hasVoted };
      }),
    );
  },
});

/** What was cast with a key. */
export const keyOf = query({
  service: 'election',
  name: 'keyOf',
  access: 'public',
  params: keyParams,
  result: keyAnswer,
  read(ctx, { election: id, key }) {
    const used = ctx.get(cast, [id, key]) ?? { ballots: 0 };
    const mixed = ctx.get(mixedKeys, [id, key]);
    if (mixed !== undefined) {
      const { list, batch: givenFor } = mixed;
      return ok({ list, ...(givenFor === undefined ? {} : { batch: givenFor }), ...used });
    }
    const found = ctx.get(keys, [id, key]);
    if (found === undefined) return refuse(errors.UNKNOWN_KEY, {});
    const { person, list } = found;
    return ok({ person, ...(list === undefined ? {} : { list }), ...used });
  },
});

/** How far the mixing of keys is. */
export const mix = query({
  service: 'election',
  name: 'mix',
  access: 'public',
  params: electionParams,
  result: mixAnswer,
  read(ctx, { id }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const found = ctx.get(mixes, id);
    if (found === undefined) return refuse(errors.NO_MIXING, {});
    const registered = Array.from(
      { length: matter.value.election.buildings },
      (_, building) => ctx.get(registrations, [id, building])?.keys ?? 0,
    );
    return ok({ registered, ...found });
  },
});

/** A list of keys after so many turns of mixing. */
export const keyList = query({
  service: 'election',
  name: 'keyList',
  access: 'public',
  params: listParams,
  result: listAnswer,
  read(ctx, { election: id, turn, list }) {
    const found = listAt(ctx, id, turn, list);
    return found === undefined ? refuse(errors.UNKNOWN_LIST, {}) : ok(found);
  },
});

/** A batch of paper ballots. */
export const batch = query({
  service: 'election',
  name: 'batch',
  access: 'public',
  params: batchParams,
  result: batchAnswer,
  read(ctx, { election: id, key }) {
    const found = ctx.get(batchesTable, [id, key]);
    return found === undefined ? refuse(errors.UNKNOWN_BATCH, {}) : ok(withoutSum(found));
  },
});

/** At most 100 batches of paper ballots, ascending by key behind `after`. */
export const batches = query({
  service: 'election',
  name: 'batches',
  access: 'public',
  params: batchesParams,
  result: batchesAnswer,
  read(ctx, { election: id, after }) {
    const behind = after === undefined ? {} : { after: [id, after] as const };
    const found = ctx.scan(batchesTable, { under: id, ...behind, limit: MAX_BATCHES });
    return ok(found.map(({ key: [, key], value }) => ({ key, ...withoutSum(value) })));
  },
});

/** A sum that is decrypted, and who has decrypted it. */
export const sumOf = query({
  service: 'election',
  name: 'sumOf',
  access: 'public',
  params: sumParams,
  result: sumAnswer,
  read(ctx, { election: id, sum }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const found = ctx.get(revealed, [id, sum]);
    if (found === undefined)
      return refuse(errors.UNKNOWN_SUM, { sums: matter.value.progress.sums });
    return ok({ ...found, decryptions: decryptionsOf(ctx, matter.value, sum) });
  },
});

/** The result: sums that were announced, and what they decide. */
export const result = query({
  service: 'election',
  name: 'result',
  access: 'public',
  params: electionParams,
  result: resultAnswer,
  read(ctx, { id }) {
    const matter = knownMatter(ctx, id);
    if (!matter.ok) return matter;
    const { election: of, progress } = matter.value;
    const { status, sums, announced } = progress;
    const found = ctx.get(results, id);
    if (found === undefined) return ok({ status, sums, announced, questions: [] });
    const all = Array.from({ length: sums }, (_, sum) =>
      expectPresent(ctx.get(revealed, [id, sum]), 'election: a sum'),
    );
    const { isTurnoutMet, outcomes } = found;
    const questions = outcomes.map((outcome, question) => ({
      outcome,
      measures: of.measures.map((_, measure) => {
        const { cast, blank, answers } = countedIn(of, all, { question, measure });
        return { cast, blank, answers: [...answers] };
      }),
    }));
    return ok({ status, sums, announced, isTurnoutMet, questions });
  },
});

export const queries = [
  election,
  listElections,
  turnout,
  ceremony,
  voter,
  voters,
  keyOf,
  batch,
  batches,
  mix,
  keyList,
  sumOf,
  result,
] as const;

function withoutSum({ selections: _selections, ...told }: Batch) {
  return told;
}

function idsBehind(ctx: ReadContext<'election'>, after: Uint8Array | undefined) {
  const behind = after === undefined ? {} : { after };
  return ctx.scan(elections, { ...behind, limit: MAX_ELECTIONS }).map(({ key: id }) => id);
}

function idsOf(
  ctx: ReadContext<'election'>,
  register: Uint8Array,
  after: Uint8Array | undefined,
): readonly Uint8Array[] {
  const behind = after === undefined ? {} : { after: [register, after] as const };
  const found = ctx.scan(ofRegister, { under: register, ...behind, limit: MAX_ELECTIONS });
  return found.map(({ key: [, id] }) => id);
}

function decryptionsOf(ctx: ReadContext<'election'>, { id, election: of }: Matter, sum: number) {
  return of.trustees.flatMap((_, at) => {
    const found = ctx.get(decryptions, [id, [sum, at + 1]]);
    return found === undefined ? [] : [{ trustee: at + 1, parts: found.parts }];
  });
}

function institutionOf({ owner }: Election): string {
  return owner.kind === 'institution' ? owner.institution : '';
}
