import type { Answer, Ledger } from './ledger.ts';
import { about } from './real/about.ts';
import { pageClient } from './real/page-client.ts';

/** A page that was loaded before the connection broke may lack the code that asks. */
const notLoaded = { ok: false, problem: { code: 'CLIENT_OFFLINE', offline: true } } as const;

/**
 * The ledger of the server that this page came from. Which ledger it is is asked at once; the code
 * of everything else, which knows every service, comes when a page first asks: a resident's pages
 * never do.
 */
export function connectLedger(): Ledger {
  const client = pageClient([]);
  let loading: Promise<Ledger> | undefined;
  const whole = (): Promise<Ledger> => {
    loading ??= import('./real/ledger.ts').then(({ connectWhole }) => connectWhole());
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  };
  const asked = <T>(ask: (ledger: Ledger) => Promise<Answer<T>>): Promise<Answer<T>> =>
    whole().then(ask, () => notLoaded);
  return {
    about: () => about({ ledger: client.clock.recent }),
    overview: () => asked((ledger) => ledger.overview()),
    records: (query) => asked((ledger) => ledger.records(query)),
    record: (index) => asked((ledger) => ledger.record(index)),
    find: (text) => asked((ledger) => ledger.find(text)),
    receipt: (index) => asked((ledger) => ledger.receipt(index)),
    network: () => asked((ledger) => ledger.network()),
    status: async () => (await whole()).status(),
    check: async (receipt, options) => (await whole()).check(receipt, options),
    decided: async (file) => (await whole()).decided(file),
    digest: async (file, onProgress) => (await whole()).digest(file, onProgress),
    prepare: (request) => asked((ledger) => ledger.prepare(request)),
    send: (prepared, options) => asked((ledger) => ledger.send(prepared, options)),
    revoke: (id) => asked((ledger) => ledger.revoke(id)),
    keepCopy: (file, id) => asked((ledger) => ledger.keepCopy(file, id)),
    eraseCopy: (copy) => asked((ledger) => ledger.eraseCopy(copy)),
  };
}
