import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Limits, LogLine } from '@madang/api';
import { expectOk } from '@madang/base';
import {
  type Client,
  createClient,
  type Fetch,
  type PinnedPolicy,
  type PolicyStore,
} from '@madang/client';
import { services } from '@madang/services';
import { foundLedger } from '../../src/data/found.ts';
import { type Layout, layoutOf } from '../../src/data/layout.ts';
import { gaon } from '../../src/demo/gaon.ts';
import type { Messenger } from '../../src/people/messenger.ts';
import { type OpenCity, openCity } from '../../src/server/open-city.ts';

export type TestClient = Client<typeof services>;

/** A real ledger with its HTTP interface in this process, in a folder of its own. */
export interface TestCity {
  readonly layout: Layout;
  readonly opened: OpenCity;
  /** Answers requests without a socket. */
  readonly fetch: Fetch;
  readonly client: (policy?: PolicyStore) => TestClient;
  readonly close: () => Promise<void>;
}

export interface TestCityOptions {
  readonly layout?: Layout;
  readonly limits?: Limits;
  readonly webFolder?: string;
  readonly messenger?: Messenger;
  readonly log?: (line: LogLine) => void;
  /** ms. */
  readonly now?: () => number;
}

/** A folder that is removed by whoever made it. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'madang-test-'));
}

/** Founds the demo city in a new folder, or opens the one given, and opens it. */
export async function openTestCity(options: TestCityOptions = {}): Promise<TestCity> {
  const layout = options.layout ?? layoutOf(path.join(temporaryFolder(), 'data'));
  if (options.layout === undefined) expectOk(foundLedger(layout, gaon, Date.now()), 'founded');
  const { limits, webFolder, messenger, log, now = Date.now } = options;
  const opened = expectOk(
    await openCity({
      layout,
      now,
      ...(messenger === undefined ? {} : { messenger }),
      ...(log === undefined ? {} : { log }),
      ...(limits === undefined ? {} : { limits }),
      ...(webFolder === undefined ? {} : { webFolder }),
    }),
    'opened',
  );
  const fetch: Fetch = (input, init) =>
    opened.api.fetch(new Request(new URL(input, 'http://localhost'), init));
  return {
    layout,
    opened,
    fetch,
    client: (policy = memoryPolicy()) =>
      createClient({ baseUrl: '', services, policy, fetch, language: () => 'en' }),
    close: async () => {
      await opened.close();
      rmSync(path.dirname(layout.folder), { recursive: true, force: true });
    },
  };
}

/** A device's policy store in memory. */
export function memoryPolicy(first?: PinnedPolicy): PolicyStore {
  let kept = first;
  return {
    load: () => Promise.resolve(kept),
    save: (policy) => {
      kept = policy;
      return Promise.resolve();
    },
  };
}
