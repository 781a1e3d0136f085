import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Abstentions,
  bases,
  type Condition,
  EMPTY_TALLY,
  isAsked,
  judge,
  type Tally,
} from '../chain/rule.ts';

/** A million square kilometres in the ledger's unit; the sum of three is still exact. */
const MUCH = 2 ** 50;

const amount = fc
  .oneof(fc.nat({ max: 12 }), fc.nat({ max: 5_000 }), fc.maxSafeNat())
  .map((value) => value % MUCH);
const amounts = fc.record({ heads: amount, homes: amount, area: amount });
const tally: fc.Arbitrary<Tally> = fc.record({
  eligible: amounts,
  agree: amounts,
  refuse: amounts,
  abstain: amounts,
  excluded: fc.nat({ max: 3 }),
});
const den = fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 1_000_000 }));
const share = den.chain((of) => fc.record({ num: fc.nat({ max: of }), den: fc.constant(of) }));
const condition: fc.Arbitrary<Condition> = fc
  .record({
    counted: fc.constantFrom('agree' as const, 'participants' as const),
    base: fc.constantFrom(...bases),
    of: fc.constantFrom('eligible' as const, 'participants' as const, 'valid' as const),
    compare: fc.constantFrom('at-least' as const, 'more-than' as const),
    share,
  })
  .map(({ share: { num, den: of }, ...rest }) => {
    const scope = { kind: 'complex' } as const;
    return { ...rest, num, den: of, scope };
  });
const abstentions = fc.constantFrom<Abstentions>('participate', 'ignored');
const options = { seed: 20_261_128, numRuns: 2_000 };

/** Whether top / bottom is at least, or more than, num / den: nothing is ever divided. */
function isMet({ compare, num, den: of }: Condition, top: number, bottom: number): boolean {
  if (bottom === 0) return false;
  const left = BigInt(top) * BigInt(of);
  const right = BigInt(bottom) * BigInt(num);
  return compare === 'at-least' ? left >= right : left > right;
}

/** What a condition looks at, by the words of the specification. */
function measured(
  what: Condition['counted'] | Condition['of'],
  base: Condition['base'],
  from: Tally,
  abstain: Abstentions,
): number {
  const [agree, refuse, blank] = [from.agree[base], from.refuse[base], from.abstain[base]];
  return {
    agree,
    eligible: from.eligible[base],
    valid: agree + refuse,
    participants: agree + refuse + (abstain === 'participate' ? blank : 0),
  }[what];
}

/** A tally in which so much is eligible and so much of it agrees. */
function consents(base: Condition['base'], eligible: number, agree: number): Tally {
  const none = EMPTY_TALLY.agree;
  return {
    ...EMPTY_TALLY,
    eligible: { ...none, [base]: eligible },
    agree: { ...none, [base]: agree },
  };
}

const ofAll = condition.map((one): Condition => ({ ...one, counted: 'agree', of: 'eligible' }));

describe('judge', () => {
  it('agrees with fractions that are multiplied out', () => {
    fc.assert(
      fc.property(condition, tally, abstentions, (one, from, abstain) => {
        const top = measured(one.counted, one.base, from, abstain);
        const bottom = measured(one.of, one.base, from, abstain);
        expect(judge(one, from, abstain)).toMatchObject({
          numerator: top,
          denominator: bottom,
          isMet: isMet(one, top, bottom),
        });
      }),
      options,
    );
  });

  it('says exactly how much is missing: with it the condition holds, with one less it does not', () => {
    fc.assert(
      fc.property(ofAll, amount, amount, (one, eligible, agree) => {
        const { missing } = judge(one, consents(one.base, eligible, agree), 'participate');
        if (missing === 0 || eligible === 0) return;
        expect(isMet(one, agree + missing, eligible)).toBe(true);
        expect(isMet(one, agree + missing - 1, eligible)).toBe(false);
      }),
      options,
    );
  });

  it('tells at least from more than at equality, and nowhere else', () => {
    fc.assert(
      fc.property(ofAll, share, fc.integer({ min: 1, max: 1_000_000 }), (one, part, times) => {
        const from = consents(one.base, part.den * times, part.num * times);
        const exact = { ...one, ...part };
        expect(judge({ ...exact, compare: 'at-least' }, from, 'ignored').isMet).toBe(true);
        expect(judge({ ...exact, compare: 'more-than' }, from, 'ignored').isMet).toBe(false);
        if (part.num === 0) return;
        const short = consents(one.base, part.den * times, part.num * times - 1);
        expect(judge({ ...exact, compare: 'at-least' }, short, 'ignored').isMet).toBe(false);
      }),
      options,
    );
  });

  it('never rounds a percentage up', () => {
    fc.assert(
      fc.property(ofAll, share, fc.integer({ min: 1, max: MUCH }), (one, part, eligible) => {
        // The most that is still less than the share.
        const product = BigInt(eligible) * BigInt(part.num);
        const below = Number((product + BigInt(part.den) - 1n) / BigInt(part.den)) - 1;
        if (below < 0) return;
        const asked = { ...one, ...part, compare: 'at-least' as const };
        expect(judge(asked, consents(one.base, eligible, below), 'ignored').isMet).toBe(false);
        expect(judge(asked, consents(one.base, eligible, below + 1), 'ignored').isMet).toBe(true);
      }),
      options,
    );
  });

  it('is never unmet by more consents of the same who are eligible', () => {
    fc.assert(
      fc.property(ofAll, tally, amount, (one, from, more) => {
        const { [one.base]: agree } = from.agree;
        const after = { ...from, agree: { ...from.agree, [one.base]: agree + more } };
        const wasMet = judge(one, from, 'participate').isMet;
        expect(judge(one, after, 'participate').isMet || !wasMet).toBe(true);
      }),
      options,
    );
  });

  it('is never unmet when a refusal or a blank becomes a consent', () => {
    fc.assert(
      fc.property(condition, tally, abstentions, fc.boolean(), (one, from, abstain, blank) => {
        const { base } = one;
        const part =
          blank && abstain === 'participate' && one.of !== 'valid' ? 'abstain' : 'refuse';
        const moved = from[part][base];
        const after = {
          ...from,
          [part]: { ...from[part], [base]: 0 },
          agree: { ...from.agree, [base]: from.agree[base] + moved },
        };
        const wasMet = judge(one, from, abstain).isMet;
        expect(judge(one, after, abstain).isMet || !wasMet).toBe(true);
      }),
      options,
    );
  });

  it('holds of nobody never, whatever it asks', () => {
    fc.assert(
      fc.property(condition, abstentions, (one, abstain) => {
        expect(judge(one, EMPTY_TALLY, abstain).isMet).toBe(false);
      }),
      options,
    );
  });
});

describe('isAsked', () => {
  it('leaves out buildings without homes and with few heads, and no others', () => {
    fc.assert(
      fc.property(tally, fc.nat({ max: 6 }), (from, waived) => {
        const { homes, heads } = from.eligible;
        expect(isAsked(waived, from)).toBe(homes !== 0 && !(heads <= waived));
      }),
      options,
    );
  });
});
