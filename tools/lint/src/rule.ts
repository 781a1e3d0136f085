import { ESLintUtils } from '@typescript-eslint/utils';

/** Makes a rule whose page is tools/lint/docs/NAME.md. */
export const createRule = ESLintUtils.RuleCreator((name) => `tools/lint/docs/${name}.md`);
