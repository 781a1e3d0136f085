import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { utf8 } from '@madang/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { whyNot } from '../src/verify/cannot-go-on.ts';
import { openScratchFiles, type ScratchFiles } from '../src/verify/scratch-files.ts';
import { temporaryFolder } from './support/city.ts';

const folder = temporaryFolder();
let files: ScratchFiles | undefined;
afterEach(() => {
  files?.close();
  files = undefined;
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function openedIn(place: string): ScratchFiles {
  vi.stubEnv('TMPDIR', place);
  files = openScratchFiles();
  return files;
}

describe('scratch files', () => {
  it('keep what is written, each for itself, and leave nothing in any folder', () => {
    mkdirSync(folder, { recursive: true });
    const opened = openedIn(folder);
    const [one, other] = [opened.space(), opened.space()];
    expect([one.reserve(8), one.reserve(4), other.reserve(8)]).toEqual([0, 8, 0]);
    one.write(0, utf8('01234567'));
    one.write(8, utf8('last'));
    other.write(0, utf8('otherone'));
    one.write(2, utf8('ab'));
    expect(one.read(0, 12)).toEqual(utf8('01ab4567last'));
    expect(one.read(8, 100)).toEqual(utf8('last'));
    expect(other.read(0, 8)).toEqual(utf8('otherone'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are told where they cannot be had, or not be read on', () => {
    mkdirSync(path.dirname(folder), { recursive: true });
    writeFileSync(folder, 'no folder');
    const opened = openedIn(folder);
    expect(codeOf(() => opened.space())).toBe('SCRATCH_UNUSABLE');
    rmSync(folder);
    mkdirSync(folder);
    const space = opened.space();
    opened.close();
    expect(codeOf(() => space.read(0, 1))).toBe('SCRATCH_UNUSABLE');
  });
});

function codeOf(use: () => unknown): string | undefined {
  try {
    use();
  } catch (thrown) {
    return whyNot(thrown)?.code;
  }
  return undefined;
}
