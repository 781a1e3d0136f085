import { record, uint } from '@madang/base';
import {
  access,
  allow,
  EMPTY_JOURNAL,
  hash,
  institutionId,
  port,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { zeros } from './count.ts';
import { errors } from './errors.ts';
import { finish } from './matter.ts';
import { EMPTY_TALLY, type Rule } from './rule.ts';
import { drafted, draftPayload, officer } from './schema.ts';
import { COMPLEX, decisions, ofRegister, scopeOf, tallies } from './state.ts';

/** Whose a register is, asked of `people`. */
export const registerOf = port(
  'people.registerOf',
  record({ register: hash }),
  record({ institution: institutionId, persons: uint() }),
);

/**
 * Says what is to be decided, by whom and by which rule. Nothing of it can change; only the close
 * can be put off.
 *
 * Who: a holder of `vote.officer` for the institution. Changes: one decision, whose id is the
 * transaction's, and an empty tally for each building. Cost: one write for each building. Errors:
 * UNKNOWN_REGISTER, CLOSE_NOT_VALID, RULE_NOT_VALID.
 */
export const draftDecision = transaction({
  service: 'vote',
  name: 'draftDecision',
  payload: draftPayload,
  access: access.role(officer.name, { of: 'institution' }),
  costUs: 10_000,
  retention: 'forever',
  errors: [errors.UNKNOWN_REGISTER, errors.CLOSE_NOT_VALID, errors.RULE_NOT_VALID],
  check(ctx, { register, closesAt, rule, buildings }) {
    if (!ctx.ask(registerOf, { register }).ok) return refuse(errors.UNKNOWN_REGISTER, {});
    if (closesAt % 1_000 !== 0 || closesAt <= ctx.block.timeMs) {
      return refuse(errors.CLOSE_NOT_VALID, {});
    }
    const wrong = firstWrong(rule, buildings.length);
    return wrong < 0 ? allow() : refuse(errors.RULE_NOT_VALID, { condition: wrong });
  },
  apply(ctx, payload) {
    const { id } = ctx.transaction;
    const { institution, register, level, title, text, summary, rule, settings } = payload;
    const buildings = payload.buildings.length;
    const owner = { kind: 'institution', institution, role: officer.name } as const;
    const decision = { owner, register, level, title, text, summary, buildings, rule, settings };
    ctx.put(decisions, id, decision);
    ctx.put(ofRegister, [register, id], {});
    ctx.put(tallies, [id, COMPLEX], EMPTY_TALLY);
    for (let building = 0; building < buildings; building++) {
      ctx.put(tallies, [id, scopeOf(building)], EMPTY_TALLY);
    }
    ctx.emit(drafted, { institution });
    const none = { acts: 0, journal: EMPTY_JOURNAL, asked: zeros(rule), unmet: zeros(rule) };
    const { closesAt } = payload;
    finish(ctx, { id, decision, progress: { status: 'draft', closesAt, ...none } });
  },
});

/** Index of the first condition that asks for more than all, or of a building that there is not. */
function firstWrong({ conditions }: Rule, buildings: number): number {
  return conditions.findIndex(
    ({ num, den, scope }) =>
      num > den || (scope.kind === 'building' && scope.building >= buildings),
  );
}
