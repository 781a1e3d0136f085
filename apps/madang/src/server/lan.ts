import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import path from 'node:path';
import { writeWhole } from '../data/found.ts';
import type { Layout } from '../data/layout.ts';
import { selfSignedCertificate, type TlsFiles } from './certificate.ts';

/** Browsers refuse certificates that are valid for longer, days. */
const VALID_DAYS = 397;
const DAY_MS = 86_400_000;

/**
 * The certificate under which this machine serves its network: made at the first call, kept with
 * the
 * secrets, and made again when it has aged or the machine has other addresses.
 */
export async function lanCertificate(layout: Layout, nowMs: number): Promise<TlsFiles> {
  const names = ownNames();
  const keyFile = path.join(layout.secrets, 'lan-tls.pem');
  const certFile = path.join(layout.secrets, 'lan-tls.crt');
  const stampFile = path.join(layout.secrets, 'lan-tls.json');
  if (isUsable(stampFile, names, nowMs)) {
    return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
  }
  const validUntilMs = nowMs + VALID_DAYS * DAY_MS;
  const made = await selfSignedCertificate({ names, validFromMs: nowMs - DAY_MS, validUntilMs });
  writeWhole(keyFile, made.key);
  chmodSync(keyFile, 0o600);
  writeWhole(certFile, made.cert);
  writeWhole(stampFile, JSON.stringify({ names, validUntilMs }));
  return made;
}

function isUsable(stampFile: string, names: readonly string[], nowMs: number): boolean {
  if (!existsSync(stampFile)) return false;
  const stamp: unknown = JSON.parse(readFileSync(stampFile, 'utf8'));
  if (typeof stamp !== 'object' || stamp === null) return false;
  if (!('names' in stamp) || !('validUntilMs' in stamp)) return false;
  const isYoung = Number(stamp.validUntilMs) - nowMs > 30 * DAY_MS;
  return isYoung && JSON.stringify(stamp.names) === JSON.stringify(names);
}

/** The names and addresses under which other devices reach this machine. */
function ownNames(): readonly string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((address) => address.family === 'IPv4')
    .map((address) => address.address);
  return [...new Set(['localhost', hostname(), ...addresses])].sort();
}
