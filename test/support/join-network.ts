import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expectOk, toHex } from '@madang/base';
import { keyPairFromSeed } from '@madang/crypto';
import { decodeLightBlock, validatorAddress } from '@madang/protocol/comet';
import { freeRange, P2P_AFTER, startNetwork, type TestNetwork } from '@madang/testkit';
import { readKeyFile } from '../../apps/madang/src/data/key-file.ts';
import { layoutOf, secretFile } from '../../apps/madang/src/data/layout.ts';
import { statusOf, until } from './network-faults/fault-network.ts';

const run = promisify(execFile);
const MAIN = path.join(import.meta.dirname, '../../apps/madang/src/main.ts');
const MEMBERS = ['audit', 'city', 'district', 'university'] as const;
const NEWCOMER = 'library';
const WAIT_MS = 90_000;

/** What came of an institution that joined a running network. */
export interface Joined {
  /** The first block in whose commit its vote was seen. */
  readonly votedAt: number;
  readonly seconds: number;
}

/**
 * Lets a fifth institution join four running ones by the commands of `docs/operate/members.md`, in
 * their order, and checks that it votes, and that a receipt from its node verifies by the policy
 * that names it. Throws where anything is otherwise.
 */
export async function joinNetwork(): Promise<Joined> {
  const begunMs = Date.now();
  const network = await startNetwork();
  let newcomer: ChildProcess | undefined;
  try {
    const room = roomOf(network);
    const port = await freeRange(1);
    const file = await apply(room, port);
    for (const id of MEMBERS) await room.madang('peers', 'add', file, '--data', room.data(id));
    await nextPolicy(room, 'first', ['--add', file]);
    const invitation = await invite(room);
    const place = ['--data', room.data(NEWCOMER), '--listen', '127.0.0.1'];
    await room.madang('join', invitation, '--as', NEWCOMER, ...place);
    newcomer = spawn(
      process.execPath,
      [MAIN, 'start', '--data', room.data(NEWCOMER), '--port', String(port)],
      { stdio: 'ignore' },
    );
    const own = `http://localhost:${String(port)}`;
    await until('the newcomer answers', () => isReady(own), WAIT_MS);
    await admit(room, file);
    const votedAt = await firstVote(room, own);
    await nextPolicy(room, 'second', []);
    await receiptVerifies(room, own);
    return { votedAt, seconds: Math.round((Date.now() - begunMs) / 1_000) };
  } finally {
    newcomer?.kill('SIGTERM');
    await network.stop();
  }
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/api/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** A network and how to give it orders. */
interface Room {
  readonly network: TestNetwork;
  readonly at: (name: string) => string;
  readonly data: (institution: string) => string;
  readonly secret: (institution: string, use: string) => string;
  readonly url: (institution: string) => string;
  readonly madang: (...words: readonly string[]) => Promise<string>;
}

function roomOf(network: TestNetwork): Room {
  const at = (name: string): string => path.join(network.folder, name);
  const data = (institution: string): string =>
    institution === NEWCOMER ? at(NEWCOMER) : path.join(network.folder, 'data', institution);
  const secret = (institution: string, use: string): string =>
    secretFile(layoutOf(data(institution)), `${institution}.${use}`);
  const url = (institution: string): string =>
    network.urls[MEMBERS.findIndex((id) => id === institution)] ?? '';
  const madang = async (...words: readonly string[]): Promise<string> =>
    (await run(process.execPath, [MAIN, ...words], { timeout: WAIT_MS })).stdout.trim();
  return { network, at, data, secret, url, madang };
}

async function apply({ at, data, url, madang }: Room, port: number): Promise<string> {
  const file = at('library.application.json');
  const who = ['--institution', NEWCOMER, '--name', 'City Library', '--name-ko', '도서관'];
  const operator = ['--operator', 'The library', '--operator-ko', '도서관'];
  const node = ['--host', '127.0.0.1', '--p2p-port', String(port + P2P_AFTER)];
  const place = ['--api', `http://127.0.0.1:${String(port)}`, '--data', data(NEWCOMER)];
  const from = ['--at', url('city')];
  await madang('govern', 'apply', file, ...who, ...operator, ...node, ...place, ...from);
  return file;
}

/** Each member writes the next policy, they sign it, and each installs it on its node. */
async function nextPolicy(room: Room, name: string, more: readonly string[]): Promise<void> {
  const { at, data, madang, network, secret, url } = room;
  const old = ['--old', path.join(data('city'), 'policy.txt')];
  const next = at(`${name}.txt`);
  const change = at(`${name}.change`);
  const fingerprints = new Set<string>();
  for (const id of MEMBERS) {
    fingerprints.add(await madang('policy', 'next', next, ...old, '--at', url(id), ...more));
  }
  if (fingerprints.size !== 1) throw new Error(`There are ${fingerprints.size} next policies.`);
  for (const id of MEMBERS.slice(0, 3)) {
    const key = ['--key', secret(id, 'cosigner')];
    await madang('policy', 'sign', change, ...old, '--new', next, ...key);
  }
  for (const id of MEMBERS) {
    await madang('policy', 'install', change, '--data', data(id));
    await network.say('kill', id);
    await network.say('heal');
  }
}

/** Two members' invitations have one fingerprint. */
async function invite({ at, data, madang }: Room): Promise<string> {
  const file = at('library.invitation.json');
  const first = await madang('invite', file, '--data', data('city'));
  const second = await madang('invite', at('second.json'), '--data', data('audit'));
  if (first !== second) throw new Error('Two members invite to different ledgers.');
  return file;
}

async function admit({ madang, secret, url }: Room, file: string): Promise<void> {
  const as = (id: string) => ['--as', id, '--key', secret(id, 'governance'), '--at', url(id)];
  const proposed = await madang('govern', 'propose', file, ...as('audit'));
  const digest = /^[0-9a-f]{64}$/m.exec(proposed)?.[0] ?? '';
  for (const id of ['city', 'district']) {
    await madang('govern', 'approve', digest, ...as(id));
  }
}

/** The first block with the newcomer's vote, as its own node and another one have it. */
async function firstVote({ secret, url }: Room, own: string): Promise<number> {
  const seed = readKeyFile(secret(NEWCOMER, 'consensus'), 'ed25519');
  const key = keyPairFromSeed(expectOk(seed, 'a consensus key')).publicKey;
  const address = toHex(validatorAddress(key));
  let votedAt = 0;
  await until(
    'the newcomer votes',
    async () => {
      const { height = 0 } = (await statusOf({ url: own })) ?? {};
      const answer = await fetch(`${url('audit')}/api/consensus/light-blocks/${String(height)}`);
      if (!answer.ok) return false;
      const block = expectOk(decodeLightBlock(await answer.bytes()), 'a light block');
      const hasVoted = block.commit.votes.some(
        (vote) => vote.kind === 'commit' && toHex(vote.address) === address,
      );
      if (hasVoted) votedAt = height;
      return hasVoted;
    },
    WAIT_MS,
  );
  return votedAt;
}

async function receiptVerifies({ at, data, madang }: Room, own: string): Promise<void> {
  writeFileSync(at('file.txt'), 'What the newcomer records.');
  const said = await madang('notarise', at('file.txt'), '--out', at('receipts'), '--at', own);
  const receipt = said.split('\n').at(-1) ?? '';
  const policy = ['--policy', path.join(data('city'), 'policy.txt')];
  const verdict = await madang('verify', receipt, ...policy);
  if (!verdict.includes('CHECKED:')) throw new Error(verdict);
}
