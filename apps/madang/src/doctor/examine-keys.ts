import { equalBytes } from '@madang/base';
import { type InstitutionKey, institutionKeys, type StateReader } from '@madang/kernel';
import type { Genesis } from '@madang/protocol';
import { INSTITUTION_KEYS } from '../data/found.ts';
import { type InstitutionKeyUse, institutionKeyFiles } from '../data/institution-keys.ts';
import type { Layout } from '../data/layout.ts';
import { openSigner } from '../data/open-signer.ts';
import { type Finding, right, wrong } from './finding.ts';

/** A key that an institution has now. */
export type HeldKey = Pick<InstitutionKey, 'institution' | 'use' | 'key'>;

/** The keys that a state has in force. */
export function keysInState(state: StateReader): readonly HeldKey[] {
  return institutionKeys(state).filter(({ ended }) => ended === undefined);
}

/** The keys with which a ledger begins. */
export function keysInGenesis({ institutions }: Genesis): readonly HeldKey[] {
  return institutions.flatMap((one) =>
    INSTITUTION_KEYS.map((use) => ({ institution: one.id, use, key: one[use] })),
  );
}

/**
 * Whether those institutions that have keys here have the ones that the ledger knows. There may be
 * more files: keys before and keys to come. Those of other institutions lie on their own machines.
 */
export async function* examineKeys(
  layout: Layout,
  held: readonly HeldKey[],
): AsyncGenerator<Finding, void> {
  for (const use of INSTITUTION_KEYS) {
    const files = Map.groupBy(institutionKeyFiles(layout, use), ({ institution }) => institution);
    for (const [institution, own] of files) {
      const found = held.find((one) => one.institution === institution && one.use === use);
      yield found === undefined
        ? noMember(institution, use)
        : await examineFiles(
            found,
            own.map(({ file }) => file),
          );
    }
  }
}

async function examineFiles(
  { institution, use, key }: HeldKey,
  files: readonly string[],
): Promise<Finding> {
  for (const file of files) {
    const signer = await openSigner(file);
    if (!signer.ok) return { isRight: false, words: signer.error.message };
    if (equalBytes(signer.value.publicKey, key)) {
      const name = `${institution}.${use}`;
      return right(
        `The key ${name} is the one of the ledger.`,
        `${name} 키가 원장에 적힌 키와 같습니다.`,
      );
    }
  }
  return wrong(
    `No key file of ${institution} for ${use} is the one that the ledger has.`,
    `${institution} 의 ${use} 키 파일 가운데 원장에 적힌 키가 없습니다.`,
  );
}

function noMember(institution: string, use: InstitutionKeyUse): Finding {
  return wrong(
    `There is a ${use} key of ${institution}, which is no institution of the ledger now.`,
    `${institution} 의 ${use} 키가 있지만, 지금 원장의 기관이 아닙니다.`,
  );
}
