import { testRule } from './rule-tester.ts';

testRule('no-engine-text', {
  valid: [
    "const less = 'a' < 'b';",
    'const hex = /^[0-9a-f]+$/g;',
    'const sticky = /a/dgmsy;',
    'const literal = /\\(\\?x/;',
    "'abc'.match(/b/);",
    'const normalize = 1; const box = { normalize };',
  ],
  invalid: {
    unicode: [
      "'a'.localeCompare('b');",
      "'a'['localeCompare']('b');",
      "'a'?.localeCompare('b');",
      "const { localeCompare } = 'a';",
      "let lower; ({ toLowerCase: lower } = 'A');",
      "const compare = 'a'.localeCompare;",
      '(5).toLocaleString();',
      "'A'.toLowerCase();",
      "'a'.toUpperCase();",
      "'a'.toLocaleLowerCase();",
      "'a'.normalize('NFC');",
      "['a'].map((text) => text.normalize());",
    ],
    flags: ['/a/i;', '/a/u;', '/a/v;', '/a/gi;', '/(?i:a)/;', '/(?s-i:a)/;', '/x(?mi:a)/;'],
    pattern: [
      "'a'.match('(?i:A)');",
      "'a'.search('b');",
      "'a'.matchAll('b');",
      "const wanted = /b/; 'a'.match(wanted);",
    ],
    stack: ["new Error('a').stack;", "const { stack } = new Error('a');"],
  },
});
