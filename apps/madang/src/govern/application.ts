import { readFileSync, statSync } from 'node:fs';
import { choice, fail, ok, parseJson, type Result, record, type TypeOf, uint } from '@madang/base';
import type { Signer } from '@madang/crypto';
import { cometAddress } from '@madang/node';
import { hash, type Institution } from '@madang/protocol';
import {
  type ProposalContent,
  possessionMessage,
  proposalContent,
} from '@madang/services/governance/proof/index.ts';
import { makeOrOpen, secretName } from '../ceremony/own-contribution.ts';
import { parseText } from '../data/city.ts';
import { INSTITUTION_KEYS, makeOrRead } from '../data/found.ts';
import type { InstitutionKeyUse } from '../data/institution-keys.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { unreadable } from '../files.ts';
import { type NetworkNode, networkNode } from '../network/settings.ts';
import { type CommandError, commandError } from '../terminal.ts';

/**
 * What an institution gives to the others that wants to join their ledger. All of it is public: the
 * proposal of its admission, the address of its node, and the key with which that signs as the log.
 */
export const application = record({
  kind: choice(['madang/application']),
  version: uint({ min: 1, max: 1 }),
  content: proposalContent,
  node: networkNode,
  nodeKey: hash,
});
export type Application = TypeOf<typeof application>;

/** What an institution says of itself, beside its keys. */
export interface Applicant {
  readonly institution: Pick<Institution, 'id' | 'names' | 'operator'>;
  readonly node: Pick<NetworkNode, 'host' | 'port' | 'api'>;
  /** The genesis hash of the ledger that it wants to join. */
  readonly chain: Uint8Array;
}

/**
 * Makes an application with the keys of a data folder; those that are not there are made. Fails as
 * reading a key does.
 */
export async function makeApplication(
  layout: Layout,
  { institution, node, chain }: Applicant,
): Promise<Result<Application, CommandError>> {
  const vault = makeOrRead(secretFile(layout, 'vault'), 'aes-256');
  if (!vault.ok) return vault;
  const { id } = institution;
  const signers = new Map<string, Signer>();
  for (const use of [...INSTITUTION_KEYS, 'node', 'p2p', 'custodian'] as const) {
    const signer = await makeOrOpen(secretFile(layout, secretName(id, use)));
    if (!signer.ok) return signer;
    signers.set(use, signer.value);
  }
  const keyOf = (use: string): Uint8Array => signers.get(use)?.publicKey ?? new Uint8Array();
  const prove = async (kind: InstitutionKeyUse): Promise<Uint8Array> => {
    const signer = signers.get(kind);
    return signer === undefined ? new Uint8Array() : possessionOf(signer, { chain, id, kind });
  };
  const member: Institution = {
    ...institution,
    governance: keyOf('governance'),
    consensus: keyOf('consensus'),
    cosigner: keyOf('cosigner'),
  };
  const possessions = {
    governance: await prove('governance'),
    consensus: await prove('consensus'),
    cosigner: await prove('cosigner'),
  };
  return ok({
    kind: 'madang/application',
    version: 1,
    content: { kind: 'admit', member, possessions },
    node: { institution: id, id: cometAddress(keyOf('p2p')), ...node },
    nodeKey: keyOf('node'),
  });
}

/** For what a key is claimed. */
export interface Claim {
  readonly chain: Uint8Array;
  /** The institution. */
  readonly id: string;
  readonly kind: InstitutionKeyUse;
}

/** The proof that somebody holds a key for a purpose of an institution of a ledger. */
export function possessionOf(signer: Signer, { chain, id, kind }: Claim): Promise<Uint8Array> {
  return signer.sign(possessionMessage(chain, { institution: id, kind, key: signer.publicKey }));
}

const MAX_BYTES = 65_536;

/** The application of a file. Fails with `APPLICATION_NOT_VALID`, or as reading it does. */
export function readApplication(file: string): Result<Application, CommandError> {
  const read = readJson(file);
  if (!read.ok) return read;
  const parsed = parseJson(application, read.value);
  return parsed.ok ? parsed : fail(notValid(file, parsed.error));
}

/** What a file proposes: the content of a proposal, or an application with the one in it. */
export function readContent(file: string): Result<ProposalContent, CommandError> {
  const read = readJson(file);
  if (!read.ok) return read;
  const whole = parseJson(application, read.value);
  if (whole.ok) return ok(whole.value.content);
  const parsed = parseJson(proposalContent, read.value);
  return parsed.ok ? parsed : fail(notValid(file, parsed.error));
}

function readJson(file: string): Result<unknown, CommandError> {
  try {
    if (statSync(file).size > MAX_BYTES) {
      return fail(notValid(file, { at: '', message: `more than ${String(MAX_BYTES)} bytes` }));
    }
    return ok(parseText(readFileSync(file, 'utf8')));
  } catch (thrown) {
    return fail(unreadable(file, thrown));
  }
}

function notValid(
  file: string,
  { at, message }: { readonly at: string; readonly message: string },
): CommandError {
  const why = at === '' ? message : `${at}: ${message}`;
  return commandError(
    'APPLICATION_NOT_VALID',
    `${file} is neither an application nor what can be proposed (${why})`,
    `${file} 은(는) 참여 신청서도 제안 내용도 아닙니다. (${why})`,
  );
}
