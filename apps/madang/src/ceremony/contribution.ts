import {
  choice,
  concat,
  encodeKnown,
  equalBytes,
  fail,
  ok,
  type Result,
  record,
} from '@madang/base';
import { isValidKey, type Signer, tag, verifySignature } from '@madang/crypto';
import { type CommandError, commandError } from '../terminal.ts';
import {
  CEREMONY_KEYS,
  type CeremonyKey,
  type Contribution,
  contribution,
  type Statement,
  statement,
} from './forms.ts';

const PROOF_TAG = tag('madang/ceremony-possession/1');
const claim = record({ use: choice(CEREMONY_KEYS), statement });

/** What a key signs to show that somebody holds it, for this ceremony and this whole statement. */
function proofMessage(use: CeremonyKey, said: Statement): Uint8Array {
  return concat(PROOF_TAG, encodeKnown(claim, { use, statement: said }));
}

/** Who signs with the keys of a statement; nobody for the issuer where there is none. */
export type Signers = Readonly<Record<Exclude<CeremonyKey, 'issuer'>, Signer>> & {
  readonly issuer?: Signer;
};

/** A statement with its proofs. */
export async function contribute(
  about: Omit<Statement, 'keys'>,
  signers: Signers,
): Promise<Contribution> {
  const { issuer, ...needed } = signers;
  const said: Statement = {
    ...about,
    keys: {
      governance: needed.governance.publicKey,
      consensus: needed.consensus.publicKey,
      cosigner: needed.cosigner.publicKey,
      node: needed.node.publicKey,
      p2p: needed.p2p.publicKey,
      custodian: needed.custodian.publicKey,
      ...(issuer === undefined ? {} : { issuer: issuer.publicKey }),
    },
  };
  const prove = (use: CeremonyKey, signer: Signer) => signer.sign(proofMessage(use, said));
  const proofs = {
    governance: await prove('governance', needed.governance),
    consensus: await prove('consensus', needed.consensus),
    cosigner: await prove('cosigner', needed.cosigner),
    node: await prove('node', needed.node),
    p2p: await prove('p2p', needed.p2p),
    custodian: await prove('custodian', needed.custodian),
    ...(issuer === undefined ? {} : { issuer: await prove('issuer', issuer) }),
  };
  return { kind: 'madang/contribution', version: 1, statement: said, proofs };
}

/** The canonical bytes of a contribution: what its digest is of. */
export function contributionBytes(one: Contribution): Uint8Array {
  return encodeKnown(contribution, one);
}

/** The keys that a contribution has, with what each is for. */
export function keysOf({ statement: { keys } }: Contribution) {
  return CEREMONY_KEYS.flatMap((use) => {
    const key = keys[use];
    return key === undefined ? [] : [{ use, key }];
  });
}

/**
 * Whether every key of a contribution is proven. Fails with `CONTRIBUTION_CHANGED` where no proof
 * is for what the contribution says, with `PROOF_WRONG` where some are not, and with
 * `CEREMONY_KEY_TWICE` where one key has two purposes.
 */
export async function checkContribution(one: Contribution): Promise<Result<void, CommandError>> {
  const { id } = one.statement.institution;
  const keys = keysOf(one);
  const wrong: CeremonyKey[] = [];
  for (const { use, key } of keys) {
    const proof = one.proofs[use];
    const message = proofMessage(use, one.statement);
    const holds =
      proof !== undefined &&
      isValidKey('ed25519', key) &&
      (await verifySignature('ed25519', key, message, proof));
    if (!holds) wrong.push(use);
  }
  if (wrong.length === keys.length) return fail(changed(id));
  const [first] = wrong;
  if (first !== undefined) return fail(wrongProof(id, first));
  return checkDistinct([one]);
}

/** No key serves two purposes or two institutions. */
export function checkDistinct(all: readonly Contribution[]): Result<void, CommandError> {
  const seen: { readonly key: Uint8Array; readonly name: string }[] = [];
  for (const one of all) {
    for (const { use, key } of keysOf(one)) {
      const name = `${one.statement.institution.id}.${use}`;
      const other = seen.find((before) => equalBytes(before.key, key));
      if (other !== undefined) return fail(keyTwice(other.name, name));
      seen.push({ key, name });
    }
  }
  return ok(undefined);
}

function changed(id: string): CommandError {
  return commandError(
    'CONTRIBUTION_CHANGED',
    `The contribution of ${id} is not what its keys signed: it was changed afterwards.`,
    `${id} 의 제출 파일이 서명한 뒤에 바뀌었습니다.`,
  );
}

function wrongProof(id: string, use: CeremonyKey): CommandError {
  return commandError(
    'PROOF_WRONG',
    `The contribution of ${id} does not prove that it holds its ${use} key.`,
    `${id} 의 제출 파일이 ${use} 키를 가지고 있음을 증명하지 못합니다.`,
  );
}

function keyTwice(one: string, other: string): CommandError {
  return commandError(
    'CEREMONY_KEY_TWICE',
    `${one} and ${other} are one key; each key has one purpose and one holder.`,
    `${one} 와(과) ${other} 이(가) 같은 키입니다. 키마다 쓰임과 주인이 하나여야 합니다.`,
  );
}
