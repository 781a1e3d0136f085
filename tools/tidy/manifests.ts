import type { TrackedFile } from './tracked-files.ts';

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies'];

/** Workspace manifests that leave open which version is meant, or are not ours by licence. */
export function manifestProblems(files: readonly TrackedFile[]): string[] {
  return files
    .filter((file) => /(^|\/)package\.json$/.test(file.path))
    .flatMap((file) => {
      const manifest: unknown = JSON.parse(file.text);
      const loose = GROUPS.flatMap((group) => looseVersions(field(manifest, group)));
      return [
        ...loose.map((one) => `${file.path}: ${one} is not one exact version.`),
        ...(field(manifest, 'private') === true ? [] : [`${file.path}: say "private": true.`]),
        ...(field(manifest, 'license') === 'Apache-2.0'
          ? []
          : [`${file.path}: say "license": "Apache-2.0".`]),
      ];
    });
}

/** Rooms of this repository are always the ones beside each other: `*`. */
function looseVersions(group: unknown): string[] {
  if (typeof group !== 'object' || group === null) return [];
  return Object.entries(group)
    .filter(([name, version]: [string, unknown]) =>
      name.startsWith('@madang/')
        ? version !== '*'
        : typeof version !== 'string' || !EXACT.test(version),
    )
    .map(([name, version]: [string, unknown]) => `${name} ${String(version)}`);
}

function field(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return isObject ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}
