/**
 * The three things that can be said of a part of a check (docs/spec/receipt.md, Checks).
 * @typedef {'passed' | 'failed' | 'unchecked'} Verdict
 * @typedef {Record<string, unknown>} Details
 * @typedef {{ part: string, verdict: Verdict, code: string, details: Details }} PartResult
 */

/** What was given contradicts itself, the policy or another thing that was given. */
export class Mismatch extends Error {
  /**
   * @param {string} code stable, a key of the tables in words-en.mjs and words-ko.mjs
   * @param {Details} [details]
   */
  constructor(code, details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** Something needed for the check was not given, or is not understood by this program. */
export class CannotCheck extends Error {
  /**
   * @param {string} code
   * @param {Details} [details]
   */
  constructor(code, details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/**
 * Why an act is not done: a code of the word tables, returned and not thrown, because a paper that
 * is not done is passed over.
 * @param {string} code
 */
export function refuse(code) {
  return code;
}

/** The results of the parts, in the order in which they were reported. */
export class Sheet {
  constructor() {
    /** @type {PartResult[]} */
    this.parts = [];
  }

  /**
   * Runs one part. It rests on the parts in `needs`: unless all of those passed it is not run.
   * @template T
   * @param {string} part
   * @param {string[]} needs
   * @param {() => T} check returns the part's result; throws Mismatch or CannotCheck
   * @param {(result: T) => { code: string, details?: Details }} [praise] what to say on success
   * @returns {T | undefined}
   */
  run(part, needs, check, praise = () => ({ code: `PASSED_${part.toUpperCase()}` })) {
    const missing = needs.find((need) => this.verdictOf(need) !== 'passed');
    if (missing !== undefined) {
      this.put(part, 'unchecked', 'RESTS_ON', { part: missing });
      return undefined;
    }
    try {
      const result = check();
      const said = praise(result);
      this.put(part, 'passed', said.code, said.details);
      return result;
    } catch (error) {
      this.putError(part, error);
      return undefined;
    }
  }

  /**
   * @param {string} part
   * @param {Verdict} verdict
   * @param {string} code
   * @param {Details} [details]
   */
  put(part, verdict, code, details = {}) {
    this.parts.push({ part, verdict, code, details });
  }

  /**
   * @param {string} part
   * @param {unknown} error anything but a Mismatch or CannotCheck is thrown on
   */
  putError(part, error) {
    if (error instanceof Mismatch) this.put(part, 'failed', error.code, error.details);
    else if (error instanceof CannotCheck) this.put(part, 'unchecked', error.code, error.details);
    else throw error;
  }

  /** @param {string} part */
  verdictOf(part) {
    return this.parts.find((result) => result.part === part)?.verdict;
  }

  /**
   * The verdict on the whole.
   * @returns {Verdict}
   */
  whole() {
    if (this.parts.some((result) => result.verdict === 'failed')) return 'failed';
    return this.parts.every((result) => result.verdict === 'passed') ? 'passed' : 'unchecked';
  }
}

/** Exit status by verdict (docs/spec/receipt.md). */
export const exitStatus = { passed: 0, failed: 1, unchecked: 2 };
