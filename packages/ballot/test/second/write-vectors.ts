import fs from 'node:fs';
import path from 'node:path';
import { mixVectors } from './mix-vectors.ts';
import { surrenderVectors } from './surrender-vectors.ts';
import { vectors } from './vectors.ts';

/** The file of the vectors of ballots, laid out as the formatter has it. */
export function vectorsText(): string {
  return laidOut(vectors());
}

/** The file of the vectors of mixes. */
export function mixVectorsText(): string {
  return laidOut(mixVectors());
}

/** The file of the vectors of surrenders. */
export function surrenderVectorsText(): string {
  return laidOut(surrenderVectors());
}

function laidOut(value: object): string {
  const text = JSON.stringify(value, null, 2);
  // Lists of numbers stand on one line.
  const flat = text.replaceAll(/\[[\s\d[\],]*\]/g, (list) =>
    list.replaceAll(/\s/g, '').replaceAll(',', ', '),
  );
  return `${flat}\n`;
}

if (import.meta.main) {
  const file = (name: string) => path.join(import.meta.dirname, '..', name);
  fs.writeFileSync(file('vectors.json'), vectorsText());
  fs.writeFileSync(file('mix-vectors.json'), mixVectorsText());
  fs.writeFileSync(file('surrender-vectors.json'), surrenderVectorsText());
}
