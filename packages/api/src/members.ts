import { list, parseJson } from '@madang/base';
import { type Institution, institution } from '@madang/protocol';
import type { ApiLedger } from './ports.ts';

/** What is read of a ledger. */
export interface MemberSource extends Pick<ApiLedger, 'genesis'> {
  read(query: string, params: Record<string, never>): ReturnType<ApiLedger['read']>;
}

const MAX_INSTITUTIONS = 64;
const members = list(institution, { max: MAX_INSTITUTIONS });

/** The institutions of now, ascending by id: those of the genesis, and what was decided since. */
export function membersOf(ledger: MemberSource): readonly Institution[] {
  const answer = ledger.read('governance.institutions', {});
  const parsed = answer.ok ? parseJson(members, answer.value) : undefined;
  return parsed?.ok === true ? parsed.value : ledger.genesis.institutions;
}
