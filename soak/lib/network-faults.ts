import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { faults, playFaults, type RowOutcome } from '../../test/support/network-faults/index.ts';
import { progress } from './measurement.ts';

const PAGE = path.join(import.meta.dirname, '../../docs/operate/faults.md');

/** What the fault table came to, for the report of the soak. */
export interface FaultTable {
  readonly figures: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

/** Plays the fault table of a network of four and writes `docs/operate/faults.md`. */
export async function playFaultTable(seed: number): Promise<FaultTable> {
  const outcomes = await playFaults(faults, seed, (outcome) => progress(lineOf(outcome)));
  writeFileSync(PAGE, pageOf(outcomes, seed));
  const played = outcomes.filter(({ skipped }) => skipped === undefined);
  const sum = (of: (one: RowOutcome) => number) => played.reduce((all, one) => all + of(one), 0);
  return {
    figures: {
      faults: played.length,
      faultsSkipped: outcomes.length - played.length,
      faultsLost: sum(({ problems }) => problems.length),
      faultsAcknowledged: sum(({ acknowledged }) => acknowledged),
      faultsSeconds: sum(({ seconds }) => seconds),
    },
    problems: outcomes.flatMap(({ name, problems }) => problems.map((one) => `${name}: ${one}`)),
  };
}

function lineOf({ name, acknowledged, seconds, ...outcome }: RowOutcome): string {
  const figures = `${String(acknowledged)} acknowledged, ${String(seconds)} s`;
  return `${name}: lost ${lostOf({ ...outcome })} (${figures})`;
}

function lostOf({ skipped, problems }: Pick<RowOutcome, 'skipped' | 'problems'>): string {
  if (skipped !== undefined) return `not played: ${skipped}`;
  return problems.length === 0 ? 'nothing' : problems.join(' ');
}

function pageOf(outcomes: readonly RowOutcome[], seed: number): string {
  const [processor] = cpus();
  const machine = `${String(cpus().length)} x ${processor?.model.trim() ?? 'unknown'}`;
  const load = loadavg()[0]?.toFixed(0) ?? '';
  const day = new Date().toISOString().slice(0, 10);
  const rows = outcomes.map((outcome) => {
    const { name, what, seen, acknowledged, seconds } = outcome;
    const cells = [name, what, seen, String(acknowledged), lostOf(outcome), String(seconds)];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const head = `${day}, ${machine}, load ${load}, Node ${process.version}, seed ${String(seed)}.`;
  return [
    '# What failures of a network cost\n',
    `Written by \`npm run soak -- network\`; do not edit. ${head}\n`,
    `${METHOD.join(' ')}\n`,
    `${RELAY.join(' ')}\n`,
    '| fault | what is done | what was seen | acknowledged | lost | seconds |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const METHOD = [
  'Four institutions, each with a node and its CometBFT in processes of their own, on one machine.',
  'Four senders sign transactions and send them by HTTP to any node, the dead ones too, and note',
  'what was acknowledged as which entry. All rows are played on one network, one after the other.',
  'After each row every node is read whole: every transaction that any node ever acknowledged stands',
  'at every node where it was said to stand, the entries and the roots under them are the same',
  'everywhere, no body stands twice and none that nobody sent, and each node records new ones.',
  'What is done about each: [network.md](network.md).',
];

const RELAY = [
  'Between the nodes stands a relay of the test for each directed link, for p2p and for the API. It',
  'holds, refuses and delays; a lost segment is a stream that stands still for the way there and',
  'back and 200 ms, which is what TCP makes of a loss. It stands in for a real network with netem,',
  'whose rules this kind of machine may not have.',
];
