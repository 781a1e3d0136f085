import { readFileSync } from 'node:fs';

/** Version of this build, from its package.json. */
export const VERSION = readVersion();

function readVersion(): string {
  const file = new URL('../package.json', import.meta.url);
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof json === 'object' && json !== null && 'version' in json
    ? String(json.version)
    : '0';
}
