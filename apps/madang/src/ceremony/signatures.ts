import { concat, encodeKnown, equalBytes, fail, ok, type Result, record } from '@madang/base';
import { type Signer, tag, verifySignature } from '@madang/crypto';
import { hash, institutionId } from '@madang/protocol';
import { type CommandError, commandError } from '../terminal.ts';
import { type Assembly, contributionOf } from './assembly.ts';
import type { CeremonySignature } from './forms.ts';

const SIGNATURE_TAG = tag('madang/ceremony-signature/1');
const word = record({ institution: institutionId, assembly: hash });

function messageOf(institution: string, assembly: Uint8Array): Uint8Array {
  return concat(SIGNATURE_TAG, encodeKnown(word, { institution, assembly }));
}

/** An institution's signature of an assembly, by its governance key. */
export async function signAssembly(
  { digest }: Assembly,
  institution: string,
  signer: Signer,
): Promise<CeremonySignature> {
  const signature = await signer.sign(messageOf(institution, digest));
  return {
    kind: 'madang/ceremony-signature',
    version: 1,
    institution,
    assembly: digest,
    signature,
  };
}

/**
 * Whether every institution of an assembly has signed it. Fails with `SIGNATURE_OF_ANOTHER` (of
 * another assembly or of somebody else), `SIGNATURE_WRONG`, or `SIGNATURE_MISSING`.
 */
export async function checkSignatures(
  assembly: Assembly,
  given: readonly CeremonySignature[],
): Promise<Result<void, CommandError>> {
  const signed = new Set<string>();
  for (const { institution, assembly: digest, signature } of given) {
    const by = contributionOf(assembly, institution);
    if (by === undefined || !equalBytes(digest, assembly.digest)) return fail(another(institution));
    const key = by.statement.keys.governance;
    const holds = await verifySignature('ed25519', key, messageOf(institution, digest), signature);
    if (!holds) return fail(wrong(institution));
    signed.add(institution);
  }
  const silent = assembly.contributions
    .map(({ statement }) => statement.institution.id)
    .filter((id) => !signed.has(id));
  return silent.length === 0 ? ok(undefined) : fail(missingOf(silent.join(', ')));
}

function another(id: string): CommandError {
  return commandError(
    'SIGNATURE_OF_ANOTHER',
    `The signature of ${id} is for another assembly than this one; have it check and sign this one.`,
    `${id} 의 서명은 다른 결과에 대한 것입니다. 이 결과를 확인하고 서명하게 하십시오.`,
  );
}

function wrong(id: string): CommandError {
  return commandError(
    'SIGNATURE_WRONG',
    `The signature of ${id} was not made by its governance key.`,
    `${id} 의 서명은 그 기관의 거버넌스 키로 한 것이 아닙니다.`,
  );
}

function missingOf(ids: string): CommandError {
  return commandError(
    'SIGNATURE_MISSING',
    `Not every institution has signed; these are missing: ${ids}.`,
    `아직 서명하지 않은 기관이 있습니다: ${ids}.`,
  );
}
