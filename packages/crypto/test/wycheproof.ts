import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectOk, fromHex } from '@madang/base';
import type { SignatureVector } from './torsion-vectors.ts';

interface WycheproofFile {
  readonly testGroups: ReadonlyArray<{
    readonly publicKey: { readonly pk: string };
    readonly tests: readonly WycheproofCase[];
  }>;
}

interface WycheproofCase {
  readonly tcId: number;
  readonly comment: string;
  readonly msg: string;
  readonly sig: string;
  readonly result: string;
}

const besideTheProject = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const file = join(
  process.env['MADANG_VECTORS'] ?? besideTheProject,
  'signatures/ed25519_test.json',
);

/** Wycheproof's Ed25519 cases, or nothing where the data does not lie beside the project. */
export function wycheproofVectors(): readonly SignatureVector[] {
  if (!existsSync(file)) return [];
  const data = JSON.parse(readFileSync(file, 'utf8')) as WycheproofFile;
  return data.testGroups.flatMap((group) =>
    group.tests.map((test) => ({
      name: `${test.tcId} ${test.comment}`,
      key: bytes(group.publicKey.pk),
      message: bytes(test.msg),
      signature: bytes(test.sig),
      valid: test.result === 'valid',
    })),
  );
}

function bytes(hex: string): Uint8Array {
  return expectOk(fromHex(hex), 'the vectors are hexadecimal');
}
