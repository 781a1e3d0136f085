import type { AnyError } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import type { ErrorBook } from './problem.ts';

/**
 * All errors that this server can tell: those of the build and the API's own, ascending by number.
 */
export function knownErrors(errors: readonly AnyError[]): readonly AnyError[] {
  return [...errors, ...Object.values(apiErrors)].sort((left, right) => left.code - right.code);
}

/** Looks errors up by number. */
export function createErrorBook(errors: readonly AnyError[]): ErrorBook {
  const errorByCode = new Map(knownErrors(errors).map((error) => [error.code, error]));
  return (code) => errorByCode.get(code);
}
