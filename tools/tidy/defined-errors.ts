import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { errorsOf } from './errors.ts';
import { isTest, type TrackedFile } from './tracked-files.ts';

/** Files that define errors: those of the services' chains and the machine's own. */
export function errorFiles(files: readonly TrackedFile[]): readonly TrackedFile[] {
  return files.filter(
    (file) =>
      /^(?:services\/[^/]+\/chain|packages\/[^/]+\/src)\/.*\.ts$/.test(file.path) &&
      !isTest(file) &&
      /= defineErrors\(/.test(file.text),
  );
}

/** Every error that the tracked code defines, read from the running code. */
export async function definedErrors(
  root: string,
  files: readonly TrackedFile[],
): Promise<ReturnType<typeof errorsOf>> {
  const modules = await Promise.all(
    errorFiles(files).map(async (file): Promise<object> => {
      const module: unknown = await import(pathToFileURL(path.join(root, file.path)).href);
      return typeof module === 'object' && module !== null ? module : {};
    }),
  );
  const all = modules.flatMap(errorsOf);
  // A file may export the same error twice, alone and in a list.
  return [...new Map(all.map((one) => [one.name, one])).values()];
}
