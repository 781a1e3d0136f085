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
 * node itself need not run. `members` are the ids of the institutions of now, of which each has one
 * vote. Nothing where the folder belongs to no network.
 */
export async function* examineNetwork(
  layout: Layout,
  genesis: Uint8Array,
  members: readonly string[],
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
  yield* examineColleagues(settings.value, toHex(chain), members);
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
  members: readonly string[],
): AsyncGenerator<Finding, void> {
  const own = ownNode(settings);
  const colleagues = settings.nodes.filter((node) => node !== own);
  const heard = await Promise.all(colleagues.map((node) => listen(node, chain)));
  const heights = heard.flatMap((one) => (one.kind === 'answers' ? [one.height] : []));
  const newest = Math.max(0, ...heights);
  const working = new Set(own === undefined ? [] : [own.institution]);
  for (const [n, node] of colleagues.entries()) {
    const one = heard[n];
    if (one === undefined) continue;
    const { institution } = node;
    yield members.includes(institution) ? findingOf(node, one, newest) : withoutVote(node);
    if (one.kind === 'answers' && one.height + BEHIND_BLOCKS >= newest) working.add(institution);
  }
  for (const member of members) {
    if (!settings.nodes.some(({ institution }) => institution === member)) yield unlisted(member);
  }
  yield examineVotes(members, working, own?.institution);
}

/** A newcomer's node follows before it has a vote, and one that left may still be listed. */
function withoutVote({ institution }: NetworkNode): Finding {
  return right(
    `The node of ${institution} has no vote: it is no institution of the ledger now. If it left: madang peers remove ${institution}.`,
    `${institution} 은(는) 지금 원장의 기관이 아니어서 노드에 투표권이 없습니다. 나간 기관이면: madang peers remove ${institution}.`,
  );
}

function unlisted(institution: string): Finding {
  return wrong(
    `${institution} has a vote, and network.json names no node of it: madang peers add its application.`,
    `${institution} 은(는) 투표권이 있지만 network.json 에 노드가 없습니다. 그 신청서를 madang peers add 로 더하십시오.`,
  );
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

/** What the network bears, this node counted as one that works if it has a vote. */
function examineVotes(
  members: readonly string[],
  working: ReadonlySet<string>,
  own: string | undefined,
): Finding {
  const running = members.filter((member) => working.has(member)).length;
  const needed = overTwoThirds(members.length);
  const spare = running - needed;
  const [work, all, least] = [running, members.length, needed].map(String);
  const isMember = own !== undefined && members.includes(own);
  const en = `${isMember ? 'With this node' : 'Without this node, which has no vote,'} ${work} of ${all} work`;
  const ko = `${isMember ? '이 노드를 포함해' : '투표권이 없는 이 노드를 빼고'} ${all}개 가운데 ${work}개`;
  if (spare < 0) {
    return wrong(
      `${en}, ${least} are needed: nothing new is recorded.`,
      `${ko}만 일합니다. ${least}개가 있어야 새 기록이 됩니다.`,
    );
  }
  return right(
    `${en}; ${spare === 0 ? 'none may fail' : `${String(spare)} may fail`}.`,
    `${ko}가 일합니다. ${spare === 0 ? '더 멈추면 안 됩니다' : `${String(spare)}개까지 멈춰도 됩니다`}.`,
  );
}
