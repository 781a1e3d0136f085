import { checkPolicyChanges, MAX_POLICY_CHANGES_SIZE_BYTES } from '@madang/protocol/trust';
import type { Http } from './http.ts';

/** Whether the server shows a chain of signed changes from the kept policy to the offered one. */
export async function isSignedChange(http: Http, kept: string, offered: string): Promise<boolean> {
  const changes = await http.bytes({
    path: '/api/policy/changes',
    maxSizeBytes: MAX_POLICY_CHANGES_SIZE_BYTES,
  });
  if (!changes.ok) return false;
  const chain = await checkPolicyChanges(kept, changes.value);
  return chain.ok && chain.value.policyText === offered;
}
