import { emptySums, GENERATOR } from '@madang/ballot';
import { concat, expectPresent, type Result } from '@madang/base';
import {
  type ReadContext,
  type Refusal,
  refuse,
  sha256,
  tag,
  transaction,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { mixOf } from './key-lists.ts';
import { byOfficer, draftMatter, finish, knownMatter, type Matter } from './matter.ts';
import { checkOpening } from './opening-check.ts';
import { questionsOf } from './questions.ts';
import { opened, openPayload } from './schema.ts';
import { bound, type Election, jointKeys, sums } from './state.ts';

/**
 * Freezes the roll and takes ballots from now on. All that was fixed so far, by whichever act,
 * becomes the fingerprint that every ballot is bound to. Where keys are mixed, enough trustees must
 * have mixed them.
 *
 * Who: an officer of the election's institution. Changes: the progress of the election, and empty
 * sums. Cost: a read for each building and trustee, a write for each sum. Errors: UNKNOWN_ELECTION,
 * NOT_A_DRAFT, NOT_MIXING, MIX_NOT_READY, CLOSE_NOT_VALID, ROLL_DIFFERS, KEY_NOT_READY.
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
    errors.NOT_MIXING,
    errors.MIX_NOT_READY,
    errors.CLOSE_NOT_VALID,
    errors.ROLL_DIFFERS,
    errors.KEY_NOT_READY,
  ],
  check(ctx, payload) {
    const matter = openable(ctx, payload.election);
    if (!matter.ok) return matter;
    const verdict = checkOpening(ctx, matter.value, payload);
    return verdict.ok ? matter : verdict;
  },
  apply(ctx, _, { id, election, progress }) {
    const { key } = expectPresent(ctx.get(jointKeys, id), 'election: the ceremony is done');
    const voterBase = election.mixing === undefined ? GENERATOR : mixOf(ctx, id).base;
    const fingerprint = sha256(FINGERPRINT, concat(id, progress.journal, key, voterBase));
    ctx.put(bound, id, { fingerprint, key, voterBase });
    const selections = emptySums(questionsOf(election.questions));
    for (const scope of scopesOf(election)) {
      for (const at of election.measures.keys()) ctx.put(sums, [id, [scope, at]], { selections });
    }
    ctx.emit(opened, { election: id, fingerprint, key });
    const openedAt = ctx.block.timeMs;
    finish(ctx, { id, election, progress: { ...progress, status: 'open', openedAt } });
  },
});

/** A draft; or, where keys are mixed, an election in which enough trustees have mixed them. */
function openable(ctx: ReadContext<'election'>, id: Uint8Array): Result<Matter, Refusal> {
  const matter = knownMatter(ctx, id);
  if (!matter.ok || matter.value.election.mixing === undefined) return draftMatter(ctx, id);
  const { election, progress } = matter.value;
  if (progress.status !== 'mixing') return refuse(errors.NOT_MIXING, {});
  const { mixed, turn } = mixOf(ctx, id);
  const isReady = turn === undefined && mixed.length >= election.threshold;
  return isReady
    ? matter
    : refuse(errors.MIX_NOT_READY, { mixed: mixed.length, needed: election.threshold });
}

const FINGERPRINT = tag('madang/election/1');

/** The scopes of whose ballots sums are kept: the buildings, or 0 for the whole complex. */
export function scopesOf({ results, buildings }: Election): readonly number[] {
  return results === 'complex' ? [0] : Array.from({ length: buildings }, (_, at) => at);
}
