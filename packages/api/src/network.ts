import { ok, type Result, toHex } from '@madang/base';
import type { NetworkAnswer } from '@madang/client/network';
import { type Refusal, refuse } from '@madang/kernel';
import { cosignerName, type Institution } from '@madang/protocol';
import { apiErrors } from './api-errors.ts';
import { attendanceOf } from './attendance.ts';
import { historyPart } from './history-view.ts';
import { membersOf } from './members.ts';
import type { NodeSeen } from './node-watch.ts';
import type { ApiRoom } from './room.ts';
import { type Tolerance, toleranceOf } from './tolerance.ts';

/** A node that lacks more blocks than this is catching up and does not vote. */
export const BEHIND_BLOCKS = 10;
/** Nodes of a network make a block every two seconds also when there is nothing to record. */
const LATE_MS = 30_000;
/** Every institution has one vote (services/governance/README.md). */
const POWER = 1;

type Keeper = NetworkAnswer['institutions'][number];
type NodeAnswer = NonNullable<Keeper['node']>;

/** Who keeps the ledger, how their nodes are now, and what the network bears. */
export async function networkOf(room: ApiRoom): Promise<NetworkAnswer> {
  const { ledger, engine, now } = room.options;
  const seen = await room.nodes.look();
  const { height, size, lastBlockTimeMs } = ledger.now();
  const attended = ledger.attendance?.();
  const institutions = membersOf(ledger).map((one) => {
    const attendance = attendanceOf(attended?.get(one.id) ?? [], now());
    return { ...keeperOf(room, one, seen), ...(attendance === undefined ? {} : { attendance }) };
  });
  const votes = seen === undefined ? undefined : votesOf(institutions);
  const stillMs = room.blocks.stillMs();
  return {
    engine,
    time: now(),
    height,
    size,
    lastBlockTime: lastBlockTimeMs,
    records: recordsOf(room, votes, stillMs),
    stillMs,
    ...(votes === undefined ? {} : { votes }),
    institutions,
    ...historyPart(ledger.now().history),
  };
}

/** Why nothing new should be sent to this node now; nothing where it should. */
export async function unready(room: ApiRoom): Promise<Result<void, Refusal>> {
  if (!room.options.ledger.now().isRunning) return refuse(apiErrors.NOT_READY, {});
  const { records, votes, stillMs } = await networkOf(room);
  if (records === 'made') return ok(undefined);
  if (votes !== undefined && records === 'stopped') {
    const { running, needed, total } = votes;
    return refuse(apiErrors.TOO_FEW_NODES, { running, needed, total });
  }
  return refuse(apiErrors.NO_NEW_BLOCK, { forSeconds: Math.floor(stillMs / 1_000) });
}

function recordsOf(
  { options }: ApiRoom,
  votes: Tolerance | undefined,
  stillMs: number,
): NetworkAnswer['records'] {
  const { isRunning, pending } = options.ledger.now();
  if (!isRunning || (votes !== undefined && votes.running < votes.needed)) return 'stopped';
  // One computer makes a block when there is something to put into it.
  const isDue = votes !== undefined || pending > 0;
  return isDue && stillMs > LATE_MS ? 'late' : 'made';
}

function votesOf(institutions: readonly Keeper[]): Tolerance {
  return toleranceOf(
    institutions.map(({ power = 0, node }) => ({ power, runs: node?.state === 'keeps-up' })),
  );
}

function keeperOf(
  room: ApiRoom,
  institution: Institution,
  seen: readonly NodeSeen[] | undefined,
): Keeper {
  const { id, names, operator, governance, consensus, cosigner } = institution;
  const node = seen?.find((one) => one.institution === id);
  const last = room.history.lastSigned(cosignerName(room.options.ledger.genesis.name, id));
  return {
    id,
    names,
    operator,
    keys: {
      governance: toHex(governance),
      consensus: toHex(consensus),
      cosigner: toHex(cosigner),
    },
    ...(seen === undefined ? {} : { power: POWER }),
    ...(node === undefined ? {} : { node: nodeAnswerOf(node, newestOf(seen ?? [])) }),
    ...(last === undefined ? {} : { lastSignedAt: last.timeMs, lastSignedSize: last.size }),
  };
}

function nodeAnswerOf({ url, stands }: NodeSeen, newest: number): NodeAnswer {
  if (stands === undefined) return { api: url, state: 'silent' };
  const isBehind = stands.height + BEHIND_BLOCKS < newest;
  return { api: url, state: isBehind ? 'behind' : 'keeps-up', ...stands };
}

/**
 * The height that most nodes can be expected to have: the second highest that was told, so that one
 * that boasts makes nobody else late.
 */
function newestOf(seen: readonly NodeSeen[]): number {
  const heights = seen.flatMap(({ stands }) => (stands === undefined ? [] : [stands.height]));
  const [highest = 0, second = highest] = heights.toSorted((one, other) => other - one);
  return second;
}
