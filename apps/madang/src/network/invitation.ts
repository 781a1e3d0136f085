import {
  bool,
  bytes,
  choice,
  equalBytes,
  fail,
  fromUtf8,
  list,
  ok,
  optional,
  parseJson,
  type Result,
  record,
  type TypeOf,
  text,
  uint,
  utf8,
} from '@madang/base';
import { sha256 } from '@madang/crypto';
import { decidesAfter } from '@madang/node';
import {
  decodeGenesis,
  genesisHash,
  MAX_POLICY_SIZE_BYTES,
  type Policy,
  parsePolicy,
} from '@madang/protocol';
import { cometChainId } from '@madang/protocol/comet';
import { MAX_POLICY_CHANGES_SIZE_BYTES } from '@madang/protocol/trust';
import { parseText, readCity, readLedgerFile, readTrust } from '../data/city.ts';
import type { Layout } from '../data/layout.ts';
import { readWhole } from '../files.ts';
import { readPolicyChanges } from '../server/trust-files.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { type NetworkSettings, networkNode } from './settings.ts';

const title = text({ min: 1, max: 200 });
const file = (max: number) => bytes({ min: 1, max });
const MAX_GENESIS_BYTES = 1_048_576;
const MAX_NETWORK_GENESIS_BYTES = 65_536;

/**
 * What a newcomer to a network has to be given, all of it public and the same from every member:
 * with which ledger it begins, who signs for that, and where the nodes are.
 */
const invitation = record({
  kind: choice(['madang/invitation']),
  version: uint({ min: 1, max: 1 }),
  names: record({ en: title, ko: title }),
  isDemo: bool(),
  genesis: file(MAX_GENESIS_BYTES),
  networkGenesis: file(MAX_NETWORK_GENESIS_BYTES),
  policy: file(MAX_POLICY_SIZE_BYTES),
  policyChanges: optional(file(MAX_POLICY_CHANGES_SIZE_BYTES)),
  /** By institution. */
  nodes: list(networkNode, { min: 1, max: 64 }),
});
export type Invitation = TypeOf<typeof invitation>;

/** An invitation that fits together. */
export interface CheckedInvitation {
  readonly given: Invitation;
  readonly policy: Policy;
  readonly fingerprint: Uint8Array;
}

/** The invitation that a member's node can write now. Fails as reading its folder does. */
export function invitationOf(
  layout: Layout,
  { nodes }: NetworkSettings,
): Result<Invitation, CommandError> {
  const city = readCity(layout);
  if (!city.ok) return city;
  const trust = readTrust(layout);
  if (!trust.ok) return trust;
  const networkGenesis = readLedgerFile(layout.networkGenesis);
  if (!networkGenesis.ok) return networkGenesis;
  const { names, isDemo } = city.value;
  const changes = readPolicyChanges(layout);
  return ok({
    kind: 'madang/invitation',
    version: 1,
    names,
    isDemo,
    genesis: trust.value.genesis,
    networkGenesis: networkGenesis.value,
    policy: utf8(trust.value.policyText),
    ...(changes === undefined ? {} : { policyChanges: changes }),
    nodes: [...nodes].sort((a, b) => (a.institution < b.institution ? -1 : 1)),
  });
}

/** An invitation as its file has it: the same for the same invitation. */
export function invitationText(given: Invitation): string {
  return `${JSON.stringify(invitation.toJson(given), undefined, 2)}\n`;
}

/** What two members' invitations are compared by: SHA-256 of the file. */
export function invitationFingerprint(given: Invitation): Uint8Array {
  return sha256(utf8(invitationText(given)));
}

/** Two digits for each byte, and names of fields. */
const MAX_FILE_BYTES = 5 * 1_048_576;

/** The invitation of a file. Fails with `INVITATION_NOT_VALID`, or as reading it does. */
export async function readInvitation(
  path: string,
): Promise<Result<CheckedInvitation, CommandError>> {
  const read = await readWhole(path, MAX_FILE_BYTES);
  if (!read.ok) return read;
  const content = fromUtf8(read.value);
  const parsed = parseJson(invitation, content.ok ? parseText(content.value) : undefined);
  if (!parsed.ok) return fail(notValid(path));
  const given = parsed.value;
  const policy = policyOf(given);
  if (policy === undefined || !beginsWith(given)) return fail(notValid(path));
  return ok({ given, policy, fingerprint: invitationFingerprint(given) });
}

/** The policy of an invitation, if genesis and policy are of one ledger. */
function policyOf({ genesis, policy }: Invitation): Policy | undefined {
  const text = fromUtf8(policy);
  const parsed = text.ok ? parsePolicy(text.value) : undefined;
  const isOne =
    parsed?.ok === true &&
    decodeGenesis(genesis).ok &&
    equalBytes(parsed.value.chain, genesisHash(genesis));
  return isOne ? parsed.value : undefined;
}

/** Whether CometBFT's genesis is of the same ledger. */
function beginsWith({ genesis, networkGenesis }: Invitation): boolean {
  const text = fromUtf8(networkGenesis);
  if (!text.ok || decidesAfter(text.value) === undefined) return false;
  return text.value.includes(`"chain_id": "${cometChainId(genesisHash(genesis))}"`);
}

function notValid(path: string): CommandError {
  return commandError(
    'INVITATION_NOT_VALID',
    `${path} is not a whole invitation to one ledger; ask the member for it again.`,
    `${path} 은(는) 한 원장의 온전한 초대장이 아닙니다. 회원 기관에 다시 요청하십시오.`,
  );
}
