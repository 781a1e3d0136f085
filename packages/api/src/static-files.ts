import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { createFolderIndex, type FolderFile } from './folder-index.ts';
import { endWith } from './reply.ts';

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

const ENCODINGS = ['br', 'gzip', 'identity'] as const;
type Encoding = (typeof ENCODINGS)[number];

/** A file as it is sent in one encoding. */
interface Sendable {
  readonly etag: string;
  readonly body: Buffer;
  /** Header lines of the whole, and of the answer that the browser has it already. */
  readonly whole: readonly string[];
  readonly unchanged: readonly string[];
}

/**
 * Serves the browser app out of memory: hashed assets for a year, its icon for a day, everything
 * else revalidated by a tag of its content, texts compressed once and kept. A path without a file
 * that looks like a page gets the app itself.
 */
export function createStaticFiles(folder: string): StaticFiles {
  const index = createFolderIndex(folder);
  const made = new WeakMap<FolderFile, Map<Encoding, Promise<Sendable>>>();
  const sendableOf = (file: FolderFile, encoding: Encoding): Promise<Sendable> => {
    const known = made.get(file) ?? new Map<Encoding, Promise<Sendable>>();
    made.set(file, known);
    const sendable = known.get(encoding) ?? makeSendable(file, encoding);
    known.set(encoding, sendable);
    // What could not be read is tried again.
    sendable.catch(() => known.delete(encoding));
    return sendable;
  };
  return {
    serve: async (request, response) => {
      const place = placeOf(request.url ?? '/');
      if (place === undefined) return false;
      const file =
        (await index.find(place.name)) ?? (place.isPage ? await index.find(PAGE) : undefined);
      if (file === undefined) return false;
      send(await sendableOf(file, encodingOf(file, request)), request, response);
      return true;
    },
  };
}

const PAGE = 'index.html';
const ICON = 'icon.svg';

interface Place {
  /** The file below the folder, with slashes. */
  readonly name: string;
  /** Whether the path is one of the app's clean addresses. */
  readonly isPage: boolean;
}

function placeOf(url: string): Place | undefined {
  const raw = url.split(/[?#]/, 1)[0] ?? '/';
  const pathname = decodePath(raw);
  if (pathname === undefined || !/^[\w./@~-]*$/.test(pathname)) return undefined;
  if (pathname.split('/').some((step) => step.startsWith('.'))) return undefined;
  const name = pathname === '/' ? PAGE : pathname.replace(/^\/+/, '');
  return { name, isPage: path.extname(pathname) === '' };
}

function decodePath(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}

async function makeSendable(file: FolderFile, encoding: Encoding): Promise<Sendable> {
  const content = await file.read();
  const etag = `"${toHex(sha256(content)).slice(0, 32)}-${encoding}"`;
  const body = await encode(content, encoding);
  const caching = [
    'cache-control',
    cacheControlOf(file.name),
    ...['etag', etag],
    ...['vary', 'accept-encoding'],
  ];
  const type = TYPES[path.extname(file.name)] ?? 'application/octet-stream';
  const whole = [
    ...Object.entries(SECURITY_HEADERS).flat(),
    ...['content-type', type],
    ...caching,
    ...(encoding === 'identity' ? [] : ['content-encoding', encoding]),
    ...['content-length', String(body.length)],
  ];
  return { etag, body, whole, unchanged: caching };
}

/** How long a browser may keep a file: pages ask for the icon each time they are opened. */
function cacheControlOf(name: string): string {
  if (name.startsWith('assets/')) return 'public, max-age=31536000, immutable';
  return name === ICON ? 'public, max-age=86400' : 'no-cache';
}

function send(
  { etag, body, whole, unchanged }: Sendable,
  { headers, method }: IncomingMessage,
  response: ServerResponse,
): void {
  if (headers['if-none-match'] === etag) {
    response.writeHead(304, [...unchanged]).end();
    return;
  }
  response.writeHead(200, [...whole]);
  if (method === 'HEAD') response.end();
  else endWith(response, body);
}

function encodingOf({ name }: FolderFile, { headers }: IncomingMessage): Encoding {
  if (!COMPRESSED_TYPES.has(path.extname(name))) return 'identity';
  const accepted = headers['accept-encoding'] ?? '';
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

function encode(content: Buffer, encoding: Encoding): Promise<Buffer> {
  switch (encoding) {
    case 'identity':
      return Promise.resolve(content);
    case 'gzip':
      return gzipAsync(content, { level: 9 });
    case 'br':
      return brotliAsync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } });
  }
}
