import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parsePolicy } from '@madang/protocol';
import {
  checkEquivocation,
  MAX_EQUIVOCATION_SIZE_BYTES,
  MAX_POLICY_CHANGES_SIZE_BYTES,
} from '@madang/protocol/trust';
import type { Layout } from '../data/layout.ts';

/** Most proofs of contradiction that are shown; each of them says enough. */
const SHOWN_MAX = 20;

/**
 * The proofs that this ledger contradicted itself, of those that lie in the data folder: each one
 * convicts somebody under the policy. Anything else there is passed over.
 */
export async function readEquivocations(
  { equivocations: folder }: Layout,
  policyText: string,
): Promise<readonly string[]> {
  const policy = parsePolicy(policyText);
  if (!policy.ok || !existsSync(folder)) return [];
  const proofs: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    const bytes = readUpTo(path.join(folder, name), MAX_EQUIVOCATION_SIZE_BYTES);
    const verdict = bytes === undefined ? undefined : await checkEquivocation(policy.value, bytes);
    if (bytes === undefined || verdict?.ok !== true) continue;
    if (verdict.value.signedBoth.length > 0) proofs.push(Buffer.from(bytes).toString('utf8'));
    if (proofs.length >= SHOWN_MAX) break;
  }
  return proofs;
}

/** The signed changes that led to the policy, if there are any. */
export function readPolicyChanges({ policyChanges }: Layout): Uint8Array | undefined {
  return readUpTo(policyChanges, MAX_POLICY_CHANGES_SIZE_BYTES);
}

function readUpTo(file: string, maxSizeBytes: number): Uint8Array | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  const isFit = found?.isFile() === true && found.size <= maxSizeBytes;
  return isFit ? new Uint8Array(readFileSync(file)) : undefined;
}
