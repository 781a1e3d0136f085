import fs from 'node:fs';
import path from 'node:path';
import { vectors } from './vectors.ts';

/** The file of the vectors, laid out as the formatter has it. */
export function vectorsText(): string {
  const text = JSON.stringify(vectors(), null, 2);
  // Lists of numbers stand on one line.
  const flat = text.replaceAll(/\[[\s\d[\],]*\]/g, (list) =>
    list.replaceAll(/\s/g, '').replaceAll(',', ', '),
  );
  return `${flat}\n`;
}

if (import.meta.main) {
  fs.writeFileSync(path.join(import.meta.dirname, '../vectors.json'), vectorsText());
}
