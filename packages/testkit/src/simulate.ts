import { equalBytes, expectOk, toHex } from '@madang/base';
import { verifySignatureSync } from '@madang/crypto';
import { createMachine, type Machine, type SignedTransaction } from '@madang/kernel';
import {
  decodeLogEntry,
  encodeGenesis,
  genesisHash,
  type Params,
  signedMessage,
} from '@madang/protocol';
import { services } from '@madang/services';
import { actor, institutionOf, testGenesis } from './memory-ledger.ts';
import { type Random, randomFrom } from './random.ts';
import { type ActSource, actSource } from './sim-acts.ts';
import {
  firstDifference,
  openReplica,
  type Replica,
  type ReplicaParts,
  type StateDifference,
} from './sim-replica.ts';

/** What to simulate. The same options give the same run, everywhere. */
export interface SimOptions {
  readonly seed: number;
  readonly blocks: number;
  /** The machine of each replica; a test puts a faulty one among them. */
  readonly machineOf?: (replica: number) => Machine;
  readonly onBlock?: (height: number) => void;
}

/** Where replicas came apart. */
export interface Divergence {
  readonly height: number;
  /** The one that does not agree with the first. */
  readonly replica: string;
  /** Nothing if the states agree and only the log or the replay lists differ. */
  readonly difference?: StateDifference;
  /** Acts of the block. */
  readonly acts: readonly string[];
}

/** What happened. */
export interface SimReport {
  readonly seed: number;
  readonly height: number;
  readonly appHash: string;
  readonly restarts: number;
  readonly lost: number;
  /** Submissions that were not taken, by the name of the refusal. */
  readonly refused: ReadonlyMap<string, number>;
  /** Outcomes in blocks: `document.revoke done`, `document.revoke refused`. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly divergence?: Divergence;
}

const REPLICAS = 3;
const MAX_WAITING = 14;

/**
 * Three replicas with stores of their own get the same blocks of random transactions, are restarted
 * at random, now and then after missing some blocks, and must always agree; every invariant of
 * every
 * service is checked after each block.
 */
export async function simulate(options: SimOptions): Promise<SimReport> {
  const random = randomFrom(options.seed);
  const machineOf =
    options.machineOf ??
    (() => createMachine(services, { withInvariants: true, later: [services] }));
  const world = await openWorld(random, machineOf);
  try {
    for (let n = 0; n < options.blocks && world.divergence === undefined; n++) {
      await playBlock(world);
      options.onBlock?.(n + 1);
    }
    await catchUp(world);
    return reportOf(world, options.seed);
  } finally {
    for (const { replica } of world.members) await replica.close();
  }
}

/** A block as all replicas get it. */
interface AgreedBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly transactions: readonly SignedTransaction[];
}

interface Member {
  readonly replica: Replica;
  /** Blocks that it has missed while it was away. */
  readonly missed: AgreedBlock[];
  isAway: boolean;
}

interface World {
  readonly random: Random;
  readonly members: readonly [Member, ...Member[]];
  readonly machine: Machine;
  readonly machineOf: (replica: number) => Machine;
  readonly parts: Pick<ReplicaParts, 'genesis' | 'nodeKey'>;
  readonly chain: Uint8Array;
  readonly params: Params;
  readonly acts: ActSource;
  timeMs: number;
  height: number;
  restarts: number;
  lost: number;
  readonly refused: Map<string, number>;
  readonly outcomes: Map<string, number>;
  readonly appHashes: Map<number, Uint8Array>;
  /** Every block so far, and the ids of what they hold. */
  readonly blocks: AgreedBlock[];
  readonly executed: Set<string>;
  /** Transactions on their way into a block. */
  readonly waiting: SignedTransaction[];
  divergence?: Divergence;
}

async function openWorld(random: Random, machineOf: (replica: number) => Machine): Promise<World> {
  const institutions = ['audit', 'city', 'district'];
  const roles = services.flatMap((service) => service.roles.map(({ name }) => name));
  const grants = roles.flatMap((role, n) =>
    ['city', 'district'].map((institution) => ({
      account: actor(`person ${n}`).account,
      delegable: true,
      institution,
      role,
    })),
  );
  const given = testGenesis({ institutions: institutions.map(institutionOf), grants });
  const genesis = encodeGenesis(given);
  const chain = genesisHash(genesis);
  const nodeKey = actor('node').keyPair;
  const open = async (n: number): Promise<Member> => ({
    replica: await openReplica({ name: `replica-${n}`, machine: machineOf(n), genesis, nodeKey }),
    missed: [],
    isAway: false,
  });
  const first = await open(0);
  const others = await Promise.all(Array.from({ length: REPLICAS - 1 }, (_, n) => open(n + 1)));
  return {
    random,
    members: [first, ...others],
    machine: createMachine(services, { later: [services] }),
    machineOf,
    parts: { genesis, nodeKey },
    chain,
    params: given.params,
    acts: actSource({ chain, institutions, roles, random }),
    timeMs: given.time,
    height: 0,
    restarts: 0,
    lost: 0,
    refused: new Map(),
    outcomes: new Map(),
    appHashes: new Map(),
    blocks: [],
    executed: new Set(),
    waiting: [],
  };
}

async function playBlock(world: World): Promise<void> {
  world.timeMs += jumpMs(world.random);
  await comeAndGo(world);
  const transactions = propose(world);
  if (transactions.length === 0) return;
  world.height += 1;
  const block = { height: world.height, timeMs: world.timeMs, transactions };
  world.blocks.push(block);
  for (const { bodyHash } of transactions) world.executed.add(toHex(bodyHash));
  for (const member of world.members) {
    if (member.isAway) member.missed.push(block);
    else await applyTo(world, member, block);
  }
}

/** Mostly a moment; now and then hours, so that everything that waits expires. */
function jumpMs(random: Random): number {
  if (random.chance(3)) return random.below(6 * 3_600_000);
  return random.chance(15) ? random.below(240_000) : random.below(3_000);
}

/** Restarts some replicas. The first stays, so that there is somebody who proposes. */
async function comeAndGo(world: World): Promise<void> {
  const { random, members } = world;
  for (const [n, member] of members.entries()) {
    if (member.isAway && random.chance(25)) await comeBack(world, member);
    else if (!member.isAway && random.chance(4)) {
      world.restarts += 1;
      await member.replica.restart();
      member.isAway = n > 0 && random.chance(50);
    }
  }
}

async function comeBack(world: World, member: Member): Promise<void> {
  member.isAway = false;
  for (const block of member.missed.splice(0)) await applyTo(world, member, block);
}

async function catchUp(world: World): Promise<void> {
  for (const member of world.members) {
    if (world.divergence === undefined && member.missed.length > 0) await comeBack(world, member);
  }
}

async function applyTo(world: World, { replica }: Member, block: AgreedBlock): Promise<void> {
  if (world.divergence !== undefined) return;
  const before = replica.ledger().size();
  await replica.apply(block);
  const { appHash } = replica.ledger().head();
  const expected = world.appHashes.get(block.height);
  if (expected === undefined) {
    world.appHashes.set(block.height, appHash);
    await countOutcomes(world, replica, before);
    return;
  }
  if (!equalBytes(expected, appHash)) world.divergence = await divergenceOf(world, replica, block);
}

/**
 * The first replica may be far ahead of the one that differs, so a new one with its machine is
 * brought
 * to the same height, and the two states are walked.
 */
async function divergenceOf(
  world: World,
  replica: Replica,
  block: AgreedBlock,
): Promise<Divergence> {
  const reference = await openReplica({
    ...world.parts,
    name: 'reference',
    machine: world.machineOf(0),
  });
  for (const earlier of world.blocks) {
    if (earlier.height <= block.height) await reference.apply(earlier);
  }
  const difference = firstDifference(reference.ledger(), replica.ledger());
  await reference.close();
  return {
    height: block.height,
    replica: replica.name,
    acts: block.transactions.map(({ body, bodyHash }) => `${body.act} ${toHex(bodyHash)}`),
    ...(difference === undefined ? {} : { difference }),
  };
}

async function countOutcomes(world: World, { ledger }: Replica, from: number): Promise<void> {
  for (const bytes of await ledger().entries(from, ledger().size() - from)) {
    const entry = expectOk(decodeLogEntry(bytes), 'a stored entry decodes');
    if (entry.type !== 'transaction') continue;
    const { code } = entry.outcome;
    if (code === 0) world.acts.done(entry.body);
    const error = world.machine.errors.find((one) => one.code === code);
    count(world.outcomes, `${entry.act} ${code === 0 ? 'done' : (error?.name ?? String(code))}`);
  }
}

/** What a mempool would put into a block, and things that only a bad proposer would. */
function propose(world: World): readonly SignedTransaction[] {
  const { random, machine, params } = world;
  for (let n = random.below(MAX_WAITING); n > 0; n--) submit(world, world.acts.next(world.timeMs));
  const waiting = random.shuffle(world.waiting.splice(0));
  const chosen: SignedTransaction[] = [];
  const seen = new Set<string>();
  let costUs = 0;
  for (const transaction of waiting) {
    const screened = machine.screen(transaction.bytes, world.chain, params);
    if (!screened.ok) continue;
    const id = toHex(transaction.bodyHash);
    costUs += screened.value.costUs;
    if (seen.has(id) || !isProposable(world, transaction)) continue;
    if (costUs > params.maxBlockCostUs || random.chance(10)) world.waiting.push(transaction);
    else {
      seen.add(id);
      chosen.push(transaction);
    }
  }
  return machine.order(chosen);
}

/** On its way a submission may get lost, come twice, or be overtaken by others. */
function submit(world: World, envelope: Uint8Array): void {
  const { random, machine, chain, params } = world;
  if (random.chance(5)) {
    world.lost += 1;
    return;
  }
  const screened = machine.screen(envelope, chain, params);
  if (!screened.ok) {
    count(world.refused, screened.error.name);
    return;
  }
  const signed = withVerdict(chain, { ...screened.value, bytes: envelope });
  const admitted = machine.admit(signed, admitPlace(world));
  if (!admitted.ok) count(world.refused, admitted.error.name);
  // A refusal that an outcome can carry may stand in a block: nobody may diverge over it.
  if (admitted.ok || random.chance(30)) world.waiting.push(signed);
  if (random.chance(5)) world.waiting.push(signed);
}

/** Whether a block of this time may hold a transaction at all, whatever becomes of it there. */
function isProposable(world: World, transaction: SignedTransaction): boolean {
  const { expiresAt } = transaction.body;
  const isInTime = world.timeMs < expiresAt && expiresAt <= world.timeMs + world.params.maxExpiryMs;
  const isKnown = world.executed.has(toHex(transaction.bodyHash));
  return isInTime && !isKnown && transaction.signaturesValid;
}

function admitPlace(world: World): Parameters<Machine['admit']>[1] {
  const ledger = world.members[0].replica.ledger();
  return {
    chain: world.chain,
    timeMs: world.timeMs,
    height: world.height + 1,
    state: ledger.stateReader(),
    replay: { has: (bodyHash) => world.executed.has(toHex(bodyHash)) },
    params: world.params,
  };
}

function withVerdict(
  chain: Uint8Array,
  transaction: Omit<SignedTransaction, 'signaturesValid'>,
): SignedTransaction {
  const { auth } = transaction.envelope;
  const message = signedMessage(chain, transaction.bodyHash);
  const signaturesValid =
    auth.kind === 'account' &&
    auth.signatures.every(({ key, signature }) =>
      verifySignatureSync('ed25519', key, message, signature),
    );
  return { ...transaction, signaturesValid };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function reportOf(world: World, seed: number): SimReport {
  const { height, restarts, lost, refused, outcomes, divergence, members } = world;
  const { appHash } = members[0].replica.ledger().head();
  return {
    seed,
    height,
    appHash: toHex(appHash),
    restarts,
    lost,
    refused,
    outcomes,
    ...(divergence === undefined ? {} : { divergence }),
  };
}
