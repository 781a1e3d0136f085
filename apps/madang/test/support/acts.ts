import { encodeKnown, expectOk, expectPresent } from '@madang/base';
import type { SentAnswer } from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes, sha256, signerFrom } from '@madang/crypto';
import { buildBatch, opening } from '@madang/services/document/proof/index.ts';
import type { TestClient } from './city.ts';

/** Files put on record by one act, with what opens each. */
export interface Noted {
  readonly key: KeyPair;
  readonly sent: SentAnswer;
  readonly envelope: Uint8Array;
  readonly openings: readonly Uint8Array[];
}

/** Puts files on record with a key of their own. */
export async function noteFiles(
  client: TestClient,
  files: readonly Uint8Array[],
  key: KeyPair = keyPairFromSeed(randomBytes(32)),
): Promise<Noted> {
  const salts = files.map(() => randomBytes(32));
  const digests = files.map((file) => sha256(file));
  const { root, count, paths } = buildBatch(digests, salts);
  const payload = { kind: 'file' as const, root, count };
  const prepared = expectOk(
    await client.act('document.notarise', payload, [signerFrom(key)]),
    'prepared',
  );
  const sent = expectOk(await client.send(prepared), 'sent');
  const openings = digests.map((digest, leaf) =>
    encodeKnown(opening, {
      leaf,
      digest,
      salt: expectPresent(salts[leaf], 'salt'),
      path: expectPresent(paths[leaf], 'path'),
    }),
  );
  return { key, sent, envelope: prepared.envelope, openings };
}

/** A file's bytes, different for each name. */
export function fileOf(name: string): Uint8Array {
  return new TextEncoder().encode(`The file ${name}.`);
}
