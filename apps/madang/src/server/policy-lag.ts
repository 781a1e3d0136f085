import type { InstitutionKey } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { parsePolicy } from '@madang/protocol';
import { policyLag } from '@madang/protocol/trust';
import type { Words } from '../terminal.ts';

/** The cosigner keys that a ledger has now. */
type CosignerKeys = readonly Pick<InstitutionKey, 'institution' | 'key'>[];

/**
 * What an operator has to do where the policy is behind the ledger's institutions; nothing where it
 * is not. Nobody's program signs a change of policy for others (ADR 19).
 */
export function policyLagSentence(policyText: string, keys: CosignerKeys): Words | undefined {
  const policy = parsePolicy(policyText);
  if (!policy.ok) return undefined;
  const members = keys.map(({ institution: id, key: cosigner }) => ({ id, cosigner }));
  const { missing, over } = policyLag(policy.value, members);
  const names = [...new Set([...missing, ...over])].sort().join(', ');
  if (names === '') return undefined;
  return {
    en: `The policy does not have the institutions and cosigner keys of now (${names}): checkpoints go without their signatures until the next policy is signed and installed; begin with: madang policy next policy.txt.`,
    ko: `신뢰 정책이 지금의 기관과 공동서명 키(${names})와 다릅니다. 새 정책에 서명하여 적용할 때까지 그 서명 없이 체크포인트가 나갑니다. madang policy next policy.txt 부터 하십시오.`,
  };
}

/** What is followed of a ledger. */
type FollowedLedger = Pick<Ledger, 'head' | 'cosignersAt' | 'onAppend'>;

/** Says once for each change that the policy is behind. Gives what ends that. */
export function followPolicyLag(
  ledger: FollowedLedger,
  policyText: string,
  noteFailure: (failure: unknown) => void,
): () => void {
  let said: string | undefined;
  const look = (): void => {
    const sentence = policyLagSentence(policyText, ledger.cosignersAt(ledger.head().timeMs))?.en;
    if (sentence !== undefined && sentence !== said) noteFailure(sentence);
    said = sentence;
  };
  look();
  return ledger.onAppend(look);
}
