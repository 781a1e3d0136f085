import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { actor, actSigner, notariseFiles, sealFiles } from '@madang/testkit';
import { foundLedger } from '../../apps/madang/src/data/found.ts';
import { layoutOf } from '../../apps/madang/src/data/layout.ts';
import { emptyCity } from '../../apps/madang/src/demo/gaon.ts';
import { openCity } from '../../apps/madang/src/server/open-city.ts';
import type { Decoder } from './decoders.ts';

/** The body of `POST /api/transactions` as a decoder, over a server in this process. */
export interface BodyDecoder extends Decoder {
  readonly close: () => Promise<void>;
}

/** Opens a server on a new data folder; nothing listens. */
export async function openBodyDecoder(): Promise<BodyDecoder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-body-'));
  const layout = layoutOf(path.join(folder, 'data'));
  expectOk(foundLedger(layout, emptyCity, Date.now()), 'a new folder takes a ledger');
  const city = expectOk(await openCity({ layout, now: Date.now }), 'a founded ledger opens');
  const sealed = await sealFiles([Buffer.from('a file')]);
  const sign = actSigner(city.ledger.chain, Date.now);
  const { envelope } = sign(notariseFiles(actor('somebody'), sealed));
  return {
    name: 'http-body',
    seeds: [envelope],
    problem: async (bytes) => {
      const request = new Request('http://localhost/api/transactions', {
        method: 'POST',
        headers: { 'content-type': 'application/cbor' },
        body: Uint8Array.from(bytes),
      });
      return answerProblem(await city.api.fetch(request));
    },
    close: async () => {
      await city.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A refusal is a problem document with a code and one sentence; the server never breaks. */
async function answerProblem(response: Response): Promise<string | undefined> {
  if (response.status === 200) return undefined;
  const text = await response.text();
  if (response.status >= 500) return `status ${response.status}: ${text}`;
  const type = response.headers.get('content-type') ?? '';
  const problem: unknown = JSON.parse(text);
  const isProblem =
    type.startsWith('application/problem+json') &&
    typeof problem === 'object' &&
    problem !== null &&
    'code' in problem &&
    'title' in problem &&
    /^[^.]+\.[A-Z_]+$/.test(String(problem.code)) &&
    String(problem.title).endsWith('.');
  return isProblem ? undefined : `no problem document: ${text}`;
}
