import type { PinnedPolicy, PolicyStore } from '@madang/client';
import { getValue, putValue } from './database.ts';

const key = 'pinned';

function isPinnedPolicy(value: unknown): value is PinnedPolicy {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'fingerprint' in value &&
    typeof value.fingerprint === 'string'
  );
}

/**
 * The policy that this device saw first. A browser that keeps nothing remembers it until the page
 * is
 * closed.
 */
export function createPolicyStore(): PolicyStore {
  let remembered: PinnedPolicy | undefined;
  return {
    load: async () => {
      const kept = await getValue('policy', key).catch(() => undefined);
      return isPinnedPolicy(kept) ? kept : remembered;
    },
    save: async (policy) => {
      remembered = policy;
      await putValue('policy', key, policy).catch(() => undefined);
    },
  };
}
