import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  type Api,
  type ApiMatters,
  type ApiVault,
  apiLedgerOf,
  createApi,
  type Limits,
  type LogLine,
  type Officer,
} from '@madang/api';
import { fail, ok, type Result, toHex } from '@madang/base';
import { type KeyPair, signerFrom } from '@madang/crypto';
import { createMachine, type Machine } from '@madang/kernel';
import {
  type HistoryNews,
  type Ledger,
  type NodeError,
  openLedger,
  type WitnessFailure,
  type WitnessOptions,
} from '@madang/node';
import { type Policy, parsePolicy } from '@madang/protocol';
import { services } from '@madang/services';
import { openBlobStore } from '@madang/vault';
import { openViews, type Views } from '@madang/views';
import { missing, readCity, readTrust } from '../data/city.ts';
import type { City } from '../data/found.ts';
import { isProtectedFile, readKeyFile, readSigningKey } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { openDesk } from '../desk/open-desk.ts';
import { type CometNode, cometNode } from '../network/comet-node.ts';
import type { Messenger } from '../people/messenger.ts';
import { type OpenPeople, openPeople } from '../people/open-people.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { VERSION } from '../version.ts';
import { followCalmly, upToDate } from './calm-views.ts';
import { openComplaintLogs } from './complaint-log.ts';
import { type CosignerFiles, followCosigners, openCosigners } from './cosigner-keys.ts';
import { notedErasures, noteErasures, recordErasure } from './erasures.ts';
import { openMatters } from './matters.ts';
import { isDamagedTables, openVaultOf } from './open-vault.ts';
import { followPolicyLag } from './policy-lag.ts';
import { readEquivocations, readPolicyChanges } from './trust-files.ts';
import { readWitnesses } from './witness-settings.ts';

/** Everything that runs behind a server, over one data folder. */
export interface OpenCity {
  readonly city: City;
  readonly ledger: Ledger;
  readonly api: Api;
  readonly policyText: string;
  /** Puts erasures of the vault on record that were not yet, and returns how many there were. */
  readonly noteErasures: () => Promise<number>;
  /** The links of persons, where this server has an attester's key and a messenger. */
  readonly people?: OpenPeople;
  readonly matters: ApiMatters;
  readonly close: () => Promise<void>;
}

/** How to open a data folder. */
export interface OpenOptions {
  readonly layout: Layout;
  /** ms. */
  readonly now: () => number;
  readonly webFolder?: string;
  readonly limits?: Limits;
  readonly log?: (line: LogLine) => void;
  /** The rules; absent: those of this build. */
  readonly machine?: Machine;
  /** What brings messages to telephones; the demo city has a stand-in of its own. */
  readonly messenger?: Messenger;
}

/** Opens the ledger, its views and its vault, and makes the HTTP interface over them. */
export async function openCity(options: OpenOptions): Promise<Result<OpenCity, CommandError>> {
  const { layout } = options;
  const city = readCity(layout);
  if (!city.ok) return city;
  const trust = readTrust(layout);
  if (!trust.ok) return trust;
  const { genesis, policyText } = trust.value;
  const witnesses = readWitnesses(layout, policyText);
  if (!witnesses.ok) return witnesses;
  const unlocked = unlockSecrets(layout);
  if (!unlocked.ok) return unlocked;
  const keys = await readKeys(layout);
  if (!keys.ok) return keys;
  const given = {
    city: city.value,
    policyText,
    keys: keys.value,
    witnesses: witnesses.value,
  };
  return openWith(options, genesis, given);
}

type Given = Pick<CityParts, 'city' | 'policyText' | 'keys'> & {
  readonly witnesses: WitnessOptions | undefined;
};

/** Opens the ledger by what its folder says, and everything around it. */
async function openWith(
  options: OpenOptions,
  genesis: Uint8Array,
  given: Given,
): Promise<Result<OpenCity, CommandError>> {
  const { layout, now } = options;
  // The vault is made after the ledger: where only the vault is, the ledger was lost.
  if (existsSync(layout.vault) && !existsSync(layout.ledger)) return fail(missing(layout.ledger));
  const noteFailure = failureNoter(options.log);
  const comet = await cometNode({ layout, noteFailure });
  if (!comet.ok) return comet;
  const opened = await openLedger({
    folder: layout.ledger,
    machine: options.machine ?? createMachine(services),
    genesis,
    nodeKey: given.keys.node,
    cosigners: given.keys.cosigners.cosigners,
    ...believedBy(given.policyText),
    clock: now,
    ...(comet.value === undefined ? {} : withOthers(comet.value, noteFailure)),
    ...(given.witnesses === undefined
      ? {}
      : { witnesses: { ...given.witnesses, onFailure: witnessNoter(options.log) } }),
  });
  if (!opened.ok) return fail(nodeFailure(opened.error));
  comet.value?.start(opened.value);
  const parts = {
    ...given,
    options,
    noteFailure,
    ...(comet.value === undefined ? {} : { comet: comet.value }),
  };
  const whole = await openAround(opened.value, parts).catch(async (thrown: unknown) => {
    await comet.value?.stop();
    await opened.value.close();
    throw thrown;
  });
  if (!whole.ok) {
    await comet.value?.stop();
    await opened.value.close();
  }
  return whole;
}

function believedBy(policyText: string): { readonly policy?: Policy } {
  const policy = parsePolicy(policyText);
  return policy.ok ? { policy: policy.value } : {};
}

function failureNoter(log: OpenOptions['log']) {
  return (failure: unknown): void => {
    log?.({ method: 'BACKGROUND', path: '', status: 500, durationMs: 0, error: String(failure) });
  };
}

/** What an operator reads of the history that is being fetched. */
function historySentence(news: HistoryNews): string {
  switch (news.kind) {
    case 'lied':
      return `${news.institution} sent ${news.piece} of another history: nothing of it was taken.`;
    case 'silent':
      return `${news.institution} gave nothing of the older history: ${news.reason}`;
    case 'not-kept':
      return `The older history cannot be kept: ${news.error.message}`;
    case 'done':
      return news.lacking === 0
        ? 'The older history is here.'
        : `The older history is here, but nobody had ${String(news.lacking)} of its transactions; they are asked for again.`;
  }
}

function withOthers({ engine, colleagues }: CometNode, noteFailure: (failure: unknown) => void) {
  const onSilence = (institution: string, reason: string): void => {
    noteFailure(`${institution} did not cosign: ${reason}`);
  };
  const onNews = (news: HistoryNews): void => {
    noteFailure(historySentence(news));
  };
  return { engine, colleagues, onSilence, history: { onNews } };
}

interface CityParts {
  readonly options: OpenOptions;
  readonly city: City;
  readonly policyText: string;
  readonly keys: ServerKeys;
  readonly noteFailure: (failure: unknown) => void;
  /** Where the ledger is run with others. */
  readonly comet?: CometNode;
}

/** Everything else over an open ledger; whoever opened the ledger closes it if this fails. */
async function openAround(
  ledger: Ledger,
  { options, city, policyText, keys, noteFailure, comet }: CityParts,
): Promise<Result<OpenCity, CommandError>> {
  const { layout, log } = options;
  const now = clockOf(ledger, options.now);
  const opened = await openVaultOf(layout, now);
  if (!opened.ok) return opened;
  const vault = opened.value;
  const views = await openViewsAnew(layout, ledger.chain, noteFailure);
  // Lists are computed from the first entry on, as far as there is no gap.
  const source = { ...ledger, size: () => ledger.wholeSize() };
  const stopFollowing = followCalmly(views, source, noteFailure);
  const endKeys = followKeys(ledger, { options, policyText, keys, noteFailure });
  const custody = { ledger, key: keys.custodian, institution: city.custodian, now };
  // A vault from a backup may still hold what was erased since: nothing of it is ever served.
  await vault.reapplyErasures(notedErasures(ledger.stateReader()));
  const noteErasure = (deposit: Uint8Array) => recordErasure(custody, deposit);
  const apiVault: ApiVault = { vault, recordErasure: noteErasure };
  const apiLedger = apiLedgerOf({ ledger, nodeKey: signerFrom(keys.node), now });
  const people = openPeople({
    ledger,
    vault,
    now,
    layout,
    city,
    noteFailure,
    submit: apiLedger.submit,
    recordErasure: apiVault.recordErasure,
    ...(options.messenger === undefined ? {} : { messenger: options.messenger }),
  });
  const noteLook = lookNoter(log);
  const complaints = openComplaintLogs(layout.complaints, ledger);
  const parts = { ledger, layout, city, homes: vault.homes, complaints, now, noteLook };
  const desk = people === undefined ? undefined : openDesk({ ...parts, people });
  const freshViews = upToDate(views, source, noteFailure);
  const files = await openBlobStore(layout.files);
  const matters = openMatters({ ledger, views: freshViews, files, complaints });
  const api = createApi({
    ...apiParts({ ...options, now }, city),
    engine: ledger.status().engine,
    ledger: apiLedger,
    errors: ledger.machine.errors,
    views: freshViews,
    matters,
    vault: apiVault,
    ...(people === undefined ? {} : { people: people.api }),
    ...(desk === undefined ? {} : { desk }),
    ...(comet === undefined ? {} : apiOfNetwork(comet)),
    policyText,
    policyChanges: () => readPolicyChanges(layout),
    equivocations: () => readEquivocations(layout, policyText),
  });
  return ok({
    city,
    ledger,
    api,
    policyText,
    noteErasures: () => noteErasures(custody, vault),
    ...(people === undefined ? {} : { people }),
    matters,
    close: async () => {
      endKeys();
      await stopFollowing();
      await people?.stop().catch(noteFailure);
      await comet?.stop();
      await ledger.close();
      // What they hold is durable or can be computed again: a full disk must not hide its reason.
      await views.close().catch(noteFailure);
      await vault.close().catch(noteFailure);
    },
  });
}

/**
 * The time by which the server answers, ms: never behind the newest block, even if the clock of
 * this
 * machine was set back. Whoever signs by it signs nothing that has expired.
 */
function clockOf(ledger: Ledger, now: () => number): () => number {
  return () => Math.max(now(), ledger.head().timeMs);
}

function apiOfNetwork({ doubleSigners, consensus, nodes }: CometNode) {
  return { doubleSigners, consensus, nodes };
}

/** Follows what the institutions decide about keys. Gives what ends that. */
function followKeys(
  ledger: Ledger,
  {
    options,
    policyText,
    keys,
    noteFailure,
  }: Pick<CityParts, 'options' | 'policyText' | 'keys' | 'noteFailure'>,
): () => void {
  const { layout } = options;
  const ends = [
    followCosigners({ layout, ledger, files: keys.cosigners, noteFailure }),
    followPolicyLag(ledger, policyText, noteFailure),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Writes down that an officer has looked who stands behind a home: not whom they saw. */
function lookNoter(log: OpenOptions['log']) {
  return (officer: Officer, decision: Uint8Array): void => {
    const officerStart = toHex(officer.account).slice(0, 16);
    const path = `/desk/${officerStart}/looks/${toHex(decision)}`;
    log?.({ method: 'LOOK', path, status: 200, durationMs: 0 });
  };
}

/** Notes which witness did not cosign, and what came of it in place of a cosignature. */
function witnessNoter(log: OpenOptions['log']) {
  return ({ witness, kind, status = 0 }: WitnessFailure): void => {
    log?.({ method: 'WITNESS', path: `/${witness}`, status, durationMs: 0, error: kind });
  };
}

/** The views; a file of them that is damaged is made anew, for all of it is in the log. */
async function openViewsAnew(
  layout: Layout,
  chain: Uint8Array,
  noteFailure: (failure: unknown) => void,
): Promise<Views> {
  const wanted = { place: { file: layout.views }, chain, services };
  try {
    return await openViews(wanted);
  } catch (thrown) {
    if (!isDamagedTables(thrown)) throw thrown;
    noteFailure(thrown);
    for (const end of ['', '-wal', '-shm']) {
      rmSync(`${layout.views}${end}`, { recursive: true, force: true });
    }
    return openViews(wanted);
  }
}

function apiParts({ layout, now, webFolder, limits, log }: OpenOptions, city: City) {
  return {
    services,
    names: city.names,
    version: VERSION,
    isDemo: city.isDemo,
    dataFolder: layout.folder,
    now,
    ...(webFolder === undefined ? {} : { webFolder }),
    ...(limits === undefined ? {} : { limits }),
    ...(log === undefined ? {} : { log }),
  };
}

interface ServerKeys {
  readonly node: KeyPair;
  readonly custodian: KeyPair;
  readonly cosigners: CosignerFiles;
}

/**
 * Unlocks what is protected at once, so that nobody is asked later. A governance key is left alone:
 * no server needs it.
 */
function unlockSecrets({ secrets }: Layout): Result<void, CommandError> {
  if (!existsSync(secrets)) return ok(undefined);
  for (const name of readdirSync(secrets)) {
    const file = path.join(secrets, name);
    const isOurs = name.endsWith('.key') && !/\.governance(-[a-z0-9-]+)?\.key$/.test(name);
    if (!isOurs || !isProtectedFile(file)) continue;
    const secret = readKeyFile(file, name === 'vault.key' ? 'aes-256' : 'ed25519');
    if (!secret.ok) return secret;
  }
  return ok(undefined);
}

/** The keys that this server needs; of institutions, those whose key files lie here. */
async function readKeys(layout: Layout): Promise<Result<ServerKeys, CommandError>> {
  const node = readSigningKey(secretFile(layout, 'node'));
  if (!node.ok) return node;
  const custodian = readSigningKey(secretFile(layout, 'custodian'));
  if (!custodian.ok) return custodian;
  const cosigners = await openCosigners(layout);
  if (!cosigners.ok) return cosigners;
  return ok({ node: node.value, custodian: custodian.value, cosigners: cosigners.value });
}

/** The node says in one sentence what is wrong; the Korean one is ours, by its code. */
export function nodeFailure(error: NodeError): CommandError {
  return commandError(error.code, error.message, NODE_SENTENCES.get(error.code) ?? error.message);
}

const NODE_SENTENCES: ReadonlyMap<string, string> = new Map([
  [
    'NODE_HISTORY_ABSENT',
    '이 노드는 스냅숏에서 시작하여 그 전의 기록이 없습니다. 다른 노드에 묻거나 기록을 가져오십시오.',
  ],
  ['NODE_FOLDER_IN_USE', '다른 프로세스가 이 데이터 폴더를 쓰고 있습니다.'],
  ['NODE_FOLDER_NEWER', '데이터 폴더가 더 새로운 버전으로 쓰였습니다. 그 버전으로 시작하십시오.'],
  ['NODE_FOLDER_NOT_A_LEDGER', '이 폴더는 원장의 데이터 폴더가 아닙니다.'],
  ['NODE_FOLDER_UNREADABLE', '데이터 폴더를 읽거나 쓸 수 없습니다.'],
  ['NODE_STORE_DAMAGED', '저장소가 손상되었습니다. 백업에서 되살리십시오.'],
  ['NODE_GENESIS_DIFFERS', '데이터 폴더가 다른 원장의 것입니다.'],
  ['NODE_KEY_UNKNOWN', '노드 키가 원장의 시작 정보에도 신뢰 정책에도 없는 키입니다.'],
  [
    'NODE_DISK_FULL',
    '디스크가 가득 찼습니다. 공간을 만들고 다시 시작하십시오. 기록된 것은 안전합니다.',
  ],
  [
    'NODE_HISTORY_DIFFERS',
    '이 노드의 원장이 다른 기관의 원장과 다릅니다. 노드를 멈추었고 아무것도 서명하지 않습니다. 다른 노드에서 원장을 다시 받아(madang network resync) 시작하십시오.',
  ],
  ['NODE_ENVELOPE_GONE', '더 이상 보관하지 않는 거래가 있습니다.'],
  [
    'NODE_RULES_MISSING',
    '원장이 이 프로그램에 없는 새 버전의 규칙으로 넘어갑니다. 노드는 그 블록 앞에서 멈추었고 잃은 것은 없습니다. 새 릴리스를 설치하고 다시 시작하십시오.',
  ],
  ['NODE_IO_FAILED', '데이터 폴더에 쓰거나 읽지 못했습니다. 기록된 것은 안전합니다.'],
]);
