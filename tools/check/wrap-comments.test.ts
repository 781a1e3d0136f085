import { describe, expect, it } from 'vitest';
import { wrapComments } from './wrap-comments.ts';

const sentence = `${'word '.repeat(30).trim()}.`;

describe('wrapComments', () => {
  it('makes several lines of a doc comment that is too wide', () => {
    const lines = wrapComments(`  /** ${sentence} */\nconst a = 1;`).split('\n');
    expect(lines[0]).toBe('  /**');
    expect(lines[1]).toMatch(/^ {3}\* word/);
    expect(lines.slice(-2)).toEqual(['   */', 'const a = 1;']);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('breaks a line comment and a line of a block with the same beginning', () => {
    for (const opening of ['  // ', '   * ']) {
      const lines = wrapComments(opening + sentence).split('\n');
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.every((line) => line.startsWith(opening))).toBe(true);
    }
  });

  it('loses no word', () => {
    const words = wrapComments(`// ${sentence}`).split(/[\s/]+/);
    expect(words.filter((word) => word.startsWith('word'))).toHaveLength(30);
  });

  it.each([
    `const text = '${sentence}';`,
    `// eslint-disable-next-line no-console -- ${sentence}`,
    `// https://example.org/${'a'.repeat(100)}`,
    `const a = 1; // ${sentence}`,
    '// short',
  ])('leaves %s alone', (line) => {
    expect(wrapComments(line)).toBe(line);
  });
});
