import { testRule } from './rule-tester.ts';

const prelude = `
  type Result<T, E> =
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: E };
  declare function write(): Result<number, string>;
  declare function later(): Promise<Result<number, string>>;
  declare function note(): void;
  declare function each(act: () => void): void;
`;
const after = (codes: string[]): string[] => codes.map((code) => prelude + code);

testRule('no-floating-result', {
  valid: after([
    'const written = write(); if (!written.ok) note();',
    'function again() { return write(); }',
    'const again = () => write();',
    'each(() => { note(); });',
    'each(note);',
    'note();',
    'declare function fetched(): { ok: boolean }; fetched();',
    'declare function wrapped(): { ok: true; value: number }; wrapped();',
    '[1].map(() => write()).every((one) => one.ok);',
    'let last; last = write(); String(last.ok);',
    'if (write().ok && write().ok) note();',
    'const value = write() ?? 1;',
  ]),
  invalid: {
    dropped: after([
      'write();',
      '(write());',
      'void write();',
      'note(), write();',
      'write(), note();',
      'const n = (write(), 1);',
      'Math.min(1) > 0 && write();',
      'Math.min(1) > 0 || write();',
      'undefined ?? write();',
      'Math.min(1) > 0 ? write() : note();',
      'Math.min(1) > 0 ? note() : write();',
      'await later();',
      'later();',
      'void later();',
      'void (await later());',
      'for (let n = 0; n < 1; write()) n += 1;',
      'for (write(); ; ) break;',
      '[1].map(() => write());',
      'write() as unknown as Result<number, string>;',
      'write()!;',
      'type Mine = Result<number, string> | { ok: false; error: 1 }; declare const f: () => Mine; f();',
      'new (class { run() { return write(); } })().run();',
      'each(() => { write(); });',
    ]),
    tested: after([
      'if (write()) note();',
      'while (write()) note();',
      'do note(); while (write());',
      'const n = write() ? 1 : 2;',
      'write() && note();',
      'write() || note();',
      '!write();',
      'const failed = !write();',
    ]),
    callback: after([
      'each(() => write());',
      'each(write);',
      'each(later as () => Promise<Result<number, string>>);',
      '[1].forEach(() => write());',
      'declare class Runner { constructor(act: () => void); } new Runner(write);',
    ]),
  },
});
