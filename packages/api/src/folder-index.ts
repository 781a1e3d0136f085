import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file below a folder, as it was when the folder was last looked at. */
export interface FolderFile {
  /** Its path below the folder, with slashes. */
  readonly name: string;
  readonly read: () => Promise<Buffer>;
}

/** What lies in a folder. */
export interface FolderIndex {
  /**
   * The file of a name, the same object for as long as the file is the same; nothing if there is
   * none.
   */
  readonly find: (name: string) => Promise<FolderFile | undefined>;
}

/** How often at most the folder is looked at again, ms. */
const LOOK_AGAIN_MS = 1_000;

interface Known extends FolderFile {
  /** By which another content under the same name is known. */
  readonly stamp: string;
}

/**
 * Remembers the files of a folder, so that no request waits for the disk: it is looked at again
 * once in a while as long as somebody asks, at once for a name that it did not have.
 */
export function createFolderIndex(folder: string): FolderIndex {
  let files: ReadonlyMap<string, Known> = new Map();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  const look = (): Promise<void> => {
    looking ??= listFiles(folder, files)
      .then((found) => {
        files = found;
        lookedAt = performance.now();
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
  return {
    find: async (name) => {
      const known = files.get(name);
      if (performance.now() - lookedAt < LOOK_AGAIN_MS) return known;
      const looked = look();
      if (known === undefined) await looked;
      else looked.catch(() => undefined);
      return files.get(name);
    },
  };
}

/** All files below a folder; those that are as they were before stay the same objects. */
async function listFiles(
  folder: string,
  before: ReadonlyMap<string, Known>,
): Promise<ReadonlyMap<string, Known>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry): Promise<Known | undefined> => {
        const file = path.join(entry.parentPath, entry.name);
        const facts = await stat(file).catch(() => undefined);
        if (facts === undefined) return undefined;
        const name = path.relative(folder, file).split(path.sep).join('/');
        const stamp = `${String(facts.size)} ${String(facts.mtimeMs)}`;
        const known = before.get(name);
        return known?.stamp === stamp ? known : { name, stamp, read: () => readFile(file) };
      }),
  );
  const present = found.flatMap((file) => (file === undefined ? [] : [[file.name, file] as const]));
  return new Map(present);
}
