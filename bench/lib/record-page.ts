import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expectPresent } from '@madang/base';
import { launchBrowser } from '@madang/testkit';
import type { Page } from 'playwright-core';

/** What a browser sends when a page is opened: whole requests, in their order. */
export interface RecordedPage {
  /** By a browser that was never here, with what it takes in for later. */
  readonly cold: readonly string[];
  /** By the same browser when the page is opened again. */
  readonly again: readonly string[];
}

/** How long nothing is asked any more before a page counts as loaded, ms. */
const QUIET_MS = 1_500;

/**
 * Opens a page in a browser as large as a telephone, twice, and notes what it asks the server on a
 * port. Letters are left out: a telephone that has Korean ones does not load them on such a page.
 * `beforeAgain` is done in between.
 */
export async function recordPage(
  port: number,
  path: string,
  isThere: (page: Page) => Promise<unknown>,
  beforeAgain?: (page: Page) => Promise<unknown>,
): Promise<RecordedPage> {
  const browser = expectPresent(await launchBrowser(), 'a browser is there');
  const noted: string[] = [];
  const proxy = await startProxy(port, noted);
  try {
    const address = `http://localhost:${String((proxy.address() as AddressInfo).port)}${path}`;
    const viewport = { width: 390, height: 844 };
    const context = await browser.newContext({ viewport, locale: 'ko-KR' });
    const page = await context.newPage();
    const opened = async (): Promise<readonly string[]> => {
      await page.goto(address);
      await isThere(page);
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
      await quiet(noted);
      return noted.splice(0).filter((text) => !isOfLetters(text));
    };
    const cold = await opened();
    await beforeAgain?.(page);
    await page.goto('about:blank');
    return { cold, again: await opened() };
  } finally {
    await browser.close();
    proxy.closeAllConnections();
    proxy.close();
  }
}

async function quiet(noted: readonly string[]): Promise<void> {
  for (let before = -1; before !== noted.length; ) {
    before = noted.length;
    await setTimeout(QUIET_MS);
  }
}

function isOfLetters(text: string): boolean {
  return /^GET \/assets\/(fonts-[^ ]+\.css|[^ ]+\.woff2) /.test(text);
}

/** Passes everything on to the server, and notes it as it came. */
async function startProxy(port: number, noted: string[]): Promise<Server> {
  const proxy = createServer((asked, answer) => {
    const { method = 'GET', url = '/', headers } = asked;
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const body = Buffer.concat(chunks);
      noted.push(`${headOf(asked)}${body.toString('latin1')}`);
      const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (came) => {
        answer.writeHead(came.statusCode ?? 502, came.headers);
        came.pipe(answer);
      });
      onward.on('error', () => answer.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  return proxy;
}

function headOf({ method = '', url = '', rawHeaders }: IncomingMessage): string {
  const lines = Array.from(
    { length: rawHeaders.length / 2 },
    (_, at) => `${rawHeaders[2 * at] ?? ''}: ${rawHeaders[2 * at + 1] ?? ''}`,
  );
  return [`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}
