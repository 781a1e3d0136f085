import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { apiErrors } from '@madang/api';
import { type AnyError, allErrors, errorPage, kernelErrors } from '@madang/kernel';
import { describe, expect, it } from 'vitest';
import { services } from '../../registry.ts';

const FILE = path.join(import.meta.dirname, '../../../docs/errors.md');

/** The page of all errors of this build. With UPDATE_ERRORS_PAGE=1 the test writes it. */
function page(): string {
  const ascending = (errors: Readonly<Record<string, AnyError>>) =>
    Object.values(errors).sort((left, right) => left.code - right.code);
  return errorPage([
    { title: 'kernel: the machine itself', errors: ascending(kernelErrors) },
    ...services.map(({ name, doc, errors }) => ({
      title: `${name}: ${doc.en.toLowerCase().replace(/\.$/, '')}`,
      errors: ascending(errors),
    })),
    { title: 'api: the HTTP interface', errors: ascending(apiErrors) },
  ]);
}

describe('docs/errors.md', () => {
  it('is the page of the errors that the code defines', () => {
    if (process.env['UPDATE_ERRORS_PAGE'] === '1') writeFileSync(FILE, page());
    expect(readFileSync(FILE, 'utf8')).toBe(page());
  });

  it('has every error of the registry once', () => {
    for (const { name } of allErrors(services)) {
      expect(page().split(`### ${name}\n`)).toHaveLength(2);
    }
  });
});
