import { emptySums, GENERATOR } from '@madang/ballot';
import { concat, expectPresent, ok } from '@madang/base';
import { refuse, sha256, tag, transaction } from '@madang/kernel/define';
import { recordsOf, stageOf } from './ceremony.ts';
import { errors } from './errors.ts';
import { byOfficer, draftMatter, finish, turnoutOf } from './matter.ts';
import { questionsOf } from './questions.ts';
import { opened, openPayload } from './schema.ts';
import { bound, type Election, jointKeys, sums } from './state.ts';

/**
 * Freezes the roll and takes ballots from now on. All that was fixed so far, by whichever act,
 * becomes the fingerprint that every ballot is bound to.
 *
 * Who: an officer of the election's institution. Changes: the progress of the election, and empty
 * sums. Cost: a read for each building and trustee, a write for each sum. Errors: UNKNOWN_ELECTION,
 * NOT_A_DRAFT, CLOSE_NOT_VALID, ROLL_DIFFERS, KEY_NOT_READY.
 */
export const openElection = transaction({
  service: 'election',
  name: 'openElection',
  payload: openPayload,
  access: byOfficer,
  costUs: 30_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_A_DRAFT,
    errors.CLOSE_NOT_VALID,
    errors.ROLL_DIFFERS,
    errors.KEY_NOT_READY,
  ],
  check(ctx, payload) {
    const matter = draftMatter(ctx, payload.election);
    if (!matter.ok) return matter;
    const { progress } = matter.value;
    if (progress.closesAt <= ctx.block.timeMs) return refuse(errors.CLOSE_NOT_VALID, {});
    const { voters, eligible } = turnoutOf(ctx, matter.value);
    const isSame =
      payload.voters === voters &&
      payload.weights.length === eligible.length &&
      payload.weights.every((weight, at) => weight === eligible[at]);
    if (!isSame || voters === 0) return refuse(errors.ROLL_DIFFERS, { voters });
    const records = recordsOf(ctx, matter.value);
    const rehearsed = records.filter(({ hasRehearsed }) => hasRehearsed).length;
    return stageOf(records) === 'ready'
      ? ok(matter.value)
      : refuse(errors.KEY_NOT_READY, { rehearsed, trustees: records.length });
  },
  apply(ctx, _, { id, election, progress }) {
    const { key } = expectPresent(ctx.get(jointKeys, id), 'election: the ceremony is done');
    const fingerprint = sha256(FINGERPRINT, concat(id, progress.journal, key, GENERATOR));
    ctx.put(bound, id, { fingerprint, key, voterBase: GENERATOR });
    const selections = emptySums(questionsOf(election.questions));
    for (const scope of scopesOf(election)) {
      for (const at of election.measures.keys()) ctx.put(sums, [id, [scope, at]], { selections });
    }
    ctx.emit(opened, { election: id, fingerprint, key });
    const openedAt = ctx.block.timeMs;
    finish(ctx, { id, election, progress: { ...progress, status: 'open', openedAt } });
  },
});

const FINGERPRINT = tag('madang/election/1');

/** The scopes of whose ballots sums are kept: the buildings, or 0 for the whole complex. */
export function scopesOf({ results, buildings }: Election): readonly number[] {
  return results === 'complex' ? [0] : Array.from({ length: buildings }, (_, at) => at);
}
