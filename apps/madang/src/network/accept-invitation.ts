import { existsSync } from 'node:fs';
import { equalBytes, fail, ok, type Result } from '@madang/base';
import { cometNodeId } from '@madang/node';
import { writeWhole } from '../data/found.ts';
import { readKeyFile } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { openSigner } from '../data/open-signer.ts';
import { type CommandError, commandError } from '../terminal.ts';
import type { CheckedInvitation } from './invitation.ts';
import { makeNodeFolder, writeOwnNode } from './own-node.ts';
import type { StateSync } from './settings.ts';

/** How a newcomer takes part. */
export interface Acceptance {
  /** The institution that joins. */
  readonly institution: string;
  /** The address on which its node waits for the others. */
  readonly listen: string;
  /** Absent: it executes every block. */
  readonly stateSync?: StateSync;
}

/**
 * Makes the data folder of a newcomer's node from an invitation, around the keys that lie in it.
 * The file that names the ledger is written last: what was cut short is done again. Fails with
 * `NOT_INVITED`, `NODE_KEY_NOT_IN_POLICY`, `LEDGER_EXISTS`, `DATA_NOT_OURS`, or as reading a key
 * does.
 */
export async function acceptInvitation(
  layout: Layout,
  invitation: CheckedInvitation,
  acceptance: Acceptance,
): Promise<Result<void, CommandError>> {
  return makeNodeFolder(layout, async () => {
    const own = await mustBeInvited(layout, invitation, acceptance.institution);
    if (own.ok) writeAll(layout, invitation, acceptance);
    return own;
  });
}

/** The others know this node by the key that is here, and the policy believes what it signs. */
async function mustBeInvited(
  layout: Layout,
  { given, policy }: CheckedInvitation,
  institution: string,
): Promise<Result<void, CommandError>> {
  const p2p = readKeyFile(secretFile(layout, 'p2p'), 'ed25519');
  if (!p2p.ok) return p2p;
  const known = given.nodes.find((node) => node.institution === institution);
  if (known?.id !== cometNodeId(p2p.value)) return fail(notInvited(institution));
  const node = await openSigner(secretFile(layout, 'node'));
  if (!node.ok) return node;
  const { publicKey } = node.value;
  return policy.logs.some(({ key }) => equalBytes(key, publicKey))
    ? ok(undefined)
    : fail(notInPolicy(institution));
}

function writeAll(
  layout: Layout,
  { given }: CheckedInvitation,
  { institution, listen, stateSync }: Acceptance,
): void {
  const { names, isDemo, genesis, networkGenesis, policy, policyChanges, nodes } = given;
  // First: from here on the folder is one that was to join, and no new ledger begins in it.
  writeWhole(layout.networkGenesis, networkGenesis);
  writeWhole(layout.genesis, genesis);
  writeWhole(layout.policy, policy);
  if (policyChanges !== undefined) writeWhole(layout.policyChanges, policyChanges);
  const hasIssuer = existsSync(secretFile(layout, `${institution}.issuer`));
  writeOwnNode(layout, {
    institution,
    network: { listen, pace: 'wide', nodes, ...(stateSync === undefined ? {} : { stateSync }) },
    city: { names, isDemo },
    issuers: hasIssuer ? [institution] : [],
  });
}

function notInvited(institution: string): CommandError {
  return commandError(
    'NOT_INVITED',
    `The invitation has no node of ${institution} with the key p2p of this folder; the member has to add it first: madang peers add.`,
    `초대장에 이 폴더의 p2p 키를 쓰는 ${institution} 노드가 없습니다. 회원 기관이 먼저 madang peers add 로 더해야 합니다.`,
  );
}

function notInPolicy(institution: string): CommandError {
  return commandError(
    'NODE_KEY_NOT_IN_POLICY',
    `The policy of the invitation does not know the node key of ${institution}, so nobody would believe this node; ask for an invitation once the next policy is in force: madang policy next --add.`,
    `초대장의 신뢰 정책에 ${institution} 의 노드 키가 없어 아무도 이 노드를 믿지 않습니다. madang policy next --add 로 만든 정책이 적용된 뒤 초대장을 다시 받으십시오.`,
  );
}
