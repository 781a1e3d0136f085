import { createServer, type Server } from 'node:http';
import { launchBrowser } from './browser.ts';
import { bundleForPage, PAGE_GLOBAL } from './bundle.ts';

/** A page with the code that checks receipts and signatures, as browsers get it. */
export interface PageWorld {
  /** Calls a function that `in-page.ts` exports; arguments and answer are JSON. */
  readonly call: <T>(name: string, ...args: readonly unknown[]) => Promise<T>;
  /** Name and version of the browser. */
  readonly browserVersion: string;
  readonly close: () => Promise<void>;
}

/**
 * Opens an empty page on this machine, where browsers give WebCrypto as they do over HTTPS, and
 * puts
 * the code on it. Undefined where there is no browser.
 */
export async function openPageWorld(): Promise<PageWorld | undefined> {
  const browser = await launchBrowser();
  if (browser === undefined) return undefined;
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>t</title>');
  });
  const page = await browser.newPage();
  await page.goto(`http://localhost:${String(await listen(server))}/`);
  await page.addScriptTag({ content: await bundleForPage() });
  return {
    call: (name, ...args) => {
      const given = args.map((arg) => JSON.stringify(arg)).join(', ');
      return page.evaluate(`${PAGE_GLOBAL}.${name}(${given})`);
    },
    browserVersion: `${browser.browserType().name()} ${browser.version()}`,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, 'localhost', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
