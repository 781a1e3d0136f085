import { isQuestion } from '@madang/ballot';
import { equalBytes, ok, type Result, record, uint } from '@madang/base';
import {
  access,
  EMPTY_JOURNAL,
  hash,
  institutionId,
  port,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { finish } from './matter.ts';
import { provenSelections, sentSelections } from './questions.ts';
import {
  type DraftPayload,
  drafted,
  draftPayload,
  MAX_SELECTIONS,
  MAX_SUMS,
  officer,
  type Share,
} from './schema.ts';
import { elections, ofRegister, turnouts } from './state.ts';

/** Whose a register is, asked of `people`. */
export const registerOf = port(
  'people.registerOf',
  record({ register: hash }),
  record({ institution: institutionId, persons: uint() }),
);

/**
 * Says what is to be elected or voted on, by whom, by which rules, and who holds the key. Nothing
 * of it can change; only the close can be put off.
 *
 * Who: a holder of `election.officer` for the institution. Changes: one election, whose id is the
 * transaction's, and an empty turnout for each building. Cost: one write for each building. Errors:
 * UNKNOWN_REGISTER, CLOSE_NOT_VALID, MEASURE_TWICE, MIXING_NOT_VALID, QUESTION_NOT_VALID,
 * TOO_MANY_SELECTIONS, TRUSTEES_NOT_VALID.
 */
export const draftElection = transaction({
  service: 'election',
  name: 'draftElection',
  payload: draftPayload,
  access: access.role(officer.name, { of: 'institution' }),
  costUs: 15_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_REGISTER,
    errors.CLOSE_NOT_VALID,
    errors.MEASURE_TWICE,
    errors.QUESTION_NOT_VALID,
    errors.TOO_MANY_SELECTIONS,
    errors.TRUSTEES_NOT_VALID,
    errors.MIXING_NOT_VALID,
  ],
  check(ctx, payload) {
    const { register, closesAt, measures } = payload;
    if (!ctx.ask(registerOf, { register }).ok) return refuse(errors.UNKNOWN_REGISTER, {});
    if (closesAt % 1_000 !== 0 || closesAt <= ctx.block.timeMs) {
      return refuse(errors.CLOSE_NOT_VALID, {});
    }
    if (new Set(measures).size < measures.length) return refuse(errors.MEASURE_TWICE, {});
    if (!isMixable(payload, ctx.block.timeMs)) return refuse(errors.MIXING_NOT_VALID, {});
    const questions = checkQuestions(payload);
    return questions.ok ? checkTrustees(payload) : questions;
  },
  apply(ctx, payload) {
    const { id } = ctx.transaction;
    const { institution, closesAt, trustees, turnout, mixing, ...said } = payload;
    const { register, level, title, text, questions, results, measures, threshold } = said;
    const { revote, paper } = said;
    const election = {
      owner: { kind: 'institution', institution, role: officer.name } as const,
      ...{ register, level, title, text, questions, results, measures, threshold, revote, paper },
      buildings: payload.buildings.length,
      trustees: trustees.map(({ account }) => account),
      ...(turnout === undefined ? {} : { turnout }),
      ...(mixing === undefined ? {} : { mixing }),
    };
    ctx.put(elections, id, election);
    ctx.put(ofRegister, [register, id], {});
    const none = measures.map(() => 0);
    for (let building = 0; building < election.buildings; building++) {
      const empty = { voters: 0, eligible: none, ballots: 0, cast: none };
      ctx.put(turnouts, [id, building], empty);
    }
    ctx.emit(drafted, { institution });
    const counters = { round: 0, sums: 0, announced: 0, acts: 0, journal: EMPTY_JOURNAL };
    const waitsSince = ctx.block.timeMs;
    finish(ctx, { id, election, progress: { status: 'draft', closesAt, waitsSince, ...counters } });
  },
});

function checkQuestions(payload: DraftPayload): Result<void, Refusal> {
  const { questions, buildings, results, measures, turnout } = payload;
  for (const [question, asked] of questions.entries()) {
    const { answers, decides } = asked;
    const needs = decides.kind === 'inform' ? undefined : decides.needs;
    const seats = decides.kind === 'elect' ? decides.seats : 1;
    const isWrong = !isQuestion(asked) || !isShare(needs) || seats > answers;
    if (isWrong) return refuse(errors.QUESTION_NOT_VALID, { question });
  }
  if (!isShare(turnout)) return refuse(errors.QUESTION_NOT_VALID, { question: questions.length });
  // A single answer that has to be chosen leaves nothing to send, and no ballot to cast.
  if (sentSelections(questions) === 0) return refuse(errors.QUESTION_NOT_VALID, { question: 0 });
  const scopes = results === 'buildings' ? buildings.length : 1;
  const isTooMany =
    provenSelections(questions) > MAX_SELECTIONS ||
    scopes * measures.length * sentSelections(questions) > MAX_SUMS;
  return isTooMany ? refuse(errors.TOO_MANY_SELECTIONS, { max: MAX_SELECTIONS }) : ok(undefined);
}

/** Nobody asks for more than all. */
function isShare(share: Share | undefined): boolean {
  return share === undefined || share.num <= share.den;
}

/**
 * Keys that are mixed tell nothing of their voters but the building, so all weigh the same; they
 * are registered before ballots are taken.
 */
function isMixable({ mixing, measures, closesAt }: DraftPayload, nowMs: number): boolean {
  if (mixing === undefined) return true;
  const { registersUntil: until } = mixing;
  const isBefore = until % 1_000 === 0 && until > nowMs && until < closesAt;
  return isBefore && measures.every((measure) => measure === 'heads');
}

function checkTrustees({ trustees, threshold }: DraftPayload): Result<void, Refusal> {
  const isTwice = trustees.some(({ account }, at) =>
    trustees.slice(0, at).some((other) => equalBytes(other.account, account)),
  );
  return isTwice || threshold > trustees.length
    ? refuse(errors.TRUSTEES_NOT_VALID, {})
    : ok(undefined);
}
