import { closedGlobals } from './closed-globals.ts';
import { closedSyntax } from './closed-syntax.ts';
import { integerArithmetic } from './integer-arithmetic.ts';
import { noEngineText } from './no-engine-text.ts';
import { noFloatingResult } from './no-floating-result.ts';
import { noUnorderedIteration } from './no-unordered-iteration.ts';

/** The project's own ESLint rules; each has a page in tools/lint/docs. */
export const rules = {
  'closed-globals': closedGlobals,
  'closed-syntax': closedSyntax,
  'integer-arithmetic': integerArithmetic,
  'no-engine-text': noEngineText,
  'no-floating-result': noFloatingResult,
  'no-unordered-iteration': noUnorderedIteration,
};
