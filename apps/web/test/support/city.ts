import { join } from 'node:path';
import { startServer, type TestServer } from '@madang/testkit';
import { buildWeb } from '../../../../tools/build-web.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** Builds the app and opens the demo city as a person would, on a port of its own. */
export async function startCity(): Promise<TestServer> {
  if ((await buildWeb(root)) !== 0) throw new Error('The browser app could not be built.');
  return startServer({ withDemo: true });
}
