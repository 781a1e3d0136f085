import type { Block } from './plain-blocks.ts';

function PlainTable({ head, rows }: Extract<Block, { kind: 'table' }>) {
  return (
    <div class="m-scroll" tabIndex={0} role="region" aria-label={head.join(', ')}>
      <table class="plain-table">
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={column}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PlainBlock({ block, numbered }: { block: Block; numbered: boolean }) {
  switch (block.kind) {
    case 'heading':
      return <h3>{block.text}</h3>;
    case 'paragraph':
      return <p>{block.text}</p>;
    case 'table':
      return <PlainTable {...block} />;
    case 'list':
      return numbered ? (
        <ol class="plain-easy">
          {block.items.map((item) => (
            <li key={item}>
              <span>{item}</span>
            </li>
          ))}
        </ol>
      ) : (
        <ul class="plain-list">
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
  }
}

/** Draws the pieces of a plain text; `numbered` gives the items of lists their numbers. */
export function PlainText({
  blocks,
  numbered = false,
}: {
  blocks: readonly Block[];
  numbered?: boolean;
}) {
  return (
    <div class="plain-text">
      {blocks.map((block, at) => (
        <PlainBlock key={at} block={block} numbered={numbered} />
      ))}
    </div>
  );
}
