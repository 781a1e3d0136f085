import type { CommandError } from '../terminal.ts';

/**
 * Thrown in the midst of a check, where a file that it reads or writes fails it: nothing is said of
 * what is checked.
 */
export class CannotGoOn extends Error {
  readonly why: CommandError;

  constructor(why: CommandError) {
    super(why.message.en);
    this.why = why;
  }
}

/** Why a check could not go on, in one sentence; nothing where something else was thrown. */
export function whyNot(thrown: unknown): CommandError | undefined {
  return thrown instanceof CannotGoOn ? thrown.why : undefined;
}
