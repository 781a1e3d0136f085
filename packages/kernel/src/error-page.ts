import type { Shape } from '@madang/base';
import type { AnyError } from './refusal.ts';

/** What the page calls the errors of one service. */
export interface ErrorChapter {
  readonly title: string;
  readonly errors: readonly AnyError[];
}

/** The page docs/errors.md: every error with its sentences, its details and what to do. */
export function errorPage(chapters: readonly ErrorChapter[]): string {
  const parts = [
    '# Errors',
    'Every refusal has a number and a name that never change. Receipts, the API and the command line ' +
      'use them alike; the API adds the sentence and the details. A detail whose name ends in `At` ' +
      'is a time in milliseconds.',
    ...chapters.flatMap(chapterParts),
  ];
  return `${parts.join('\n\n')}\n`;
}

function chapterParts({ title, errors }: ErrorChapter): readonly string[] {
  return [`## ${title}`, ...errors.flatMap(errorParts)];
}

function errorParts(error: AnyError): readonly string[] {
  const details = detailNames(error.shape);
  return [
    `### ${error.name}`,
    `Number ${String(error.code)}. ${details === '' ? 'No details.' : `Details: ${details}.`}`,
    `> ${error.text.en}\n>\n> ${error.text.ko}`,
    error.text.help,
  ];
}

function detailNames(shape: Shape): string {
  if (shape.kind !== 'record') return '';
  return shape.fields
    .map(({ name, optional }) => `\`${name}\`${optional ? ' (may be absent)' : ''}`)
    .join(', ');
}
