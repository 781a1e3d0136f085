/** A piece of a plain text: what it is, and the words in it. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] };

function kindOf(line: string): Block['kind'] {
  if (/^#{1,6} /.test(line)) return 'heading';
  if (/^[-*] /.test(line)) return 'list';
  return /^\|.*\|$/.test(line) ? 'table' : 'paragraph';
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

function isRuler(line: string): boolean {
  return cellsOf(line).every((cell) => /^:?-+:?$/.test(cell));
}

function tableOf(lines: readonly string[]): Block {
  const [head = [], ...rows] = lines.filter((line) => !isRuler(line)).map(cellsOf);
  return { kind: 'table', head, rows };
}

function blockOf(kind: Block['kind'], lines: readonly string[]): Block {
  switch (kind) {
    case 'heading':
      return { kind, text: lines.join(' ').replace(/^#+ /, '') };
    case 'list':
      return { kind, items: lines.map((line) => line.slice(2).trim()) };
    case 'table':
      return tableOf(lines);
    case 'paragraph':
      return { kind, text: lines.join(' ') };
  }
}

/**
 * Reads a text for people: headings, paragraphs, lists, simple tables. Every other sign is only a
 * sign, so that nothing in a text can become more than words on a page.
 */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { kind: Block['kind']; lines: string[] } | undefined;
  const close = () => {
    if (open !== undefined) blocks.push(blockOf(open.kind, open.lines));
    open = undefined;
  };
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const kind = kindOf(line);
    if (line === '' || kind === 'heading' || open?.kind !== kind) close();
    if (line === '') continue;
    open ??= { kind, lines: [] };
    open.lines.push(line);
  }
  close();
  return blocks;
}

/** A part of a text under its heading; what stands before the first one has none. */
export type Section = { title?: string; blocks: readonly Block[] };

/** Splits a text at its headings. */
export function sectionsOf(text: string): readonly Section[] {
  const sections: { title?: string; blocks: Block[] }[] = [{ blocks: [] }];
  for (const block of blocksOf(text)) {
    if (block.kind === 'heading') sections.push({ title: block.text, blocks: [] });
    else sections.at(-1)?.blocks.push(block);
  }
  return sections.filter(({ title, blocks }) => title !== undefined || blocks.length > 0);
}

function spokenBlock(block: Block): string {
  switch (block.kind) {
    case 'list':
      return block.items.join('. ');
    case 'table':
      return block.rows
        .map((row) => row.map((cell, at) => `${block.head[at] ?? ''} ${cell}`.trim()).join(', '))
        .join('. ');
    default:
      return block.text;
  }
}

/** A text in pieces that a voice can read; a long one would be cut off. */
export function spokenPieces(text: string): readonly string[] {
  return blocksOf(text).map(spokenBlock);
}
