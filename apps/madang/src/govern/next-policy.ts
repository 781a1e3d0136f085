import { equalBytes, expectOk, fail, fromHex, type Result } from '@madang/base';
import { overTwoThirds } from '@madang/node';
import type { Policy } from '@madang/protocol';
import { nextPolicy } from '@madang/protocol/trust';
import { fromClient, remoteLedger } from '../remote.ts';
import { type CommandError, commandError, type Language } from '../terminal.ts';
import { readApplication } from './application.ts';

/** A policy and its text. */
export interface ReadPolicy {
  readonly text: string;
  readonly policy: Policy;
}

/** Whose institutions a policy follows. */
export interface FollowedInstitutions {
  /** The address of a node: everybody who signs asks their own. */
  readonly at: string;
  /** Files of institutions whose nodes sign as the log from now on. */
  readonly applications: readonly string[];
  readonly language: Language;
}

/**
 * The text of the policy that follows an old one, by the institutions that a node says there are
 * now. It is the same for all who ask right nodes; more than two thirds of the institutions are
 * needed by it. Fails with `POLICY_OF_ANOTHER`, or as asking and reading do.
 */
export async function followInstitutions(
  old: ReadPolicy,
  { at, applications, language }: FollowedInstitutions,
): Promise<Result<string, CommandError>> {
  const nodeKeys: Uint8Array[] = [];
  for (const file of applications) {
    const read = readApplication(file);
    if (!read.ok) return read;
    nodeKeys.push(read.value.nodeKey);
  }
  const ledger = remoteLedger(at, language);
  if (!ledger.ok) return ledger;
  const which = await ledger.value.ledger();
  if (!which.ok) return fail(fromClient(which.error));
  if (!equalBytes(bytesOf(which.value.chain), old.policy.chain)) return fail(otherLedger(at));
  const answer = await ledger.value.institutions();
  if (!answer.ok) return fail(fromClient(answer.error));
  const members = answer.value.institutions.map(({ id, cosigner }) => ({
    id,
    cosigner: bytesOf(cosigner),
  }));
  const threshold = overTwoThirds(members.length);
  const next = nextPolicy({ text: old.text, members, threshold, nodeKeys });
  if (next.ok) return next;
  const { code, message } = next.error;
  return fail(commandError(code, message, message));
}

function bytesOf(hex: string): Uint8Array {
  return expectOk(fromHex(hex), 'an answer has hexadecimal digits');
}

function otherLedger(at: string): CommandError {
  return commandError(
    'POLICY_OF_ANOTHER',
    `The ledger at ${at} is another than that of the policy.`,
    `${at} 의 원장은 이 정책의 원장이 아닙니다.`,
  );
}
