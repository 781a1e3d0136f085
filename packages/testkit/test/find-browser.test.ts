import { describe, expect, it } from 'vitest';
import { type BrowserSearch, browserSource } from '../src/index.ts';

const fetched = { executablePath: 'fetched', libraryFolder: 'libraries' };

/** A machine with these files, and what was tried on it. */
function machine(files: string[], env: Record<string, string> = {}, installs?: string) {
  const tried: string[] = [];
  const search: BrowserSearch = {
    env: { PATH: '/a:/b', ...env },
    exists: (file) => files.includes(file),
    installPackage: () => {
      tried.push('package');
      if (installs !== undefined) files.push(installs);
      return installs !== undefined;
    },
    fetch: async () => {
      tried.push('fetch');
      return fetched;
    },
  };
  return { search, tried };
}

describe('the search for a browser', () => {
  it('takes the one that MADANG_BROWSER names before an installed one', async () => {
    const { search, tried } = machine(['/a/chromium', '/own'], { MADANG_BROWSER: '/own' });
    expect(await browserSource(search)).toEqual({ executablePath: '/own' });
    expect(tried).toEqual([]);
  });

  it('fails in one sentence if what MADANG_BROWSER names is not there', async () => {
    const { search } = machine(['/a/chromium'], { MADANG_BROWSER: '/gone' });
    await expect(browserSource(search)).rejects.toThrow('MADANG_BROWSER is /gone');
  });

  it('takes an installed one from any folder of PATH and installs nothing', async () => {
    const { search, tried } = machine(['/b/microsoft-edge']);
    expect(await browserSource(search)).toEqual({ executablePath: '/b/microsoft-edge' });
    expect(tried).toEqual([]);
  });

  it('takes one that has no windows before one that has', async () => {
    const { search } = machine(['/a/chromium', '/usr/bin/chromium-headless-shell']);
    const found = await browserSource(search);
    expect(found).toEqual({ executablePath: '/usr/bin/chromium-headless-shell' });
  });

  it('installs the package of the system where none is installed', async () => {
    const { search, tried } = machine([], {}, '/usr/bin/chromium');
    expect(await browserSource(search)).toEqual({ executablePath: '/usr/bin/chromium' });
    expect(tried).toEqual(['package']);
  });

  it('fetches one, with its libraries, where nothing can be installed', async () => {
    const { search, tried } = machine([]);
    expect(await browserSource(search)).toEqual(fetched);
    expect(tried).toEqual(['package', 'fetch']);
  });
});
