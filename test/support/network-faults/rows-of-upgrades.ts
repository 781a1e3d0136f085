import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expectOk, expectPresent, parseJson, record, toHex, uint, utf8 } from '@madang/base';
import { sentAnswer } from '@madang/client';
import { keyPairFromSeed, sha256 } from '@madang/crypto';
import { accountOf, decodeLogEntry } from '@madang/protocol';
import { decodeLightBlock, type Header } from '@madang/protocol/comet';
import { type Actor, actor, actSigner, governing, type SignedAct } from '@madang/testkit';
import { readKeyFile } from '../../../apps/madang/src/data/key-file.ts';
import { layoutOf, secretFile } from '../../../apps/madang/src/data/layout.ts';
import { readLog } from './compare.ts';
import { endsWith, type FaultNetwork, type FaultNode, statusOf, until } from './fault-network.ts';
import { type Load, post } from './load.ts';
import { NEWER_ACT, newerServices } from './newer-rules.ts';
import type { Fault, FaultRoom } from './row.ts';

const NEWER = fileURLToPath(new URL('./newer-build.ts', import.meta.url));
/** The plan is for so many blocks after the one in which it is proposed; at least 10 are asked. */
const LEAD = 30;
/** So many blocks before the height, and after it, whose headers are looked at. */
const AROUND = 3;
/** No block comes later than this after the one before, ms: rounds without a proposer included. */
const STILL_MS = 20_000;

/** Other rules from a height on, while everything runs. */
export const upgrades: readonly Fault[] = [
  {
    name: 'an upgrade under load',
    what: 'three nodes exchanged for a newer build, one after the other; version 2 proposed, approved, all four say that they are ready, one of them wrongly; the height comes; that one is exchanged too',
    play: async (room) => {
      const { network, load, random, institutions } = room;
      const n = random.below(4);
      const [late, first] = [network.node(n), network.node(n + 1)];
      const others = [first, network.node(n + 2), network.node(n + 3)];
      for (const node of others) await exchange(room, node);
      const early = await send(load, first, newerAct(network, 'before'));
      if (early !== 'kernel.UNKNOWN_ACT') throw new Error(`Version 1 knew it: ${early}.`);
      const height = await plan(room, first);
      const sentence = await endsWith(late, /\(NODE_RULES_MISSING\)$/);
      if (!sentence.includes(`From block ${String(height)} on`)) throw new Error(sentence);
      await load.more(
        2,
        others.map(({ institution }) => institution),
      );
      network.start(late, { program: NEWER });
      await load.more(1, institutions);
      for (const node of network.nodes) {
        await until(`${node.institution} goes by it`, async () => (await versionOf(node)) === 2);
        const answer = await send(load, node, newerAct(network, node.institution));
        if (answer !== 'done') throw new Error(`${node.institution} said ${answer}.`);
      }
      await checkLog(late, height);
      const stillMs = await checkBlocks(network, height);
      const still = `at most ${(stillMs / 1_000).toFixed(1)} s apart`;
      return `version 2 from block ${String(height)} on at every node, blocks ${still}; the one that was not ready said: ${sentence}`;
    },
  },
];

/** Stops a node and starts the newer build on its folder. */
async function exchange({ network, load }: FaultRoom, node: FaultNode): Promise<void> {
  await network.stop(node);
  network.start(node, { program: NEWER });
  await load.more(1, [node.institution]);
}

/** Gives operators their role, proposes and approves, and says for all that they are ready. */
async function plan({ network, load, institutions }: FaultRoom, via: FaultNode): Promise<number> {
  const keys = new Map(
    network.nodes.map((node) => [`${node.institution}-governance`, governanceKey(node)]),
  );
  const keyOf = (name: string): Actor => keys.get(name) ?? actor(name);
  const make = governing(network.chain, Date.now, keyOf);
  const sign = actSigner(network.chain, Date.now);
  const done = async (acts: readonly SignedAct[]): Promise<void> => {
    const answers = await Promise.all(acts.map((act) => send(load, via, act)));
    const refused = answers.find((answer) => answer !== 'done');
    if (refused !== undefined) throw new Error(`Something of the plan was refused: ${refused}.`);
  };
  const grants = institutions.map((institution) => {
    const account = toHex(keyOf(`${institution}-operator`).account);
    const payload = { institution, role: 'governance.operator', account, delegable: false };
    return sign({ act: 'governance.grantRole', payload, by: keyOf(`${institution}-governance`) });
  });
  await done(grants);
  const status = expectPresent(await statusOf(via), 'it answers');
  const height = status.height + LEAD;
  const content = { kind: 'upgrade', version: 2, height, release: '11'.repeat(32) };
  const { id, acts } = make.decision(content, institutions.slice(0, 3));
  await done(acts.slice(0, 1));
  await done(acts.slice(1));
  await done(institutions.map((institution) => make.ready(institution, id)));
  return height;
}

/** The key in the institution's folder with which it decides. */
function governanceKey({ institution, folder }: FaultNode): Actor {
  const file = secretFile(layoutOf(folder), `${institution}.governance`);
  const keyPair = keyPairFromSeed(expectOk(readKeyFile(file, 'ed25519'), 'a governance key'));
  return { name: institution, keyPair, account: accountOf('ed25519', keyPair.publicKey) };
}

/** An act of the service that version 2 adds. */
function newerAct({ chain }: FaultNetwork, name: string): SignedAct {
  const salt = sha256(utf8(name)).slice(0, 16);
  const by = actor(`somebody who tells ${name}`);
  const payload = { word: 'newer' };
  return actSigner(chain, Date.now, newerServices)({ act: NEWER_ACT, payload, by, salt });
}

/** Sends until somebody says what came of it: `done`, or the code of a refusal. */
async function send(load: Load, node: FaultNode, act: SignedAct): Promise<string> {
  load.sent.add(toHex(act.bodyHash));
  for (;;) {
    const answer = await post(node.url, act.envelope);
    if (typeof answer === 'number') return outcomeOf(node, act);
    if (answer?.startsWith('kernel.') || answer?.startsWith('governance.')) return answer;
    await sleep(200);
  }
}

async function outcomeOf({ url }: FaultNode, { bodyHash }: SignedAct): Promise<string> {
  const answer = await fetch(`${url}/api/transactions/${toHex(bodyHash)}`);
  const { outcome } = expectOk(parseJson(sentAnswer, await answer.json()), 'it is on record');
  return outcome.code === 0 ? 'done' : (outcome.name ?? String(outcome.code));
}

/** What is read of the answer to the query `governance.protocol`. */
const protocolAnswer = record({ version: uint(), members: uint(), needed: uint() });

/** The protocol version whose rules executed a node's newest block. */
async function versionOf({ url }: FaultNode): Promise<number> {
  const answer = await fetch(`${url}/api/services/governance/protocol`);
  return expectOk(parseJson(protocolAnswer, await answer.json()), 'the protocol').version;
}

/**
 * Looks at the headers that each node's CometBFT has of the blocks around a height. What the
 * application says of a block stands in the header of the next. Gives the longest time between two
 * blocks, ms.
 */
async function checkBlocks({ nodes }: FaultNetwork, height: number): Promise<number> {
  return Math.max(...(await Promise.all(nodes.map((node) => longestWait(node, height)))));
}

async function longestWait(node: FaultNode, height: number): Promise<number> {
  let stillMs = 0;
  let before: Header | undefined;
  for (let at = height - AROUND; at <= height + AROUND; at++) {
    const header = await headerAt(node, at);
    if (header.appVersion !== (at <= height ? 1 : 2)) {
      const has = `version ${String(header.appVersion)} at block ${String(at)}`;
      throw new Error(`${node.institution} has ${has}; planned was ${String(height)}.`);
    }
    const sinceMs = before === undefined ? 0 : Number(header.timeNs - before.timeNs) / 1e6;
    stillMs = Math.max(stillMs, sinceMs);
    before = header;
  }
  if (stillMs > STILL_MS) throw new Error(`No block came for ${String(stillMs)} ms.`);
  return stillMs;
}

async function headerAt({ url, institution }: FaultNode, height: number): Promise<Header> {
  const answer = await fetch(`${url}/api/consensus/light-blocks/${String(height)}`);
  if (!answer.ok) throw new Error(`${institution} has no header of block ${String(height)}.`);
  return expectOk(decodeLightBlock(await answer.bytes()), 'a light block').header;
}

/** The log says it once: in the first block that was written at the height or above it. */
async function checkLog(node: FaultNode, height: number): Promise<void> {
  const { size } = expectPresent(await statusOf(node), 'it answers');
  const entries = (await readLog(node, size)).map((bytes) => decodeLogEntry(bytes));
  const blocks = entries.flatMap((one) =>
    one.ok && one.value.type === 'block' ? [one.value] : [],
  );
  const activating = blocks.filter(({ events = [] }) =>
    events.some(({ name }) => name === 'governance.upgradeActivated'),
  );
  const due = blocks.find((block) => block.height >= height);
  if (activating.length === 1 && activating[0] === due) return;
  const heights = activating.map((block) => String(block.height)).join(', ');
  throw new Error(`The log says of the upgrade at block ${heights}, not where it was due.`);
}
