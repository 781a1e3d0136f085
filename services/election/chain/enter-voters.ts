import { MAX_COUNT } from '@madang/ballot';
import { expectOk, ok, type Result } from '@madang/base';
import { type CheckContext, type Refusal, refuse, transaction } from '@madang/kernel/define';
import { registerOf } from './draft-election.ts';
import { errors } from './errors.ts';
import {
  addEach,
  byOfficer,
  draftMatter,
  finish,
  type Matter,
  turnoutAt,
  turnoutOf,
} from './matter.ts';
import { type RollPayload, rollPayload, votersEntered } from './schema.ts';
import { turnouts, voters } from './state.ts';

/**
 * Enters lines of the roll of a draft: who may vote, in which building, with which weight.
 *
 * Who: an officer of the election's institution. Changes: one record for each line, and the
 * turnouts of its buildings. Cost: a read for each building, and at most 100 lines of two reads and
 * two writes. Errors: UNKNOWN_ELECTION, NOT_A_DRAFT; ROLL_NOT_ASCENDING, ROLL_LINE_KNOWN and
 * ROLL_LINE_NOT_VALID name the line, counted from 0.
 */
export const enterVoters = transaction({
  service: 'election',
  name: 'enterVoters',
  payload: rollPayload,
  access: byOfficer,
  costUs: 20_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_A_DRAFT,
    errors.ROLL_NOT_ASCENDING,
    errors.ROLL_LINE_KNOWN,
    errors.ROLL_LINE_NOT_VALID,
  ],
  check(ctx, payload) {
    const matter = draftMatter(ctx, payload.election);
    if (!matter.ok) return matter;
    const lines = checkLines(ctx, matter.value, payload.voters);
    return lines.ok ? matter : lines;
  },
  apply(ctx, payload, matter) {
    const { id } = matter;
    for (const { person, building, weights, commitment } of payload.voters) {
      ctx.put(voters, [id, person], { building, weights, commitment });
      const before = turnoutAt(ctx, id, building);
      const eligible = addEach(before.eligible, weights);
      ctx.put(turnouts, [id, building], { ...before, voters: before.voters + 1, eligible });
    }
    ctx.emit(votersEntered, { election: id, voters: payload.voters.length });
    finish(ctx, matter);
  },
});

type Line = RollPayload['voters'][number];

function checkLines(
  ctx: CheckContext<'election'>,
  matter: Matter,
  lines: readonly Line[],
): Result<void, Refusal> {
  const { id, election } = matter;
  const { register } = election;
  const { persons } = expectOk(ctx.ask(registerOf, { register }), 'election: its register');
  let { eligible } = turnoutOf(ctx, matter);
  let before = -1;
  for (const [line, { person, building, weights }] of lines.entries()) {
    if (person <= before) return refuse(errors.ROLL_NOT_ASCENDING, { line });
    if (ctx.has(voters, [id, person])) return refuse(errors.ROLL_LINE_KNOWN, { line });
    before = person;
    const isWeighed =
      weights.length === election.measures.length &&
      weights.every((weight, at) => weight === 1 || election.measures[at] !== 'heads');
    eligible = addEach(eligible, weights);
    const isCountable = eligible.every((total) => total <= MAX_COUNT);
    const isKnown = person < persons && building < election.buildings;
    if (!isWeighed || !isCountable || !isKnown) {
      return refuse(errors.ROLL_LINE_NOT_VALID, { line });
    }
  }
  return ok(undefined);
}
