/**
 * What docs/spec/election.md says, as plainly as it can be written, of votes that are no secret.
 */

export interface ModelShare {
  readonly num: number;
  readonly den: number;
  readonly compare: 'at-least' | 'more-than';
}

export type Decides =
  | { readonly kind: 'elect'; readonly seats: number; readonly needs?: ModelShare }
  | { readonly kind: 'approve'; readonly needs: ModelShare; readonly of: 'ballots' | 'answers' }
  | { readonly kind: 'inform' };

export interface ModelQuestion {
  readonly answers: number;
  readonly choice?: { readonly min: number; readonly max: number; readonly blank: boolean };
  readonly decides: Decides;
}

/** What a voter said to each question: the chosen answers, none for a blank vote. */
export type Said = readonly (readonly number[])[];

export interface ModelVoter {
  readonly building: number;
  /** In the order of the measures. */
  readonly weights: readonly number[];
  /** Ballots that were taken, in their order. */
  readonly ballots: Said[];
  /** The batch of papers that they vote in. */
  batch?: string;
  /** Whether they have registered a key that was mixed. */
  readonly isMixed?: boolean;
  /** Whether they gave that key up for a paper. */
  hasSurrendered?: boolean;
}

/** Papers that are counted together. */
export interface ModelBatch {
  readonly building: number;
  readonly weights: readonly number[];
  persons: number;
  /** Keys that were given up for it. */
  keys: number;
  readonly papers: Said[];
  isConfirmed: boolean;
}

export interface Model {
  readonly questions: readonly ModelQuestion[];
  readonly voters: readonly ModelVoter[];
  readonly buildings: number;
  readonly results: 'complex' | 'buildings';
  readonly revote: 'none' | 'last';
  readonly turnout?: ModelShare;
  /** By the names that tests give them. */
  readonly batches: Map<string, ModelBatch>;
}

/** What was said to one question, weighed by one measure. */
export interface ModelCounts {
  readonly cast: number;
  readonly blank: number;
  readonly answers: readonly number[];
}

/** Takes a ballot; whether it is taken. */
export function take({ voters, revote }: Model, person: number, said: Said): boolean {
  const voter = voters[person];
  if (voter === undefined) return false;
  if (voter.ballots.length > 0 && revote === 'none') return false;
  voter.ballots.push(said);
  return true;
}

/** Marks persons as voting on paper; what that comes to. */
export function mark(model: Model, name: string, persons: readonly number[]): string {
  const batch = model.batches.get(name);
  if (batch?.isConfirmed === true) return 'BATCH_CONFIRMED';
  if ((batch?.papers.length ?? 0) > 0) return 'BATCH_BEGUN';
  const those = persons.flatMap((person) => model.voters[person] ?? []);
  const [first] = those;
  if (first === undefined || those.length < persons.length) return 'PAPER_LINE_NOT_VALID';
  const { building, weights } = batch ?? first;
  for (const one of those) {
    const isAlike = one.building === building && one.weights.join() === weights.join();
    if (!isAlike) return 'PAPER_LINE_NOT_VALID';
    const isFixed = one.isMixed === true || (hasVoted(one) && model.revote === 'none');
    const isTaken = one.batch !== undefined || isFixed;
    if (isTaken) return 'PAPER_LINE_TAKEN';
  }
  for (const one of those) one.batch = name;
  const begun = batch ?? emptyBatch(building, weights);
  begun.persons += those.length;
  model.batches.set(name, begun);
  return 'done';
}

function emptyBatch(building: number, weights: readonly number[]): ModelBatch {
  return { building, weights, persons: 0, keys: 0, papers: [], isConfirmed: false };
}

/** Begins a batch for which keys can be given up; what that comes to. */
export function begin({ batches, buildings }: Model, name: string, building: number): string {
  if (batches.has(name)) return 'BATCH_KNOWN';
  if (building >= buildings) return 'BATCH_ELSEWHERE';
  batches.set(name, emptyBatch(building, [1]));
  return 'done';
}

/** Gives up a mixed key for a batch; what that comes to. All of a building are in one list. */
export function surrender(
  { voters, batches, revote }: Model,
  person: number,
  name: string,
): string {
  const voter = voters[person];
  if (voter?.isMixed !== true) return 'UNKNOWN_KEY';
  if (voter.hasSurrendered === true) return 'KEY_SURRENDERED';
  if (voter.ballots.length > 0 && revote === 'none') return 'ALREADY_VOTED';
  const batch = batches.get(name);
  if (batch === undefined) return 'UNKNOWN_BATCH';
  if (batch.building !== voter.building) return 'BATCH_ELSEWHERE';
  if (batch.isConfirmed) return 'BATCH_CONFIRMED';
  if (batch.papers.length > 0) return 'BATCH_BEGUN';
  const left = voters.filter(
    (one) => one.isMixed === true && one.building === voter.building && one.hasSurrendered !== true,
  );
  if (left.length <= 10) return 'TOO_FEW_LEFT';
  voter.hasSurrendered = true;
  batch.keys += 1;
  return 'done';
}

/** Enters a paper of a batch; what that comes to. */
export function enter({ batches }: Model, name: string, said: Said): string {
  const batch = batches.get(name);
  if (batch === undefined) return 'UNKNOWN_KEY';
  if (batch.isConfirmed) return 'BATCH_CONFIRMED';
  if (batch.papers.length === batch.persons + batch.keys) return 'TOO_MANY_BALLOTS';
  batch.papers.push(said);
  return 'done';
}

/** Confirms a batch; what that comes to. */
export function confirm({ batches }: Model, name: string, papers: number): string {
  const batch = batches.get(name);
  if (batch === undefined) return 'UNKNOWN_BATCH';
  if (batch.isConfirmed) return 'BATCH_CONFIRMED';
  if (batch.papers.length !== papers) return 'PAPERS_DIFFER';
  batch.isConfirmed = true;
  return 'done';
}

const hasVoted = ({ ballots, batch, hasSurrendered }: ModelVoter): boolean =>
  ballots.length > 0 && batch === undefined && hasSurrendered !== true;
const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** A vote that counts: the newest of a voter, or a paper of a batch that was confirmed. */
interface ModelVote {
  readonly building: number;
  readonly weights: readonly number[];
  readonly said: Said;
}

/** All votes that count. */
export function votesOf({ voters, batches }: Model): readonly ModelVote[] {
  const own = voters.filter(hasVoted).map(({ ballots, building, weights }) => {
    return { building, weights, said: ballots.at(-1) ?? [] };
  });
  const confirmed = [...batches.values()].filter(({ isConfirmed }) => isConfirmed);
  const papers = confirmed.flatMap(({ building, weights, papers: all }) =>
    all.map((said) => ({ building, weights, said })),
  );
  return [...own, ...papers];
}

/** Those of these buildings. */
function votesIn(model: Model, buildings: readonly number[]): readonly ModelVote[] {
  return votesOf(model).filter(({ building }) => buildings.includes(building));
}

/** "Sums": which buildings are decrypted together, in the order of their first ones. */
export function modelGroups(model: Model): readonly (readonly number[])[] {
  const all = Array.from({ length: model.buildings }, (_, building) => building);
  const ballots = (buildings: readonly number[]) => votesIn(model, buildings).length;
  if (ballots(all) < 10) return [];
  if (model.results === 'complex') return [all];
  const large = all.filter((one) => ballots([one]) >= 10);
  const others = all.filter((one) => ballots([one]) < 10);
  const left = ballots(others);
  const alone = large.map((one) => [one]);
  if (left === 0) return alone;
  if (left >= 10) return [...alone, others].sort((one, two) => (one[0] ?? 0) - (two[0] ?? 0));
  const fewest = Math.min(...large.map((one) => ballots([one])));
  const smallest = large.find((one) => ballots([one]) === fewest) ?? 0;
  const joined = [...others, smallest].sort((one, two) => one - two);
  const rest = large.filter((one) => one !== smallest).map((one) => [one]);
  return [...rest, joined].sort((one, two) => (one[0] ?? 0) - (two[0] ?? 0));
}

/** What the newest ballots of these buildings say to a question. */
export function modelCounts(
  model: Model,
  buildings: readonly number[],
  { question, measure }: { readonly question: number; readonly measure: number },
): ModelCounts {
  const { answers, choice } = model.questions[question] ?? { answers: 0 };
  const votes = votesIn(model, buildings).map(({ weights, said }) => ({
    weight: weights[measure] ?? 0,
    chosen: said[question] ?? [],
  }));
  const sum = (which: (chosen: readonly number[]) => boolean): number =>
    total(votes.filter(({ chosen }) => which(chosen)).map(({ weight }) => weight));
  return {
    cast: sum(() => true),
    blank: choice?.blank === true ? sum((chosen) => chosen.length === 0) : 0,
    answers: Array.from({ length: answers }, (_, at) => sum((chosen) => chosen.includes(at))),
  };
}

/** "A share of nothing never holds. `a >= num / den of b` is `a den >= b num` in integers." */
export function hasShare(amount: number, of: number, { num, den, compare }: ModelShare): boolean {
  if (of === 0) return false;
  const [left, right] = [BigInt(amount) * BigInt(den), BigInt(of) * BigInt(num)];
  return compare === 'at-least' ? left >= right : left > right;
}

/** "Turnout is met if in every measure what was cast is the share of what the roll has." */
export function isTurnoutMet(model: Model): boolean {
  const { voters, turnout } = model;
  if (turnout === undefined) return true;
  const measures = voters[0]?.weights ?? [];
  return measures.every((_, measure) => {
    const weigh = (those: readonly Pick<ModelVoter, 'weights'>[]) =>
      total(those.map(({ weights }) => weights[measure] ?? 0));
    return hasShare(weigh(votesOf(model)), weigh(voters), turnout);
  });
}

/** What a question came to, of the counts by each measure. */
export function modelOutcome(decides: Decides, counts: readonly ModelCounts[]) {
  switch (decides.kind) {
    case 'elect':
      return elected(decides, counts[0] ?? { cast: 0, blank: 0, answers: [] });
    case 'approve': {
      const isApproved = counts.every(({ cast, blank, answers }) =>
        hasShare(answers[0] ?? 0, decides.of === 'ballots' ? cast : cast - blank, decides.needs),
      );
      return { kind: 'approved', isApproved };
    }
    case 'inform':
      return { kind: 'informed' };
  }
}

/** An answer is elected if fewer than `seats` others have as many votes or more. */
function elected(
  { seats, needs }: Extract<Decides, { kind: 'elect' }>,
  { cast, answers }: ModelCounts,
) {
  const able = answers.flatMap((votes, answer) =>
    votes > 0 && (needs === undefined || hasShare(votes, cast, needs)) ? [{ votes, answer }] : [],
  );
  const before = (one: { votes: number }) => able.filter(({ votes }) => votes > one.votes).length;
  const upTo = (one: { votes: number }) => able.filter(({ votes }) => votes >= one.votes).length;
  const numbers = (those: typeof able) => those.map(({ answer }) => answer);
  return {
    kind: 'elected',
    answers: numbers(able.filter((one) => upTo(one) <= seats)),
    tied: numbers(able.filter((one) => before(one) < seats && upTo(one) > seats)),
  };
}
