import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BEHIND_BLOCKS } from '@madang/api';
import { parseJson, toHex } from '@madang/base';
import { ledgerAnswer } from '@madang/client';
import { cometNodeId, findCometBft, overTwoThirds } from '@madang/node';
import { genesisHash } from '@madang/protocol';
import { cometChainId } from '@madang/protocol/comet';
import { damaged, missing, parseText } from '../data/city.ts';
import { readKeyFile } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { cometMissing } from '../network/comet-node.ts';
import { readLastSigned, signedFile } from '../network/last-signed.ts';
import {
  type NetworkNode,
  type NetworkSettings,
  ownNode,
  readNetworkSettings,
} from '../network/settings.ts';
import { type Finding, right, wrong } from './finding.ts';

const ANSWER_MS = 5_000;
/** Block time follows the clocks of the nodes, and promises are given by them. */
const CLOCK_MAX_MS = 2_000;

/**
 * Looks at what a node needs to run its ledger with others, and asks the others how they are; the
 * node itself need not run. Nothing where the folder belongs to no network.
 */
export async function* examineNetwork(
  layout: Layout,
  genesis: Uint8Array,
): AsyncGenerator<Finding, void> {
  const settings = readNetworkSettings(layout);
  if (!settings.ok) {
    yield { isRight: false, words: settings.error.message };
    return;
  }
  if (settings.value === undefined) return;
  const chain = genesisHash(genesis);
  yield examineGenesis(layout, chain);
  yield examineOwnKey(layout, settings.value);
  yield examineSigned(layout);
  yield await examineProgram();
  yield* examineColleagues(settings.value, toHex(chain));
}

/** CometBFT's genesis must be of this ledger: with another this node would decide alone. */
function examineGenesis(layout: Layout, chain: Uint8Array): Finding {
  const file = layout.networkGenesis;
  if (!existsSync(file)) return { isRight: false, words: missing(file).message };
  const parsed: unknown = parseText(readFileSync(file, 'utf8'));
  const id = typeof parsed === 'object' && parsed !== null && 'chain_id' in parsed;
  if (!id) return { isRight: false, words: damaged(file).message };
  return parsed.chain_id === cometChainId(chain)
    ? right('CometBFT’s genesis is of this ledger.', 'CometBFT의 시작 정보가 이 원장의 것입니다.')
    : wrong(
        `${file} is of another ledger: take the file that the other institutions have.`,
        `${file} 은(는) 다른 원장의 파일입니다. 다른 기관과 같은 파일을 받으십시오.`,
      );
}

/** The others connect to the name that `network.json` gives this node. */
function examineOwnKey(layout: Layout, settings: NetworkSettings): Finding {
  const key = readKeyFile(secretFile(layout, 'p2p'), 'ed25519');
  if (!key.ok) return { isRight: false, words: key.error.message };
  return cometNodeId(key.value) === ownNode(settings)?.id
    ? right(
        'The key p2p is the one by which the others know this node.',
        'p2p 키가 다른 노드가 아는 이 노드의 키와 같습니다.',
      )
    : wrong(
        'The key p2p is not the one by which network.json names this node: the others refuse it.',
        'p2p 키가 network.json 에 적힌 이 노드의 키와 달라 다른 노드가 연결을 거절합니다.',
      );
}

/** Without the record of what it signed, a validator that has blocks could sign twice. */
function examineSigned(layout: Layout): Finding {
  const folder = path.join(layout.comet, 'data');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const file = signedFile(layout);
  if (!names.some((name) => name.startsWith('blockstore'))) {
    return right('CometBFT was not started yet.', 'CometBFT를 아직 시작하지 않았습니다.');
  }
  if (!existsSync(file)) return { isRight: false, words: missing(file).message };
  const signed = readLastSigned(layout);
  return signed === undefined
    ? { isRight: false, words: damaged(file).message }
    : right(
        `This node has voted up to block ${String(signed.height)}; it votes on later ones only.`,
        `이 노드는 블록 ${String(signed.height)}까지 투표했으며 그다음 블록에만 투표합니다.`,
      );
}

async function examineProgram(): Promise<Finding> {
  const program = await findCometBft(() => undefined);
  return program.ok
    ? right('CometBFT is here.', 'CometBFT가 있습니다.')
    : { isRight: false, words: cometMissing(program.error).message };
}

/** What another node said, or why nothing. */
type Heard =
  | { readonly kind: 'silent' }
  | { readonly kind: 'other'; readonly chain: string }
  | { readonly kind: 'answers'; readonly height: number; readonly aheadMs: number };

async function* examineColleagues(
  settings: NetworkSettings,
  chain: string,
): AsyncGenerator<Finding, void> {
  const colleagues = settings.nodes.filter((node) => node !== ownNode(settings));
  const heard = await Promise.all(colleagues.map((node) => listen(node, chain)));
  const heights = heard.flatMap((one) => (one.kind === 'answers' ? [one.height] : []));
  const newest = Math.max(0, ...heights);
  for (const [n, node] of colleagues.entries()) {
    const one = heard[n];
    if (one !== undefined) yield findingOf(node, one, newest);
  }
  const working = heights.filter((height) => height + BEHIND_BLOCKS >= newest).length;
  yield examineVotes(settings.nodes.length, working);
}

async function listen({ api }: NetworkNode, chain: string): Promise<Heard> {
  try {
    const askedAt = Date.now();
    const response = await fetch(`${api}/api/ledger`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const ledger = parseJson(ledgerAnswer, await response.json());
    const answeredAt = Date.now();
    if (!ledger.ok) return { kind: 'silent' };
    const { time, height } = ledger.value;
    if (ledger.value.chain !== chain) return { kind: 'other', chain: ledger.value.chain };
    // Its clock was read at some moment between the question and the answer.
    const aheadMs = Math.max(0, askedAt - time) - Math.max(0, time - answeredAt);
    return { kind: 'answers', height, aheadMs };
  } catch {
    return { kind: 'silent' };
  }
}

function findingOf({ institution, api }: NetworkNode, heard: Heard, newest: number): Finding {
  if (heard.kind === 'silent') {
    return wrong(
      `The node of ${institution} does not answer at ${api}.`,
      `${institution} 노드가 ${api} 에서 답하지 않습니다.`,
    );
  }
  if (heard.kind === 'other') {
    return wrong(
      `${api} has another ledger (${heard.chain.slice(0, 16)}…): correct network.json.`,
      `${api} 은(는) 다른 원장(${heard.chain.slice(0, 16)}…)입니다. network.json 을 고치십시오.`,
    );
  }
  const height = String(heard.height);
  if (Math.abs(heard.aheadMs) > CLOCK_MAX_MS) return wrongClock(institution, heard.aheadMs);
  if (heard.height + BEHIND_BLOCKS < newest) {
    const behind = String(newest - heard.height);
    return wrong(
      `The node of ${institution} is ${behind} blocks behind, at ${height}.`,
      `${institution} 노드가 ${behind}블록 뒤처져 블록 ${height}에 있습니다.`,
    );
  }
  return right(
    `The node of ${institution} answers and stands at block ${height}.`,
    `${institution} 노드가 답하며 블록 ${height}에 있습니다.`,
  );
}

function wrongClock(institution: string, aheadMs: number): Finding {
  const seconds = (Math.abs(aheadMs) / 1_000).toFixed(0);
  const [en, ko] = aheadMs > 0 ? ['ahead of', '빠릅니다'] : ['behind', '느립니다'];
  return wrong(
    `The clock of this machine is ${seconds} s ${en} that of ${institution}: set the wrong one by NTP.`,
    `이 컴퓨터의 시계가 ${institution} 노드보다 ${seconds}초 ${ko}. 틀린 쪽을 NTP로 맞추십시오.`,
  );
}

/** What the network bears, this node counted as one that works. */
function examineVotes(total: number, others: number): Finding {
  const needed = overTwoThirds(total);
  const spare = others + 1 - needed;
  const [running, all] = [String(others + 1), String(total)];
  if (spare < 0) {
    return wrong(
      `With this node ${running} of ${all} work, ${String(needed)} are needed: nothing new is recorded.`,
      `이 노드를 포함해 ${all}개 가운데 ${running}개만 일합니다. ${String(needed)}개가 있어야 새 기록이 됩니다.`,
    );
  }
  return right(
    `With this node ${running} of ${all} work; ${spare === 0 ? 'none may fail' : `${String(spare)} may fail`}.`,
    `이 노드를 포함해 ${all}개 가운데 ${running}개가 일합니다. ${spare === 0 ? '더 멈추면 안 됩니다' : `${String(spare)}개까지 멈춰도 됩니다`}.`,
  );
}
