import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Decoder, decodersOver } from './fuzz/decoders.ts';
import { type BodyDecoder, openBodyDecoder } from './fuzz/http-body.ts';
import { fuzz, replay } from './fuzz/run.ts';
import { fuzzSeeds, keptCorpus } from './fuzz/seeds.ts';

/** Everyday sizes; `npm run soak -- fuzz` looks for an hour. */
const RUNS_BY_NAME: Readonly<Record<string, number>> = { scenario: 60, 'http-body': 150 };
const RUNS = 800;

let decoders: readonly Decoder[];
let body: BodyDecoder;

beforeAll(async () => {
  body = await openBodyDecoder();
  decoders = [...(await decodersOver(await fuzzSeeds())), body];
});
afterAll(async () => {
  await body.close();
});

const names = [
  'cbor',
  'envelope',
  'entry',
  'genesis',
  'receipt',
  'standing',
  'consensus',
  'institutions',
  'promise',
  'note',
].concat(['policy', 'dossier', 'scenario', 'http-body']);

describe('a decoder of what strangers send', () => {
  it('is in this test', () => {
    expect(decoders.map(({ name }) => name)).toEqual(names);
  });

  it.each(names)('%s takes its kept inputs as it must', async (name) => {
    const decoder = decoders.find((one) => one.name === name) ?? expect.fail('no such decoder');
    expect(await replay(decoder, keptCorpus(name))).toEqual([]);
  });

  it.each(names)('%s takes damaged inputs as it must', async (name) => {
    const decoder = decoders.find((one) => one.name === name) ?? expect.fail('no such decoder');
    const runs = RUNS_BY_NAME[name] ?? RUNS;
    expect(await fuzz(decoder, { seed: 20_261_122, runs })).toBeUndefined();
  });

  it('would be found out: one that takes a byte wrongly is reported with the shortest input', async () => {
    const wrong: Decoder = {
      name: 'wrong',
      seeds: [new Uint8Array(20)],
      problem: (bytes) => (bytes.includes(0xff) ? 'takes ff' : undefined),
    };
    const found = await fuzz(wrong, { seed: 1, runs: 2_000 });
    expect(found?.problem).toBe('takes ff');
    expect(found?.input).toContain('ff');
  });
});
