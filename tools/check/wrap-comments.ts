const COLUMNS = 100;

/**
 * Wraps the comments that stand on lines of their own and are wider than 100 columns; the
 * formatter leaves comments alone. Comments that speak to a tool, and addresses, stay as they are.
 */
export function wrapComments(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= COLUMNS ? [line] : wrapLine(line)))
    .join('\n');
}

function wrapLine(line: string): string[] {
  if (/https?:\/\/|eslint-|@ts-/.test(line)) return [line];
  const [, indent = '', opening = '', words = ''] =
    /^(\s*)(\/\/|\/\*\*|\*)\s+(.*)$/.exec(line) ?? [];
  if (opening === '//') return fill(words, `${indent}// `);
  if (opening === '*' && !words.endsWith('*/')) return fill(words, `${indent}* `);
  if (opening === '/**' && words.endsWith('*/')) {
    const inner = words.slice(0, -2).trimEnd();
    return [`${indent}/**`, ...fill(inner, `${indent} * `), `${indent} */`];
  }
  return [line];
}

/** Breaks the words into lines that begin with the prefix. */
function fill(words: string, prefix: string): string[] {
  const lines: string[] = [];
  let line = prefix;
  for (const word of words.split(/\s+/)) {
    const longer = line === prefix ? prefix + word : `${line} ${word}`;
    if (longer.length > COLUMNS && line !== prefix) {
      lines.push(line);
      line = prefix + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
