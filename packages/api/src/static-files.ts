import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/**
 * What the browser may load and do on our pages: nothing from elsewhere, nothing inline. Compiling
 * WebAssembly is allowed, for what seals ballots; evaluating text as script is not.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
    "img-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; " +
    "form-action 'self'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self)',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};
const COMPRESSED_TYPES = new Set(['.html', '.js', '.css', '.svg', '.webmanifest', '.json', '.txt']);

/** Files of the browser app below a folder. */
export interface StaticFiles {
  /** Answers a GET or HEAD for a file or a page of the app; false if there is none. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

interface Encoded {
  readonly stamp: string;
  readonly bodies: Map<string, Promise<Buffer>>;
}

/**
 * Serves the browser app: hashed assets for a year, everything else revalidated, texts compressed
 * once and kept. A path without a file that looks like a page gets the app itself.
 */
export function createStaticFiles(folder: string): StaticFiles {
  const kept = new Map<string, Encoded>();
  return {
    serve: async (request, response) => {
      const place = placeOf(folder, request.url ?? '/');
      if (place === undefined) return false;
      const found =
        (await fileAt(place.file)) ?? (place.isPage ? await fileAt(place.index) : undefined);
      if (found === undefined) return false;
      await send({ found, kept, request, response });
      return true;
    },
  };
}

interface Place {
  readonly file: string;
  readonly index: string;
  /** Whether the path is one of the app's clean addresses. */
  readonly isPage: boolean;
}

function placeOf(folder: string, url: string): Place | undefined {
  const raw = url.split(/[?#]/, 1)[0] ?? '/';
  const pathname = decodePath(raw);
  if (pathname === undefined || !/^[\w./@~-]*$/.test(pathname)) return undefined;
  if (pathname.split('/').some((step) => step.startsWith('.'))) return undefined;
  const file = path.join(folder, pathname === '/' ? 'index.html' : pathname);
  const isPage = path.extname(pathname) === '';
  return { file, index: path.join(folder, 'index.html'), isPage };
}

function decodePath(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}

interface Found {
  readonly file: string;
  readonly sizeBytes: number;
  readonly stamp: string;
}

async function fileAt(file: string): Promise<Found | undefined> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) return undefined;
    const stamp = `${facts.size.toString(36)}-${Math.floor(facts.mtimeMs).toString(36)}`;
    return { file, sizeBytes: facts.size, stamp };
  } catch {
    return undefined;
  }
}

interface Sending {
  readonly found: Found;
  readonly kept: Map<string, Encoded>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function send({ found, kept, request, response }: Sending): Promise<void> {
  const extension = path.extname(found.file);
  const encoding = COMPRESSED_TYPES.has(extension) ? encodingOf(request) : 'identity';
  const etag = `"${found.stamp}-${encoding}"`;
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    'cache-control': cachingOf(found.file),
    etag,
    vary: 'accept-encoding',
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  if (encoding === 'identity') {
    response.writeHead(200, { ...headers, 'content-length': found.sizeBytes });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(found.file), response);
    return;
  }
  const body = await encodedBody(kept, found, encoding);
  response.writeHead(200, {
    ...headers,
    'content-encoding': encoding,
    'content-length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function cachingOf(file: string): string {
  return file.includes(`${path.sep}assets${path.sep}`)
    ? 'public, max-age=31536000, immutable'
    : 'no-cache';
}

function encodingOf(request: IncomingMessage): 'br' | 'gzip' | 'identity' {
  const accepted = request.headers['accept-encoding'] ?? '';
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

function encodedBody(
  kept: Map<string, Encoded>,
  found: Found,
  encoding: 'br' | 'gzip',
): Promise<Buffer> {
  let entry = kept.get(found.file);
  if (entry === undefined || entry.stamp !== found.stamp) {
    entry = { stamp: found.stamp, bodies: new Map() };
    kept.set(found.file, entry);
  }
  const known = entry.bodies.get(encoding);
  if (known !== undefined) return known;
  const body = compress(found.file, encoding);
  entry.bodies.set(encoding, body);
  return body;
}

async function compress(file: string, encoding: 'br' | 'gzip'): Promise<Buffer> {
  const content = await readFile(file);
  if (encoding === 'gzip') return gzipAsync(content, { level: 9 });
  return brotliAsync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } });
}
