/**
 * The outcome of something that may fail in an expected way. Expected failures are values, never
 * exceptions.
 */
export type Result<T, E> = Ok<T> | Failed<E>;

/** The successful half of a {@link Result}. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** The failed half of a {@link Result}. */
export interface Failed<E> {
  readonly ok: false;
  readonly error: E;
}

/** Wraps a value as success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps an error as failure. */
export function fail<E>(error: E): Failed<E> {
  return { ok: false, error };
}

/**
 * A broken assumption of our own: a bug, never an expected failure. It halts the process that meets
 * it.
 */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

/**
 * Throws {@link AssertionFailure} unless the condition holds. Only for conditions that no input can
 * break.
 */
export function assert(condition: boolean, why: string): asserts condition {
  if (!condition) throw new AssertionFailure(why);
}

/** The value of a Result that cannot have failed; otherwise a bug. */
export function expectOk<T>(result: Result<T, unknown>, why: string): T {
  assert(result.ok, why);
  return result.value;
}

/** A state holds what no execution can have put there: where it is kept, it was changed. */
export class StateDamage extends Error {
  override readonly name = 'StateDamage';
}

/** The value read from a state; throws {@link StateDamage} if what is kept there is none. */
export function expectStored<T>(result: Result<T, unknown>, why: string): T {
  if (!result.ok) throw new StateDamage(why);
  return result.value;
}

/** The value of an optional that cannot be absent; otherwise a bug. */
export function expectPresent<T>(value: T | undefined, why: string): T {
  assert(value !== undefined, why);
  return value;
}
