import { testRule } from './rule-tester.ts';

testRule('integer-arithmetic', {
  valid: [
    'const half = 5n / 2n;',
    'const power = 2n ** 8n;',
    'let left = 9n; left /= 2n; left **= 2n;',
    'function half<T extends bigint>(value: T) { return value / 2n; }',
    'const sum = 1 + 2 * 3 - (7 % 4);',
    'const shifted = (9 >>> 1) | 0;',
    'const written = [0, 1_000, 0xff, 0b11, 0o7, 1e3, 2E+3];',
    'const pattern = /a/;',
    'const negative = -1;',
    'const view = new DataView(new ArrayBuffer(8)); view.getUint32(0);',
  ],
  invalid: {
    operator: [
      'const half = 5 / 2;',
      'const power = 2 ** 8;',
      'let left = 9; left /= 2;',
      'let left = 9; left **= 2;',
      'const half = Math.trunc(5 / 2);',
      'function half(value: any) { return value / 2; }',
      'function half(value: any) { return value / value; }',
      'function half<T extends number>(value: T) { return value / value; }',
      'function half<T>(value: T) { return (value as never) / (value as never); }',
      'function mixed(a: number | bigint) { return (a as number) / 2; }',
      'type Count = number & { readonly unit: 1 }; function half(n: Count) { return n / 2; }',
      'const box = { n: 4 }; box.n /= 2;',
      "const box = { n: 4 }; box['n'] **= 2;",
    ],
    fraction: [
      'const half = 0.5;',
      'const half = .5;',
      'const one = 1.0;',
      'const one = 1.;',
      'const small = 5e-1;',
      'const list = [1, 2.5];',
      'const big = 1.5e3;',
    ],
    conversion: ["const half = +'0.5';", 'const same = +1;'],
    float: [
      'new DataView(new ArrayBuffer(8)).getFloat64(0);',
      "new DataView(new ArrayBuffer(8))['setFloat32'](0, 1);",
      'const { getFloat64 } = new DataView(new ArrayBuffer(8));',
    ],
  },
});
