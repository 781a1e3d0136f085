import { describe, expect, it } from 'vitest';
import { docCommentProblems } from './doc-comments.ts';
import { forbiddenTextProblems } from './forbidden-text.ts';
import { manifestProblems } from './manifests.ts';
import { markdownProblems } from './markdown.ts';
import { nameProblems } from './names.ts';
import { codeLines, sizeProblems } from './sizes.ts';
import { suppressionProblems } from './suppressions.ts';
import { lineAt, type TrackedFile } from './tracked-files.ts';

const file = (path: string, text: string): TrackedFile => ({
  path,
  text,
  sizeBytes: Buffer.byteLength(text),
});

describe('sizeProblems', () => {
  const lines = (count: number): string => 'f();\n'.repeat(count);

  it('allows 400 lines of code in a file and 600 in a test', () => {
    const good = [file('a.ts', lines(400)), file('test/a.test.ts', lines(600))];
    expect(sizeProblems(good, [])).toEqual([]);
    const bad = [file('a.ts', lines(401)), file('test/a.test.ts', lines(601))];
    expect(sizeProblems(bad, [])).toHaveLength(2);
  });

  it('counts neither blank lines nor comments, and each line of a text', () => {
    expect(codeLines('/** a */\n\n// b\nf(\n  1, // c\n);\n/*\n d\n*/\n')).toBe(3);
    expect(codeLines('const text = `a\nb\nc`;')).toBe(3);
    expect(codeLines("const a = '// no comment';")).toBe(1);
    expect(codeLines('const a = <p>\n{/* b */}\n</p>;')).toBe(3);
  });

  it('refuses lines of more than 100 columns unless they cannot be broken', () => {
    expect(sizeProblems([file('a.ts', `// ${'word '.repeat(25)}`)], [])).toHaveLength(1);
    expect(sizeProblems([file('a.ts', `// https://a.example/${'a'.repeat(99)}`)], [])).toEqual([]);
    expect(sizeProblems([file('a.ts', `f("${"it's ".repeat(20)}");`)], [])).toEqual([]);
    expect(sizeProblems([file('a.md', 'word '.repeat(50))], [])).toEqual([]);
  });

  it('refuses files over a megabyte unless they are listed', () => {
    const large = { path: 'font.woff2', text: '', sizeBytes: 1_000_001 };
    expect(sizeProblems([large], [])).toHaveLength(1);
    expect(sizeProblems([large], ['font.woff2'])).toEqual([]);
  });
});

describe('nameProblems', () => {
  it.each(['src/utils.ts', 'src/helpers.test.ts', 'src/misc.tsx', 'src/castVote.ts', 'A.ts'])(
    'refuses a file called %s',
    (path) => expect(nameProblems([file(path, '')])).toHaveLength(1),
  );

  it.each([
    'class StoreManager {}',
    'type VoteData = 1;',
    'interface UserInfo {}',
    'const handleHandler = 1;',
    'export function stringUtil() {}',
    'export async function voteImpl() {}',
  ])('refuses %s', (text) => expect(nameProblems([file('a.ts', text)])).toHaveLength(1));

  it.each([
    'const authenticatorData = 1;',
    'type Database = 1;',
    'const information = 1;',
    'function f() { const data = 1; return data; }',
  ])('allows %s', (text) => expect(nameProblems([file('cast-vote.ts', text)])).toEqual([]));
});

describe('docCommentProblems', () => {
  it('wants a comment on exported functions and classes', () => {
    const text = 'export function a() {}\nexport class B {}\n// c\nexport async function c() {}';
    expect(docCommentProblems([file('a.ts', text)])).toHaveLength(3);
  });

  it('wants none on what stays inside, and one for all overloads', () => {
    const text =
      'function a() {}\n/** B. */\nexport function b(x: 1): 1;\nexport function b(x: 2): 2 { return x; }';
    expect(docCommentProblems([file('a.ts', text)])).toEqual([]);
  });
});

describe('forbiddenTextProblems', () => {
  it.each([
    ['a.json', '"resolved": "https://registry.example/a.tgz"'],
    ['a.md', 'see npmjs.com/package/a'],
    ['a.ts', "read('/work/main/a')"],
    ['a.ts', "read('/tmp/a')"],
    ['a.md', 'in /home/somebody/madang'],
    ['a.md', 'file:///root/a'],
    ['a.ts', '// TODO: later'],
    ['a.ts', '// FIXME'],
    ['a.ts', "it.only('a', f)"],
    ['a.md', '<<<<<<< HEAD'],
  ])('refuses %s with %s', (path, text) => {
    expect(forbiddenTextProblems([file(path, text)], [])).toHaveLength(1);
    expect(forbiddenTextProblems([file(path, text)], [path])).toEqual([]);
  });

  it.each([
    ['a.ts', "import { services } from './registry.ts';"],
    ['a.ts', '// TODO(#12): with the second service'],
    ['a.ts', "path.join(folder, 'tmp/a')"],
    ['a.ts', "fetch('/home')"],
    ['a.md', 'https://example.org/root/a'],
    ['a.md', 'Title\n======='],
  ])('allows %s with %s', (path, text) => {
    const found = forbiddenTextProblems([file(path, text)], []);
    expect(found.filter((one) => !one.includes('merge'))).toEqual([]);
  });

  it('names the line', () => {
    expect(forbiddenTextProblems([file('a.ts', '\n\n// FIXME')], [])[0]).toMatch(/^a\.ts:3 /);
    expect(lineAt('a\nb', 2)).toBe(2);
  });
});

describe('markdownProblems', () => {
  const other = file('docs/other.md', '# Other page\n\n## A `b` & c\n\n## Twice\n\n## Twice\n');

  it.each([
    ['no title', 'text'],
    ['two titles', '# a\n\n# b'],
    ['a missing file', '# a\n[x](missing.md)'],
    ['a missing folder', '# a\n[x](../missing/)'],
    ['a missing heading', '# a\n[x](other.md#nothing)'],
    ['a missing heading of its own', '# a\n[x](#b)'],
    ['a missing picture', '# a\n![x](a.png)'],
    ['a missing definition', '# a\n[x][y]\n\n[y]: missing.md'],
  ])('refuses %s', (_what, text) => {
    expect(markdownProblems([file('docs/a.md', text), other])).toHaveLength(1);
  });

  it.each([
    '# a\n[x](other.md), [y](./other.md#other-page), [z](../docs/), [w](#a), [v](/docs/other.md)',
    '# a\n[x](other.md#a-b--c) [y](other.md#twice-1)',
    '# a\n```sh\n# not a title [x](nothing.md)\n```\n`[x](nothing.md)`',
    '# a\n[x](https://example.org) [y](mailto:a@example.org)',
  ])('allows %j', (text) => {
    expect(markdownProblems([file('docs/a.md', text), other])).toEqual([]);
  });
});

describe('manifestProblems', () => {
  const manifest = (change: object): TrackedFile =>
    file('a/package.json', JSON.stringify({ private: true, license: 'Apache-2.0', ...change }));

  it.each([
    { dependencies: { hono: '^4.0.0' } },
    { devDependencies: { hono: '~4.0.0' } },
    { optionalDependencies: { hono: 'latest' } },
    { dependencies: { hono: '*' } },
    { dependencies: { '@madang/base': '0.1.0' } },
    { private: false },
    { license: 'MIT' },
  ])('refuses %j', (change) => expect(manifestProblems([manifest(change)])).toHaveLength(1));

  it('allows exact versions, and the rooms beside', () => {
    const dependencies = { hono: '4.0.0', '@madang/base': '*', next: '1.0.0-rc.1' };
    expect(manifestProblems([manifest({ dependencies })])).toEqual([]);
  });
});

describe('suppressionProblems', () => {
  const described = file(
    'a.ts',
    '// eslint-disable-next-line no-console -- prints the answer\nf();',
  );
  const bare = file('b.ts', '// eslint-disable-next-line no-console\nf();');
  const bareType = file('c.ts', '// @ts-expect-error\nf();');
  const wordedType = file('d.ts', '// @ts-expect-error: a number is refused\nf();');

  it('wants a reason for each', () => {
    expect(suppressionProblems([described, wordedType], 2)).toEqual([]);
    expect(suppressionProblems([bare, bareType], 2)).toHaveLength(2);
  });

  it('lets their number neither grow nor stay behind', () => {
    expect(suppressionProblems([described], 0)).toHaveLength(1);
    expect(suppressionProblems([described], 2)).toHaveLength(1);
  });
});
