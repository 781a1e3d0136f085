import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { equalBytes, toHex } from '@madang/base';
import { createMachine } from '@madang/kernel';
import { openStore, type Store, verifyHeld, verifyStore } from '@madang/node';
import { accountOf, type Genesis, genesisHash } from '@madang/protocol';
import { services } from '@madang/services';
import {
  damaged as damagedFile,
  missing,
  readCity,
  readGenesis,
  readPolicy,
} from '../data/city.ts';
import { PEOPLE_KEYS } from '../data/found.ts';
import { readKeyFile, readSigningKey } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { openSigner } from '../data/open-signer.ts';
import { historyWords } from '../network/history-words.ts';
import { nodeFailure } from '../server/open-city.ts';
import { isDamagedTables, openVaultOf } from '../server/open-vault.ts';
import { policyLagSentence } from '../server/policy-lag.ts';
import { examineKeys, type HeldKey, keysInGenesis, keysInState } from './examine-keys.ts';
import { examineNetwork } from './examine-network.ts';
import { type Finding, right, wrong } from './finding.ts';

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
  const genesis = readGenesis(layout);
  if (!genesis.ok) {
    yield { isRight: false, words: genesis.error.message };
    return;
  }
  yield* examineSecrets(layout, genesis.value.genesis);
  yield examinePolicy(layout, genesisHash(genesis.value.bytes));
  const store = existsSync(layout.ledger)
    ? await openStore({ folder: layout.ledger }, undefined)
    : undefined;
  // Nobody else writes while the store is open here.
  try {
    const held =
      store?.ok === true ? keysInState(store.value.state()) : keysInGenesis(genesis.value.genesis);
    yield* examineNetwork(layout, genesis.value.bytes, votersOf(held));
    if (store?.ok === true) {
      yield* examineLedger(layout, { store: store.value, held, isQuick });
    } else if (store !== undefined) {
      yield { isRight: false, words: nodeFailure(store.error).message };
    } else {
      yield* examineKeys(layout, held);
      yield examineAbsence(layout);
    }
  } finally {
    if (store?.ok === true) await store.value.close();
  }
}

/** The institutions that have a vote, by their ids. */
function votersOf(held: readonly HeldKey[]): readonly string[] {
  return held.flatMap(({ institution, use }) => (use === 'consensus' ? [institution] : []));
}

async function* examineSecrets(layout: Layout, genesis: Genesis): AsyncGenerator<Finding, void> {
  if (!existsSync(layout.secrets)) {
    yield { isRight: false, words: missing(layout.secrets).message };
    return;
  }
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
  yield* examineHolders(layout, genesis);
  yield await examineKey(layout, 'node', genesis.nodeKeys);
}

/** The keys of people who work for institutions; the custodian's is needed to run at all. */
function* examineHolders(layout: Layout, genesis: Genesis): Generator<Finding, void> {
  const uses = ['issuer', ...Object.keys(PEOPLE_KEYS)];
  const clerks = genesis.institutions.flatMap(({ id }) => uses.map((use) => `${id}.${use}`));
  for (const name of ['custodian', ...clerks]) {
    const key = readSigningKey(secretFile(layout, name));
    if (key.ok) {
      yield examineHolder(genesis, name, accountOf('ed25519', key.value.publicKey));
    } else if (name === 'custodian' || key.error.code !== 'KEY_FILE_MISSING') {
      yield { isRight: false, words: key.error.message };
    }
  }
}

function examineHolder({ grants }: Genesis, name: string, account: Uint8Array): Finding {
  return grants.some((grant) => equalBytes(grant.account, account))
    ? right(`The key ${name} has its role.`, `${name} 키에 역할이 있습니다.`)
    : wrong(
        `The key ${name} has no role in the genesis.`,
        `${name} 키에는 시작 정보에 적힌 역할이 없습니다.`,
      );
}

async function examineKey(
  layout: Layout,
  name: string,
  expected: readonly Uint8Array[],
): Promise<Finding> {
  const key = await openSigner(secretFile(layout, name));
  if (!key.ok) return { isRight: false, words: key.error.message };
  return expected.some((one) => equalBytes(one, key.value.publicKey))
    ? right(`The key ${name} is the one of the genesis.`, `${name} 키가 시작 정보의 키와 같습니다.`)
    : wrong(
        `The key ${name} is not the one of the genesis.`,
        `${name} 키가 시작 정보의 키와 다릅니다.`,
      );
}

function examinePolicy(layout: Layout, chain: Uint8Array): Finding {
  const policy = readPolicy(layout, chain);
  return policy.ok
    ? right('The policy is of this ledger.', '신뢰 정책이 이 원장의 것입니다.')
    : { isRight: false, words: policy.error.message };
}

/** Whether the policy has the institutions of now; one that is not valid was told before. */
function* examineLag(
  layout: Layout,
  chain: Uint8Array,
  held: readonly HeldKey[],
): Generator<Finding, void> {
  const policy = readPolicy(layout, chain);
  if (!policy.ok) return;
  const cosigners = held.filter(({ use }) => use === 'cosigner');
  const words = policyLagSentence(policy.value, cosigners);
  if (words !== undefined) yield { isRight: false, words };
}

/** A ledger that was founded and never started has neither store nor vault. */
function examineAbsence(layout: Layout): Finding {
  return existsSync(layout.vault)
    ? { isRight: false, words: missing(layout.ledger).message }
    : right('The ledger was not started yet.', '원장을 아직 시작하지 않았습니다.');
}

interface OpenLedger {
  readonly store: Store;
  readonly held: readonly HeldKey[];
  readonly isQuick: boolean;
}

async function* examineLedger(
  layout: Layout,
  { store, held, isQuick }: OpenLedger,
): AsyncGenerator<Finding, void> {
  const { height, logSize } = store.head();
  yield right(
    `The store opens; height ${String(height)}, ${String(logSize)} entries.`,
    `저장소가 열립니다. 높이 ${String(height)}, 기록 ${String(logSize)}개.`,
  );
  yield* examineOlder(store);
  yield* examineKeys(layout, held);
  yield* examineLag(layout, store.chain, held);
  if (existsSync(layout.vault)) yield await examineVault(layout, isQuick);
  if (!isQuick) yield await executeAgain(store);
}

/** What is not here yet of what came before a snapshot, where the ledger began from one. */
function* examineOlder({ older }: Store): Generator<Finding, void> {
  const counts = older.counts();
  if (counts === undefined || older.isWhole()) return;
  const { en, ko } = historyWords(counts);
  yield right(
    `The older history is not whole: ${en}. A running server fetches the rest from the others.`,
    `옛 기록을 아직 다 받지 못했습니다: ${ko}. 나머지는 서버가 실행 중일 때 다른 노드에서 받습니다.`,
  );
}

async function examineVault(layout: Layout, isQuick: boolean): Promise<Finding> {
  const vault = await openVaultOf(layout, Date.now);
  if (!vault.ok) return { isRight: false, words: vault.error.message };
  try {
    if (isQuick) return right('The vault opens.', '보관함이 열립니다.');
    const { keptCount, damaged } = await vault.value.examine();
    const kept = String(keptCount);
    const names = damaged.map(toHex).join(', ');
    return damaged.length === 0
      ? right(
          `The vault opens; all ${kept} files and persons in it do.`,
          `보관함의 파일과 사람 기록 ${kept}개가 모두 열립니다.`,
        )
      : wrong(
          `Files or persons of the vault are damaged: ${names}.`,
          `보관함의 손상된 기록: ${names}.`,
        );
  } catch (thrown) {
    if (!isDamagedTables(thrown)) throw thrown;
    return { isRight: false, words: damagedFile(layout.vault).message };
  } finally {
    await vault.value.close();
  }
}

async function executeAgain(store: Store): Promise<Finding> {
  if (store.absentBefore() > 0) return holdAgainstRoots(store);
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-doctor-'));
  try {
    const verified = await verifyStore(store, createMachine(services), folder);
    if (!verified.ok) return { isRight: false, words: nodeFailure(verified.error).message };
    const { transactions, stoppedAtHeight } = verified.value;
    if (stoppedAtHeight !== undefined) return holdAgainstRoots(store, stoppedAtHeight);
    return right(
      `The log was executed again: ${String(transactions)} transactions, every root is the same.`,
      `원장을 다시 실행했습니다. 거래 ${String(transactions)}건, 뿌리 값이 모두 같습니다.`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is left to do where a part of the log, or of what was sent, is not here any more. */
function holdAgainstRoots(store: Store, stoppedAtHeight?: number): Finding {
  const held = verifyHeld(store);
  if (!held.ok) return { isRight: false, words: nodeFailure(held.error).message };
  const [entries, keys] = [String(held.value.entries), String(held.value.keys)];
  const [first, height] = [String(held.value.firstIndex), String(stoppedAtHeight)];
  const under = {
    en: `${entries} entries and ${keys} keys of the state are under their roots.`,
    ko: `기록 ${entries}개와 상태의 키 ${keys}개가 뿌리 값에 맞습니다.`,
  };
  return stoppedAtHeight === undefined
    ? right(
        `The log is here from entry ${first} on, so it is not executed again; ${under.en}`,
        `기록 ${first}번부터 있어 처음부터 다시 실행하지는 않았습니다. ${under.ko}`,
      )
    : right(
        `The log was executed again up to block ${height}, whose transactions are ${store.older.isWhole() ? 'no longer kept' : 'not here yet'}; ${under.en}`,
        `블록 ${height}의 거래 원문이 ${store.older.isWhole() ? '남아 있지 않아' : '아직 없어'} 그 앞까지 다시 실행했습니다. ${under.ko}`,
      );
}
