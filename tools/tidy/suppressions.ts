import { isCode, lineAt, type TrackedFile } from './tracked-files.ts';

const SUPPRESSION =
  /(?:\/\/|\/\*)\s*(?:eslint-disable(?:-next-line|-line)?|@ts-expect-error|biome-ignore)\b(.*)/g;

type Suppression = { readonly place: string; readonly isDescribed: boolean };

/** Every comment that switches a check off. */
export function suppressions(files: readonly TrackedFile[]): readonly Suppression[] {
  return files.filter(isCode).flatMap((file) =>
    [...file.text.matchAll(SUPPRESSION)].map(({ 1: rest = '', index }) => ({
      place: `${file.path}:${lineAt(file.text, index)}`,
      isDescribed: /--\s*\S|:\s*\S|^\s+\S+.*\s\S/.test(rest),
    })),
  );
}

/** Suppressions without a reason, and more of them than the committed number. */
export function suppressionProblems(files: readonly TrackedFile[], most: number): string[] {
  const all = suppressions(files);
  const bare = all.filter((one) => !one.isDescribed);
  return [
    ...bare.map((one) => `${one.place} switches a check off without saying why.`),
    ...(all.length > most
      ? [`There are ${all.length} suppressions and may be ${most}; do without the newest.`]
      : []),
    ...(all.length < most
      ? [`There are only ${all.length} suppressions: write ${all.length} into suppressions.json.`]
      : []),
  ];
}
