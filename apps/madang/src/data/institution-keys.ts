import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { INSTITUTION_KEYS } from './found.ts';
import type { Layout } from './layout.ts';

/** What a key of an institution is for. */
export type InstitutionKeyUse = (typeof INSTITUTION_KEYS)[number];

/** A file among the secrets with a key of an institution. */
export interface InstitutionKeyFile {
  readonly institution: string;
  readonly file: string;
}

/**
 * The files with keys that institutions have or had for a purpose, or will have: `ID.USE.key`, and
 * beside it any `ID.USE-WORD.key`, such as the next one. Which of them is used is not in their
 * names: it is the one that the ledger knows. Ascending by name, the plain one first.
 */
export function institutionKeyFiles(
  { secrets }: Pick<Layout, 'secrets'>,
  use: InstitutionKeyUse,
): readonly InstitutionKeyFile[] {
  const names = existsSync(secrets) ? readdirSync(secrets) : [];
  const form = new RegExp(`^([a-z][a-z0-9-]*)\\.${use}(-[a-z0-9-]+)?\\.key$`);
  return names
    .flatMap((name) => {
      const [, institution, word = ''] = form.exec(name) ?? [];
      return institution === undefined ? [] : [{ institution, word, name }];
    })
    .sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1))
    .map(({ institution, name }) => ({ institution, file: path.join(secrets, name) }));
}

function orderOf({ institution, word }: { institution: string; word: string }): string {
  return `${institution} ${word}`;
}
