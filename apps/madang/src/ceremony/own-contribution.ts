import { existsSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import type { Signer } from '@madang/crypto';
import { makeOrRead } from '../data/found.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { openSigner } from '../data/open-signer.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { type Assembly, contributionOf, isSame } from './assembly.ts';
import { contribute, type Signers } from './contribution.ts';
import {
  type CeremonyKey,
  type Contribution,
  contribution,
  readForm,
  type Statement,
} from './forms.ts';

/** The name under which a key of an institution lies among its secrets. */
export function secretName(id: string, use: CeremonyKey): string {
  return use === 'node' || use === 'p2p' || use === 'custodian' ? use : `${id}.${use}`;
}

/** Where this machine keeps what it gave to the ceremony. */
export function ownFile(layout: Layout): string {
  return path.join(layout.ceremony, 'contribution.json');
}

/**
 * Makes this institution's contribution with the keys of its data folder; those that are not there
 * are made. Keys that lie there already, or stand for a key elsewhere, are used as they are.
 */
export async function makeContribution(
  layout: Layout,
  about: Omit<Statement, 'keys'>,
  withIssuer: boolean,
): Promise<Result<Contribution, CommandError>> {
  const vault = makeOrRead(secretFile(layout, 'vault'), 'aes-256');
  if (!vault.ok) return vault;
  const signers = await signersOf(layout, about.institution.id, withIssuer);
  return signers.ok ? ok(await contribute(about, signers.value)) : signers;
}

async function signersOf(
  layout: Layout,
  id: string,
  withIssuer: boolean,
): Promise<Result<Signers, CommandError>> {
  const failures: CommandError[] = [];
  const own = async (use: CeremonyKey): Promise<Signer> => {
    const signer = await makeOrOpen(secretFile(layout, secretName(id, use)));
    if (signer.ok) return signer.value;
    failures.push(signer.error);
    return NOBODY;
  };
  const signers = {
    governance: await own('governance'),
    consensus: await own('consensus'),
    cosigner: await own('cosigner'),
    node: await own('node'),
    p2p: await own('p2p'),
    custodian: await own('custodian'),
    ...(withIssuer ? { issuer: await own('issuer') } : {}),
  };
  const [failure] = failures;
  return failure === undefined ? ok(signers) : fail(failure);
}

/** In the place of a signer that could not be had; what it is part of is given up. */
const NOBODY: Signer = {
  suite: 'ed25519',
  publicKey: new Uint8Array(),
  sign: async () => new Uint8Array(),
};

/** Who signs with the key of a file, which is made if it is not there. */
export async function makeOrOpen(file: string): Promise<Result<Signer, CommandError>> {
  if (!existsSync(file)) {
    const made = makeOrRead(file, 'ed25519');
    if (!made.ok) return made;
  }
  return openSigner(file);
}

/**
 * What this machine gave to the ceremony, if an assembly has it unchanged. Fails with
 * `NOT_JOINED`, `CONTRIBUTION_MISSING` or `CONTRIBUTION_NOT_OURS`.
 */
export function ownIn(layout: Layout, assembly: Assembly): Result<Contribution, CommandError> {
  const file = ownFile(layout);
  if (!existsSync(file)) return fail(notJoined(layout));
  const own = readForm(contribution, file);
  if (!own.ok) return own;
  const { id } = own.value.statement.institution;
  const found = contributionOf(assembly, id);
  if (found === undefined) return fail(notIn(id));
  return isSame(found, own.value) ? own : fail(notOurs(id));
}

function notJoined({ folder }: Layout): CommandError {
  return commandError(
    'NOT_JOINED',
    `${folder} has given nothing to a ceremony; begin with: madang ceremony join`,
    `${folder} 는 시작 절차에 참여하지 않았습니다. madang ceremony join 부터 하십시오.`,
  );
}

function notIn(id: string): CommandError {
  return commandError(
    'CONTRIBUTION_MISSING',
    `The assembly is without the contribution of ${id}; sign nothing and have it assembled again.`,
    `모은 결과에 ${id} 의 제출 파일이 없습니다. 서명하지 말고 다시 모으게 하십시오.`,
  );
}

function notOurs(id: string): CommandError {
  return commandError(
    'CONTRIBUTION_NOT_OURS',
    `The assembly has another contribution of ${id} than this machine made; sign nothing.`,
    `모은 결과에 있는 ${id} 의 제출 파일이 이 컴퓨터가 만든 것과 다릅니다. 서명하지 마십시오.`,
  );
}
