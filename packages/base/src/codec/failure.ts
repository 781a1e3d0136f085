import { fail, ok, type Result } from '../result.ts';

/** Why bytes or a value are not what a codec describes (docs/spec/codec.md). Stable. */
export type CodecCode =
  | 'CODEC_TRUNCATED'
  | 'CODEC_TRAILING'
  | 'CODEC_NOT_CANONICAL'
  | 'CODEC_FORBIDDEN'
  | 'CODEC_TOO_DEEP'
  | 'CODEC_TOO_LONG'
  | 'CODEC_NOT_UTF8'
  | 'CODEC_WRONG_TYPE'
  | 'CODEC_OUT_OF_RANGE'
  | 'CODEC_MISSING_KEY'
  | 'CODEC_UNKNOWN_KEY';

/**
 * What was wrong and where: `at` is a path such as `auth.signatures[0].key`, empty for the whole.
 */
export interface CodecError {
  readonly code: CodecCode;
  readonly at: string;
  readonly message: string;
}

/** Carries a {@link CodecError} out of nested readers. It never leaves this folder. */
class CodecFailure extends Error {
  override readonly name = 'CodecFailure';
  readonly code: CodecCode;
  readonly steps: string[] = [];

  constructor(code: CodecCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Stops the surrounding {@link attempt} with this failure. */
export function refuse(code: CodecCode, message: string): never {
  throw new CodecFailure(code, message);
}

/** The key of a record or the index in a list at which a nested step is. */
export type Step = string | number;

/** Runs one nested step so that a failure inside knows its place. */
export function within<T>(step: Step, work: () => T): T {
  try {
    return work();
  } catch (failure) {
    throw placed(failure, step);
  }
}

/** As {@link within} for what reads a value, without a function made for each. */
export function readWithin<I, T>(
  step: Step,
  codec: { readonly read: (input: I) => T },
  input: I,
): T {
  try {
    return codec.read(input);
  } catch (failure) {
    throw placed(failure, step);
  }
}

/** As {@link within} for what writes a value, without a function made for each. */
export function writeWithin<O, T>(
  step: Step,
  codec: { readonly write: (out: O, value: T) => void },
  out: O,
  value: T,
): void {
  try {
    codec.write(out, value);
  } catch (failure) {
    throw placed(failure, step);
  }
}

/** The failure, with the step in its path if it is one of a codec. */
function placed(failure: unknown, step: Step): unknown {
  if (failure instanceof CodecFailure) {
    failure.steps.push(typeof step === 'number' ? `[${String(step)}]` : `.${step}`);
  }
  return failure;
}

/**
 * Runs codec work and returns its failure as a value; everything else that is thrown passes
 * through.
 */
export function attempt<T>(work: () => T): Result<T, CodecError> {
  try {
    return ok(work());
  } catch (failure) {
    if (!(failure instanceof CodecFailure)) throw failure;
    const at = failure.steps.reverse().join('').replace(/^\./, '');
    return fail({ code: failure.code, at, message: failure.message });
  }
}
