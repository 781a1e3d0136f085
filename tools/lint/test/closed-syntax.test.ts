import { testRule } from './rule-tester.ts';

testRule('closed-syntax', {
  valid: [
    'function* count() { yield 1; }',
    "import type { A } from './a.ts';",
    'for (const one of [1, 2]) one.toFixed();',
    'function make() { return new.target; }',
    {
      code: "export function assert(holds: boolean) { if (!holds) throw new Error('bug'); }",
      options: [{ throwIn: ['assert'] }],
    },
    { code: 'async function wait() { await 1; }', options: [{ mayWait: true }] },
  ],
  invalid: {
    asynchronous: [
      'async function wait() {}',
      'const wait = async () => {};',
      'class Box { async wait() {} }',
      'const box = { async wait() {} };',
      'async function* count() {}',
      'await later; declare const later: Promise<void>;',
      'for await (const one of many) {} declare const many: number[];',
      'await using file = open; declare const open: null;',
    ],
    dynamic: ["import('./a.ts');", 'const load = () => import("./a.ts");', 'import.meta.url;'],
    forIn: ['for (const key in {}) {}', 'let key; for (key in {}) {}'],
    tryCatch: ['try { f(); } catch {} function f() {}', 'try {} finally {}'],
    throwing: [
      'throw 1;',
      "function check() { throw new Error('no'); }",
      "const assert = () => { throw new Error('no'); };",
      "function assert() { return () => { throw new Error('no'); }; }",
    ],
    debugging: ['debugger;'],
  },
});
