import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { equalBytes } from '@madang/base';
import { createMachine } from '@madang/kernel';
import { openStore, type Store, verifyStore } from '@madang/node';
import { decodeGenesis, type Genesis, genesisHash, parsePolicy } from '@madang/protocol';
import { services } from '@madang/services';
import { readCity } from '../data/city.ts';
import { INSTITUTION_KEYS } from '../data/found.ts';
import { readKeyFile, readSigningKey } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { nodeFailure } from '../server/open-city.ts';
import type { Words } from '../terminal.ts';

/** One thing that was looked at. */
export interface Finding {
  readonly isRight: boolean;
  readonly words: Words;
}

/** Looks at everything in a data folder, the quick things first. */
export async function* examine(
  layout: Layout,
  { isQuick }: { readonly isQuick: boolean },
): AsyncGenerator<Finding, void> {
  const city = readCity(layout);
  if (!city.ok) {
    yield { isRight: false, words: city.error.message };
    return;
  }
  const genesis = decodeGenesis(new Uint8Array(readFileSync(layout.genesis)));
  if (!genesis.ok) {
    yield wrong('The genesis cannot be read.', '시작 정보를 읽을 수 없습니다.');
    return;
  }
  yield* examineSecrets(layout, genesis.value);
  yield examinePolicy(layout);
  yield* examineLedger(layout, isQuick);
}

function* examineSecrets(layout: Layout, genesis: Genesis): Generator<Finding, void> {
  const open = readdirSync(layout.secrets).filter(
    (name) =>
      name.endsWith('.key') && (statSync(path.join(layout.secrets, name)).mode & 0o077) !== 0,
  );
  yield open.length === 0
    ? right(
        'The secrets are readable by their owner alone.',
        '비밀 키 파일은 소유자만 읽을 수 있습니다.',
      )
    : wrong(
        `Others can read: ${open.join(', ')}.`,
        `다른 사람도 읽을 수 있는 파일: ${open.join(', ')}.`,
      );
  const vault = readKeyFile(secretFile(layout, 'vault'), 'aes-256');
  if (!vault.ok) yield { isRight: false, words: vault.error.message };
  yield examineKey(layout, 'node', genesis.nodeKeys);
  for (const institution of genesis.institutions) {
    for (const use of INSTITUTION_KEYS) {
      const name = `${institution.id}.${use}`;
      const key = readSigningKey(secretFile(layout, name));
      // The keys of other institutions lie on their own machines.
      if (key.ok) yield examineKey(layout, name, [institution[use]]);
    }
  }
}

function examineKey(layout: Layout, name: string, expected: readonly Uint8Array[]): Finding {
  const key = readSigningKey(secretFile(layout, name));
  if (!key.ok) return { isRight: false, words: key.error.message };
  return expected.some((one) => equalBytes(one, key.value.publicKey))
    ? right(`The key ${name} is the one of the genesis.`, `${name} 키가 시작 정보의 키와 같습니다.`)
    : wrong(
        `The key ${name} is not the one of the genesis.`,
        `${name} 키가 시작 정보의 키와 다릅니다.`,
      );
}

function examinePolicy(layout: Layout): Finding {
  const policy = parsePolicy(readFileSync(layout.policy, 'utf8'));
  if (!policy.ok) {
    return wrong(
      `The policy cannot be read: ${policy.error.message}`,
      '신뢰 정책을 읽을 수 없습니다.',
    );
  }
  const chain = genesisHash(new Uint8Array(readFileSync(layout.genesis)));
  return equalBytes(policy.value.chain, chain)
    ? right('The policy is of this ledger.', '신뢰 정책이 이 원장의 것입니다.')
    : wrong('The policy is of another ledger.', '신뢰 정책이 다른 원장의 것입니다.');
}

async function* examineLedger(layout: Layout, isQuick: boolean): AsyncGenerator<Finding, void> {
  const store = await openStore({ folder: layout.ledger }, undefined);
  if (!store.ok) {
    yield { isRight: false, words: nodeFailure(store.error).message };
    return;
  }
  try {
    const { height, logSize } = store.value.head();
    yield right(
      `The store opens; height ${String(height)}, ${String(logSize)} entries.`,
      `저장소가 열립니다. 높이 ${String(height)}, 기록 ${String(logSize)}개.`,
    );
    if (!isQuick) yield await executeAgain(store.value);
  } finally {
    await store.value.close();
  }
}

async function executeAgain(store: Store): Promise<Finding> {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-doctor-'));
  try {
    const verified = await verifyStore(store, createMachine(services), folder);
    if (!verified.ok) return { isRight: false, words: nodeFailure(verified.error).message };
    const { transactions } = verified.value;
    return right(
      `The log was executed again: ${String(transactions)} transactions, every root is the same.`,
      `원장을 다시 실행했습니다. 거래 ${String(transactions)}건, 뿌리 값이 모두 같습니다.`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function right(en: string, ko: string): Finding {
  return { isRight: true, words: { en, ko } };
}

function wrong(en: string, ko: string): Finding {
  return { isRight: false, words: { en, ko } };
}
