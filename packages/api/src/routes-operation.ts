import { statfs } from 'node:fs/promises';
import { ok, utf8 } from '@madang/base';
import { type DoubleSigner, statusAnswer } from '@madang/client';
import { cosignerName, parsePolicy } from '@madang/protocol';
import { policyLag } from '@madang/protocol/trust';
import { historyMetrics, historyPart } from './history-view.ts';
import { membersOf } from './members.ts';
import { type Metric, printMetrics } from './metrics.ts';
import { networkOf, unready } from './network.ts';
import { networkMetrics } from './network-metrics.ts';
import { noParams } from './params.ts';
import type { ApiRoom } from './room.ts';
import { type AnyRoute, jsonAnswer, jsonReply, route } from './route.ts';

const tag = 'operation';
const TEXT = 'text/plain; charset=utf-8';

/** How the server is. */
export function operationRoutes(room: ApiRoom): readonly AnyRoute[] {
  return [
    route({
      path: '/api/status',
      summary: 'How the server is, and which institutions cosign.',
      tag,
      params: noParams,
      query: noParams,
      answer: jsonAnswer(statusAnswer),
      handle: async () => {
        await room.history.glance();
        return jsonReply(statusAnswer, await describeStatus(room));
      },
    }),
    route({
      path: '/api/health',
      summary: 'Whether the process answers.',
      tag,
      params: noParams,
      query: noParams,
      answer: { kind: 'file', type: TEXT, description: 'The word ok.' },
      handle: () => ok({ bytes: utf8('ok\n') }),
    }),
    route({
      path: '/api/ready',
      summary: 'Whether transactions are accepted, and can be put on record by enough nodes.',
      tag,
      params: noParams,
      query: noParams,
      answer: { kind: 'file', type: TEXT, description: 'The word ready.' },
      handle: async () => {
        const refused = await unready(room);
        return refused.ok ? ok({ bytes: utf8('ready\n') }) : refused;
      },
    }),
    route({
      path: '/metrics',
      summary: 'Figures of the running server in the Prometheus text format.',
      tag,
      params: noParams,
      query: noParams,
      answer: { kind: 'file', type: 'text/plain; version=0.0.4', description: 'Prometheus text.' },
      handle: async () => {
        const network = networkMetrics(await networkOf(room));
        const history = historyMetrics(room.options.ledger.now().history);
        const own = [...ledgerMetrics(room), ...history, ...witnessMetrics(room), ...network];
        return ok({ bytes: utf8(printMetrics([...own, ...room.requests.metrics()])) });
      },
    }),
  ];
}

async function describeStatus(room: ApiRoom) {
  const { options, history, startedAt } = room;
  const { ledger } = options;
  const { height, size, lastBlockTimeMs, pending } = ledger.now();
  const time = options.now();
  const doubleSigners = options.doubleSigners?.();
  return {
    version: options.version,
    engine: options.engine,
    time,
    uptimeMs: Math.max(0, time - startedAt),
    height,
    size,
    lastBlockTime: lastBlockTimeMs,
    pending,
    disk: await diskOf(options.dataFolder),
    cosigners: membersOf(ledger).map(({ id }) => {
      const name = cosignerName(ledger.genesis.name, id);
      const last = history.lastSigned(name);
      return last === undefined ? { name } : { name, lastSignedAt: last.timeMs };
    }),
    witnesses: (ledger.witnesses?.() ?? []).map(({ name, timeMs, size }) => ({
      name,
      ...(timeMs === undefined ? {} : { lastSignedAt: timeMs }),
      ...(size === undefined ? {} : { size }),
    })),
    ...(doubleSigners === undefined ? {} : { doubleSigners: [...doubleSigners] }),
    ...historyPart(ledger.now().history),
  };
}

async function diskOf(
  folder: string | undefined,
): Promise<{ freeBytes: number; totalBytes: number }> {
  if (folder === undefined) return { freeBytes: 0, totalBytes: 0 };
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

function ledgerMetrics({ options, startedAt }: ApiRoom): readonly Metric[] {
  const { height, size, pending, lastBlockTimeMs } = options.ledger.now();
  const gauge = (name: string, help: string, value: number): Metric => ({
    name: `madang_${name}`,
    help,
    kind: 'gauge',
    value,
  });
  return [
    gauge('ledger_height', 'Height of the newest block.', height),
    gauge('ledger_size', 'Entries of the log.', size),
    gauge('ledger_pending', 'Transactions that wait for a block.', pending),
    gauge('ledger_last_block_seconds', 'Time of the newest block.', lastBlockTimeMs / 1000),
    gauge(
      'policy_institutions_behind',
      'Institutions whose cosigner key of now the policy does not have.',
      behindInPolicy(options),
    ),
    gauge('uptime_seconds', 'Time since the start.', (options.now() - startedAt) / 1000),
    gauge('memory_bytes', 'Resident memory of the process.', process.memoryUsage.rss()),
    ...doubleSignatures(options.doubleSigners?.() ?? []),
  ];
}

function behindInPolicy({ ledger, policyText }: ApiRoom['options']): number {
  const policy = parsePolicy(policyText);
  if (!policy.ok) return 0;
  const { missing, over } = policyLag(policy.value, membersOf(ledger));
  return new Set([...missing, ...over]).size;
}

/** The size of what each witness cosigned, and how often what came of asking it. */
function witnessMetrics({ options }: ApiRoom): readonly Metric[] {
  const witnesses = options.ledger.witnesses?.() ?? [];
  const help = 'Answers of a witness, by what they were.';
  const answers = (witness: string, kind: string, value: number): Metric => ({
    name: 'madang_witness_answers_total',
    help,
    kind: 'counter',
    labels: { witness, kind },
    value,
  });
  return [
    ...witnesses.flatMap(({ name, cosigned, failures }) => [
      answers(name, 'cosigned', cosigned),
      ...Object.entries(failures).map(([kind, count]) => answers(name, kind, count)),
    ]),
    ...witnesses.map(
      ({ name, size = 0 }): Metric => ({
        name: 'madang_witness_size',
        help: 'Entries of the log that a witness cosigned last.',
        kind: 'gauge',
        labels: { witness: name },
        value: size,
      }),
    ),
  ];
}

/** A counter for each institution whose validator signed twice. */
export function doubleSignatures(signers: readonly DoubleSigner[]): readonly Metric[] {
  return signers.map(({ institution, times }) => ({
    name: 'madang_double_signatures_total',
    help: 'Heights at which a validator signed twice, as blocks since the start prove.',
    kind: 'counter',
    labels: { institution },
    value: times,
  }));
}
