import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildWeb } from '../build-web.ts';

const root = path.resolve(import.meta.dirname, '../..');

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'build-web-'));
  write('package-lock.json', '{}');
  write('apps/web/index.html', '<script type="module" src="./src/main.ts"></script>');
  write('apps/web/src/main.ts', "import '../../../packages/ui/src/part.ts';");
  write('packages/ui/src/part.ts', "document.title = 'first';");
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(path.join(root, 'node_modules/vite'), path.join(folder, 'node_modules/vite'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  const place = path.join(folder, file);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, text);
}

/** All that a browser would get of the build, as one text. */
function built(): string {
  const dist = path.join(folder, 'apps/web/dist');
  const names = fs.readdirSync(dist, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => fs.statSync(path.join(dist, name)).isFile());
  return files.map((name) => fs.readFileSync(path.join(dist, name), 'utf8')).join('\n');
}

const page = (): number => fs.statSync(path.join(folder, 'apps/web/dist/index.html')).ino;

describe('buildWeb', () => {
  it('builds once, and again when a source of another room has changed', async () => {
    expect(await buildWeb(folder)).toBe(0);
    expect(built()).toContain('first');
    const firstPage = page();
    expect(await buildWeb(folder)).toBe(0);
    expect(page()).toBe(firstPage);
    write('packages/ui/src/part.ts', "document.title = 'second';");
    expect(await buildWeb(folder)).toBe(0);
    expect(built()).toContain('second');
    expect(built()).not.toContain('first');
  });

  it('keeps the last build when a new one fails, and tries again next time', async () => {
    await buildWeb(folder);
    write('packages/ui/src/part.ts', 'this is no program');
    expect(await buildWeb(folder)).not.toBe(0);
    expect(built()).toContain('first');
    write('packages/ui/src/part.ts', "document.title = 'mended';");
    expect(await buildWeb(folder)).toBe(0);
    expect(built()).toContain('mended');
  });

  it('is done by one process while others wait for it', async () => {
    write('packages/ui/src/part.ts', "document.title = 'together';");
    const script = path.join(import.meta.dirname, '../build-web.ts');
    const code = `const { buildWeb } = await import(process.argv[1]);
      process.exitCode = await buildWeb(process.argv[2]);`;
    const said = await Promise.all(
      [1, 2, 3].map(async () => {
        const args = ['--input-type=module', '-e', code, script, folder];
        const { stderr } = await promisify(execFile)(process.execPath, args);
        return stderr.includes('Building the browser app');
      }),
    );
    expect(said.filter((one) => one)).toHaveLength(1);
    expect(built()).toContain('together');
  });

  it('builds again when the build was deleted', async () => {
    await buildWeb(folder);
    fs.rmSync(path.join(folder, 'apps/web/dist'), { recursive: true });
    expect(await buildWeb(folder)).toBe(0);
    expect(built()).toContain('first');
  });
});
