import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

interface List {
  readonly base: string;
  readonly keys: readonly string[];
}

interface Vector {
  readonly reason?: string;
  readonly binding: string;
  readonly before: List;
  readonly after: List;
  readonly proof: string;
}

interface MixModule {
  isMixed(mix: object, proof: Uint8Array): boolean;
}

describe('mixes of keys, with the other library', () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
  const list = ({ base, keys }: List) => ({ base: hex(base), keys: keys.map(hex) });
  const file = path.join(import.meta.dirname, '../packages/ballot/test/mix-vectors.json');
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Record<
    'accepted' | 'refused',
    readonly Vector[]
  >;
  let audit: MixModule;
  beforeAll(async () => {
    audit = await import(new URL('../apps/audit/src/mix.mjs', import.meta.url).href);
  });
  const verdictOn = ({ binding, before, after, proof }: Vector) =>
    audit.isMixed({ binding: hex(binding), before: list(before), after: list(after) }, hex(proof));

  it('are accepted and refused as the test vectors say', () => {
    for (const vector of vectors.accepted) expect(verdictOn(vector)).toBe(true);
    for (const vector of vectors.refused) expect(verdictOn(vector), vector.reason).toBe(false);
    expect(vectors.refused.length).toBeGreaterThan(20);
  });
});
