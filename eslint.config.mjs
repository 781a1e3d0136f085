import comments from '@eslint-community/eslint-plugin-eslint-comments';
import tseslint from 'typescript-eslint';
import { rules } from './tools/lint/src/index.ts';

const chain = [
  'packages/{base,protocol,kernel}/src/**/*.ts',
  'services/*/{chain,proof,profiles}/**/*.ts',
];
const web = [
  'packages/{client,ui}/src/**/*.{ts,tsx}',
  'services/*/pages/**/*.{ts,tsx}',
  'apps/web/src/**/*.{ts,tsx}',
];
const webTests = ['packages/{client,ui}/test/**/*.{ts,tsx}', 'apps/web/test/**/*.{ts,tsx}'];
const webSettings = ['apps/web/*.ts'];
const audit = ['apps/audit/test/**/*.ts'];
const tests = ['**/test/**/*.{ts,tsx}', '**/*.test.{ts,tsx}'];
/** Rooms where a cast, an `any` or a `!` could hide a wrong byte. */
const uncast = [...chain, 'packages/crypto/src/**/*.ts'];

/** The type-aware parser for the program that owns these files (tsconfig.PROGRAM.json). */
const typed = (files, project) => ({
  files,
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: { project: `./${project}`, tsconfigRootDir: import.meta.dirname },
  },
});

/** Limits of size: what does not fit is two things. */
const limits = {
  complexity: ['error', 12],
  'max-depth': ['error', 3],
  'max-params': ['error', 4],
  'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
};

const everywhere = {
  ...limits,
  'default-param-last': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  'no-param-reassign': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'no-restricted-syntax': [
    'error',
    { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
    { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
  ],
  '@eslint-community/eslint-comments/require-description': 'error',
  '@eslint-community/eslint-comments/no-unlimited-disable': 'error',
  '@eslint-community/eslint-comments/disable-enable-pair': 'error',
  '@eslint-community/eslint-comments/no-duplicate-disable': 'error',
};

const everyTypescript = {
  'madang/no-floating-result': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
  // An async method without await is how a driver answers at once behind an interface of promises.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/ban-ts-comment': [
    'error',
    { 'ts-expect-error': 'allow-with-description', 'ts-ignore': true, 'ts-nocheck': true },
  ],
  // Numbers in messages are harmless; objects and undefined are not.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
  ],
  '@typescript-eslint/no-unnecessary-condition': [
    'error',
    { allowConstantLoopConditions: 'only-allowed-literals' },
  ],
  // The compiler says it already (noUnusedLocals, noUnusedParameters).
  '@typescript-eslint/no-unused-vars': 'off',
};

const deterministic = {
  'madang/closed-globals': 'error',
  'madang/closed-syntax': 'error',
  'madang/integer-arithmetic': 'error',
  'madang/no-engine-text': 'error',
  'madang/no-unordered-iteration': 'error',
  '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: false }],
  'no-loss-of-precision': 'error',
};

const closedSyntax = (options) => ({
  'madang/closed-syntax': ['error', { throwIn: [], mayWait: false, ...options }],
});

const withoutCasts = {
  '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
};

const inTests = {
  // A suite is one long function by nature; a test may be sure of what it has just made.
  'max-lines-per-function': 'off',
  complexity: 'off',
  '@typescript-eslint/no-non-null-assertion': 'off',
  '@typescript-eslint/unbound-method': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
};

/** What comes from JavaScript has the types that the compiler could guess. */
const ofPlainJavascript = {
  '@typescript-eslint/no-unnecessary-condition': 'off',
  '@typescript-eslint/no-unnecessary-type-assertion': 'off',
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
  '@typescript-eslint/restrict-plus-operands': 'off',
  '@typescript-eslint/restrict-template-expressions': 'off',
};

export default tseslint.config(
  // AssemblyScript is another language; its compiler checks it.
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      'tools/lint/test/fixture/',
      'packages/ristretto/assembly/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    plugins: { '@eslint-community/eslint-comments': comments, madang: { rules } },
    rules: everywhere,
  },
  { files: ['**/*.mjs'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    rules: everyTypescript,
  },
  {
    ...typed(['**/*.ts'], 'tsconfig.json'),
    ignores: [...chain, ...web, ...webTests, ...webSettings, ...audit],
  },
  typed(chain, 'tsconfig.chain.json'),
  typed(web, 'tsconfig.web.json'),
  typed([...webTests, ...webSettings], 'tsconfig.webtest.json'),
  typed(audit, 'tsconfig.audit.json'),
  // JSX says the same in more lines.
  { files: ['**/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: 100 }] } },
  { files: chain, rules: deterministic },
  // The one place that throws: a broken assumption of our own.
  {
    files: ['packages/base/src/result.ts'],
    rules: closedSyntax({ throwIn: ['assert', 'expectStored'] }),
  },
  // Verification and signing wait for WebCrypto; the machine runs neither.
  {
    files: ['packages/protocol/src/**/{check,sign}-*.ts', 'services/*/proof/check-*.ts'],
    rules: closedSyntax({ mayWait: true }),
  },
  // Leaves nested readers by an exception of its own, which no other file sees.
  { files: ['packages/base/src/codec/failure.ts'], rules: { 'madang/closed-syntax': 'off' } },
  // Sets the traps for the clock and for chance, so it has to touch both.
  {
    files: ['packages/kernel/src/deterministically.ts'],
    rules: { 'madang/closed-globals': 'off', 'madang/closed-syntax': 'off' },
  },
  { files: uncast, rules: withoutCasts },
  { files: tests, rules: inTests },
  { files: audit, rules: ofPlainJavascript },
  {
    files: ['*.config.{ts,mjs}', 'apps/*/*.config.ts', 'tools/test/reporter.ts'],
    rules: {
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['apps/**', 'bench/**', 'soak/**', 'packages/testkit/**'],
    rules: { 'no-console': 'off' },
  },
);
