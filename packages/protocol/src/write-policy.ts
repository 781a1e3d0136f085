import { ok, type Result } from '@madang/base';
import { cosignerName, ledgerOrigin } from './checkpoint.ts';
import type { Genesis } from './genesis.ts';
import { EXECUTORS, parsePolicy } from './policy.ts';
import type { ProtocolError } from './protocol-error.ts';
import { COSIGNER_KEY_TYPE, LOG_KEY_TYPE, printVerifierKey, verifierKey } from './verifier-key.ts';

/** What a ledger's own policy is made from. */
export interface PolicySource {
  readonly genesis: Pick<Genesis, 'name' | 'nodeKeys' | 'institutions'>;
  /** The genesis hash. */
  readonly chain: Uint8Array;
  /** How many institutions must have cosigned. */
  readonly threshold: number;
  /** Lines without `#` that stand on top, for example the ledger's name in words. */
  readonly comments?: readonly string[];
}

/**
 * The policy in which a ledger's institutions are its executors and its quorum, under their ids.
 * Fails as {@link parsePolicy} does on what cannot be a policy, such as a threshold above the
 * number of institutions or an institution whose id is `executors`.
 */
export function writePolicy(source: PolicySource): Result<string, ProtocolError> {
  const { genesis, chain, threshold, comments = [] } = source;
  const origin = ledgerOrigin(genesis.name, chain);
  const lines = comments.map((comment) => `# ${comment}`);
  for (const key of genesis.nodeKeys) {
    lines.push(`log ${printVerifierKey(verifierKey(origin, LOG_KEY_TYPE, key))}`);
  }
  for (const { id, cosigner } of genesis.institutions) {
    const key = verifierKey(cosignerName(genesis.name, id), COSIGNER_KEY_TYPE, cosigner);
    lines.push(`witness ${id} ${printVerifierKey(key)}`);
  }
  const members = genesis.institutions.map((institution) => institution.id).join(' ');
  lines.push(`group ${EXECUTORS} ${String(threshold)} ${members}`, `quorum ${EXECUTORS}`);
  const text = `${lines.join('\n')}\n`;
  const parsed = parsePolicy(text);
  return parsed.ok ? ok(text) : parsed;
}
