// Compiles assembly/ to WebAssembly and writes src/module.ts: `node packages/ristretto/build.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * As much of `assemblyscript/asc` as is used. Its own types declare globals of another language.
 */
interface Compiler {
  readonly main: (
    args: readonly string[],
    room: {
      readonly readFile: (name: string) => string | null;
      readonly writeFile: (name: string, contents: string | Uint8Array) => void;
      readonly listFiles: () => readonly string[];
      readonly stderr: { readonly write: (text: string) => boolean };
    },
  ) => Promise<{ readonly error: Error | null }>;
}

const COMPILER: string = 'assemblyscript/asc';
const FOLDER = import.meta.dirname;
const OPTIONS = ['--runtime', 'stub', '-O3', '--noAssert'];

/** The text of src/module.ts that the sources in assembly/ give. */
export async function moduleText(): Promise<string> {
  const { main } = (await import(COMPILER)) as Compiler;
  let compiled: Uint8Array = new Uint8Array();
  const said: string[] = [];
  const { error } = await main(['index.ts', '--outFile', 'out.wasm', ...OPTIONS], {
    readFile: (name) => sourceOf(name),
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') compiled = contents;
    },
    listFiles: () => [],
    stderr: { write: (text) => said.push(text) > 0 },
  });
  if (error !== null) throw new Error(`${error.message}\n${said.join('')}`);
  const lines =
    Buffer.from(compiled)
      .toString('base64')
      .match(/.{1,96}/g) ?? [];
  return [
    '// Written by build.ts from the sources in assembly/; a test compiles them again and compares.',
    '',
    '/** The module of WebAssembly, base64. */',
    'export const MODULE =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}

function sourceOf(name: string): string | null {
  try {
    return readFileSync(path.join(FOLDER, 'assembly', name), 'utf8');
  } catch {
    return null;
  }
}

if (import.meta.main) {
  writeFileSync(path.join(FOLDER, 'src/module.ts'), await moduleText());
}
