import path from 'node:path';
import type { TrackedFile } from './tracked-files.ts';

const REQUIRED = [
  'README.md',
  'service.ts',
  'chain/schema.ts',
  'chain/errors.ts',
  'chain/state.ts',
  'text/ko.ts',
  'text/en.ts',
];
const PARTS = new Set([
  'README.md',
  'service.ts',
  'chain',
  'proof',
  'intake',
  'views',
  'pages',
  'profiles',
  'text',
  'test',
]);

/** Where the folder of a service differs from the form that all services have. */
export function serviceShapeProblems(files: readonly TrackedFile[]): string[] {
  return serviceNames(files).flatMap((name) => {
    const own = partsOf(files, name);
    const missing = REQUIRED.filter((part) => !own.some((file) => file.part === part));
    const strange = [...new Set(own.map((file) => file.part.split('/')[0] ?? ''))].filter(
      (part) => !PARTS.has(part),
    );
    const hasTest = own.some((file) => /^test\/.*\.test\.tsx?$/.test(file.part));
    return [
      ...missing.map((part) => `services/${name} lacks ${part}.`),
      ...strange.map((part) => `services/${name}/${part} is no part of a service.`),
      ...(hasTest ? [] : [`services/${name} lacks a test.`]),
    ];
  });
}

/** Transactions that the README of their service does not name, or none of its tests does. */
export function transactionProblems(files: readonly TrackedFile[]): string[] {
  return serviceNames(files).flatMap((service) => {
    const own = partsOf(files, service);
    const readme = own.find((file) => file.part === 'README.md')?.text ?? '';
    const tests = own.filter((file) => file.part.startsWith('test/')).map((file) => file.text);
    return own.filter(isTransaction).flatMap(({ part }) => {
      const name = camelCase(path.posix.basename(part, '.ts'));
      const word = new RegExp(`\\b${name}\\b`);
      return [
        ...(word.test(readme) ? [] : [`services/${service}/README.md does not name ${name}.`]),
        ...(tests.some((text) => word.test(text)) ? [] : [`No test of ${service} names ${name}.`]),
      ];
    });
  });
}

type Part = { readonly part: string; readonly text: string };

/** Folders below services/, leaving out what npm needs there. */
export function serviceNames(files: readonly TrackedFile[]): readonly string[] {
  const names = files.map((file) => /^services\/([^/]+)\//.exec(file.path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].filter((name) => name !== 'test');
}

function partsOf(files: readonly TrackedFile[], service: string): readonly Part[] {
  const prefix = `services/${service}/`;
  return files
    .filter((file) => file.path.startsWith(prefix))
    .map((file) => ({ part: file.path.slice(prefix.length), text: file.text }));
}

function isTransaction({ part, text }: Part): boolean {
  return /^chain\/[^/]+\.ts$/.test(part) && /\btransaction(?:<[^>]*>)?\(\{/.test(text);
}

function camelCase(kebab: string): string {
  return kebab.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
