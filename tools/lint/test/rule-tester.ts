import path from 'node:path';
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, describe, it } from 'vitest';
import { rules } from '../src/index.ts';

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;
Object.assign(RuleTester, { afterAll });

const fixture = path.join(import.meta.dirname, 'fixture');
const tester = new RuleTester({
  languageOptions: {
    parser: tseslint.parser,
    // Each case is another text of one file, so a program made once for all (as under CI) would be
    // stale.
    parserOptions: {
      project: './tsconfig.json',
      tsconfigRootDir: fixture,
      disallowAutomaticSingleRunInference: true,
    },
  },
});

type Refused = { readonly code: string; readonly messageIds: readonly string[] };
type Case = string | { readonly code: string; readonly options?: readonly unknown[] };

/** Runs one of our rules over code that it must let pass and code that it must refuse. */
export function testRule(
  name: keyof typeof rules,
  cases: { readonly valid: readonly Case[]; readonly invalid: Readonly<Record<string, string[]>> },
): void {
  const filename = path.join(fixture, 'file.ts');
  const refused: Refused[] = Object.entries(cases.invalid).flatMap(([messageId, codes]) =>
    codes.map((code) => ({ code, messageIds: [messageId] })),
  );
  tester.run(name, rules[name] as never, {
    valid: cases.valid.map((one) => ({
      ...(typeof one === 'string' ? { code: one } : { ...one, options: [...(one.options ?? [])] }),
      filename,
    })),
    invalid: refused.map(({ code, messageIds }) => ({
      code,
      filename,
      errors: messageIds.map((messageId) => ({ messageId })),
    })),
  });
}
