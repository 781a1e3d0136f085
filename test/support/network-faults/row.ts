import type { Random } from '@madang/testkit';
import { type Books, compareNodes } from './compare.ts';
import { type FaultNetwork, runs, statusOf, until } from './fault-network.ts';
import { type Acknowledged, type Load, startLoad } from './load.ts';

/** What a fault is played on. */
export interface FaultRoom {
  readonly network: FaultNetwork;
  readonly load: Load;
  readonly random: Random;
  readonly institutions: readonly string[];
}

/** A row of the table: a fault, and how it is healed. */
export interface Fault {
  readonly name: string;
  /** What is done, for the table. */
  readonly what: string;
  /** Brings the fault about and heals it; gives what was seen meanwhile. */
  readonly play: (room: FaultRoom) => Promise<string>;
}

/** What a row came to. */
export interface RowOutcome {
  readonly name: string;
  readonly what: string;
  readonly seen: string;
  readonly acknowledged: number;
  readonly seconds: number;
  /** Why the row could not be played here, where it could not. */
  readonly skipped?: string;
  readonly problems: readonly string[];
}

/** Says that this machine does not allow a fault. */
export class NotHere extends Error {}

/** A network and everything that was ever sent to it. */
export interface Stage {
  readonly network: FaultNetwork;
  readonly random: Random;
  readonly sent: Set<string>;
  readonly acknowledged: Map<string, Acknowledged>;
}

/** So many transactions are recorded by every node before a fault and after it. */
const BEFORE = 2;
const AFTER = 2;

/** Plays one fault under load and looks what is left. */
export async function playRow(stage: Stage, fault: Fault): Promise<RowOutcome> {
  const { network, random } = stage;
  const { name, what } = fault;
  const institutions = network.nodes.map(({ institution }) => institution);
  const begunAt = performance.now();
  const load = startLoad(network, random, `${name} ${String(random.below(1e9))}`);
  const outcome = { name, what };
  let seen = '';
  const problems: string[] = [];
  let skipped: string | undefined;
  try {
    await load.more(BEFORE, institutions);
    seen = await fault.play({ network, load, random, institutions });
    await load.more(AFTER, institutions);
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    if (thrown instanceof NotHere) skipped = said;
    else problems.push(said);
  }
  await load.stop();
  for (const id of load.sent) stage.sent.add(id);
  for (const [id, one] of load.acknowledged) stage.acknowledged.set(id, one);
  problems.push(
    ...load.faults,
    ...(await look(stage, problems.length === 0 && skipped === undefined)),
  );
  const seconds = Math.round((performance.now() - begunAt) / 1_000);
  const figures = { seen, acknowledged: load.count(), seconds, problems };
  return { ...outcome, ...figures, ...(skipped === undefined ? {} : { skipped }) };
}

/** What a row that failed has left lying is started again, so that the next one can be played. */
async function look(stage: Stage, isWell: boolean): Promise<readonly string[]> {
  const books: Books = stage;
  const { network, random } = stage;
  try {
    if (!isWell) await startAll(network);
    return await compareNodes(network, books, random);
  } catch (thrown) {
    return [thrown instanceof Error ? thrown.message : String(thrown)];
  }
}

/** Starts whatever does not run, and waits until all nodes answer. */
export async function startAll(network: FaultNetwork): Promise<void> {
  for (const node of network.nodes) for (const link of node.links) link.mend();
  network.weather(undefined);
  for (const node of network.nodes) if (!runs(node)) network.start(node);
  for (const node of network.nodes) {
    await until(`${node.institution} answers`, async () => (await statusOf(node)) !== undefined);
  }
}
