import { preview } from 'vite';

const contentPolicy =
  "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'";

/** Serves a built folder on loopback under the strict content policy that real pages have. */
export async function serveFolder(
  folder: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = await preview({
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder },
    preview: {
      host: '127.0.0.1',
      port: 0,
      headers: { 'content-security-policy': contentPolicy },
    },
  });
  const url = server.resolvedUrls?.local[0] ?? '';
  return { url: url.replace(/\/$/, ''), stop: () => server.close() };
}
