/*
 * Evaluation of a rule over tallies, in whole numbers (docs/spec/vote.md, Rule).
 */

/**
 * @typedef {import('./roll.mjs').Tally} Tally
 * @typedef {import('./vote-acts.mjs').Condition} Condition
 * @typedef {import('./vote-acts.mjs').Draft} Draft
 * @typedef {'participate' | 'ignored'} Abstentions
 * @typedef {{ condition: number, scope: number, numerator: bigint, denominator: bigint,
 *   isMet: boolean, missing: bigint }} Figure
 */

/**
 * Numerator and denominator of a condition in one tally.
 * @param {Condition} condition
 * @param {Tally} tally
 * @param {Abstentions} abstentions
 */
function fractionOf({ counted, base, of }, tally, abstentions) {
  const valid = tally.agree[base] + tally.refuse[base];
  const participants = abstentions === 'participate' ? valid + tally.abstain[base] : valid;
  return {
    numerator: counted === 'agree' ? tally.agree[base] : participants,
    denominator: { eligible: tally.eligible[base], participants, valid }[of],
  };
}

/**
 * @param {Condition} condition
 * @param {Tally} tally
 * @param {Abstentions} abstentions
 */
function holdsIn(condition, tally, abstentions) {
  const { numerator, denominator } = fractionOf(condition, tally, abstentions);
  const left = numerator * BigInt(condition.den);
  const right = denominator * BigInt(condition.num);
  return denominator > 0n && (condition.compare === 'at-least' ? left >= right : left > right);
}

/**
 * The scopes that a condition asks.
 * @param {Condition} condition
 * @param {Tally[]} tallies
 * @returns {number[]}
 */
function scopesOf({ scope }, tallies) {
  if (scope.kind === 'complex') return [0];
  if (scope.kind === 'building') return [scope.building + 1];
  return tallies.flatMap(({ eligible }, at) => {
    const isAsked = at > 0 && eligible.homes > 0n && eligible.heads > BigInt(scope.waived);
    return isAsked ? [at] : [];
  });
}

/**
 * @param {Draft} draft
 * @param {Tally[]} tallies
 */
export function ruleHolds({ rule, settings }, tallies) {
  const holds = (/** @type {Condition} */ condition) =>
    scopesOf(condition, tallies).every((scope) =>
      holdsIn(condition, tallies[scope], settings.abstentions),
    );
  return rule.hold === 'all' ? rule.conditions.every(holds) : rule.conditions.some(holds);
}

/**
 * For each condition on each building how many are asked, and in how many it does not hold; else 0.
 * @param {Draft} draft
 * @param {Tally[]} tallies
 */
export function unmetOf({ rule, settings }, tallies) {
  const counts = rule.conditions.map((condition) => {
    if (condition.scope.kind !== 'each') return { asked: 0, unmet: 0 };
    const scopes = scopesOf(condition, tallies);
    const unmet = scopes.filter(
      (scope) => !holdsIn(condition, tallies[scope], settings.abstentions),
    );
    return { asked: scopes.length, unmet: unmet.length };
  });
  return { asked: counts.map(({ asked }) => asked), unmet: counts.map(({ unmet }) => unmet) };
}

/**
 * The figures of every condition in every scope that it asks.
 * @param {Draft} draft
 * @param {Tally[]} tallies
 * @returns {Figure[]}
 */
export function figuresOf({ rule, settings }, tallies) {
  return rule.conditions.flatMap((condition, at) =>
    scopesOf(condition, tallies).map((scope) => {
      const tally = tallies[scope];
      const { numerator, denominator } = fractionOf(condition, tally, settings.abstentions);
      return {
        condition: at,
        scope,
        numerator,
        denominator,
        isMet: holdsIn(condition, tally, settings.abstentions),
        missing: missingOf(condition, numerator, denominator),
      };
    }),
  );
}

/**
 * By how much the numerator falls short, the denominator being what it is.
 * @param {Condition} condition
 * @param {bigint} numerator
 * @param {bigint} denominator
 */
function missingOf({ compare, num, den }, numerator, denominator) {
  if (den === 0) return 0n;
  const right = denominator * BigInt(num);
  const whole = right / BigInt(den);
  const isExact = whole * BigInt(den) === right;
  const needed = isExact && compare === 'at-least' ? whole : whole + 1n;
  return needed > numerator ? needed - numerator : 0n;
}

/**
 * A share in percent, cut after two decimals and never rounded.
 * @param {bigint} numerator
 * @param {bigint} denominator
 */
export function percentOf(numerator, denominator) {
  if (denominator === 0n) return undefined;
  const hundredths = (numerator * 10_000n) / denominator;
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}
