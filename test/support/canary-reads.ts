import type { Canaries } from '@madang/testkit';
import { type Place, placeOf } from './canary-places.ts';
import { recordingProxy } from './recording-proxy.ts';

/** Asks a server as a browser does. */
export const askAt = (url: string) => (target: string) =>
  fetch(url + target, {
    headers: {
      'accept-encoding': 'br, gzip',
      'accept-language': 'ko',
      referer: `${url}/link`,
    },
  });

type Ask = ReturnType<typeof askAt>;

interface Described {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly security?: unknown } }>>;
}

const described = async (ask: Ask): Promise<Described> =>
  (await (await ask('/openapi.json')).json()) as Described;

/** Paths of the description that are read without a secret, but those that play telephones. */
export async function publicPaths(ask: Ask): Promise<readonly string[]> {
  return Object.entries((await described(ask)).paths)
    .filter(([, { get }]) => get !== undefined && get.security === undefined)
    .map(([address]) => address)
    .filter((address) => !address.startsWith('/api/demo/'));
}

/**
 * Types what somebody could into every wrong place of a server; gives what it answered. None of it
 * may be repeated.
 */
export async function provoke(
  url: string,
  all: Canaries,
  matter: string,
): Promise<readonly Place[]> {
  const { 'name 0': name = '', 'token 0': token = '', 'number 0': number = '' } = all;
  const written = encodeURIComponent(name);
  const behind = await recordingProxy(url);
  const say = async (target: string, init: RequestInit = {}): Promise<void> => {
    await (await fetch(behind.url + target, init)).arrayBuffer();
  };
  const posted = (type: string, body: string) => ({
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${token}`, referer: `/link#${token}` },
    body,
  });
  const { paths } = await described(askAt(url));
  for (const address of Object.keys(paths)) {
    const target = address.replace(/\{[^}]*\}/g, written);
    await say(`${target}?${written}=${number}&limit=${written}&unit=${number}&id=${token}`);
    const record = { token: name, code: name, key: number, persons: [{ name }], homes: name };
    await say(target, posted('application/json', JSON.stringify(record)));
    await say(target, posted('application/json', `{"${name}`));
    await say(target, posted('application/cbor', `\xa1${name}`));
    await say(target, posted(`text/${token}`, name));
  }
  await say(`/api/search?q=${written}`);
  await say(`/link?token=${token}`);
  await say(`/${token}/${written}`);
  await say(`/api/matters/${matter}/files`, posted('application/octet-stream', name));
  behind.close();
  return behind.exchanges.flatMap(({ method, target, headers, body }) => [
    placeOf(`the headers of the answer to a wrong ${method} ${target}`, headers),
    placeOf(`the answer to a wrong ${method} ${target}`, body),
  ]);
}
