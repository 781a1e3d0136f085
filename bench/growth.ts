import { parseArgs } from 'node:util';
import { expectOk } from '@madang/base';
import { findCometBft } from '@madang/node';
import { nameOfCount } from './lib/fill-state.ts';
import { loadNetwork, type NetworkResult } from './lib/load-network.ts';
import { startOwnNetwork } from './lib/own-network.ts';
import { type Figures, machineName, printFigures, rounded } from './lib/report.ts';

/**
 * What a network carries and what a transaction costs, by validators and by keys in the state, as
 * one table. All nodes and the load share the machine. Ten million keys take long to lay and much
 * disk, so they are measured only when asked for: `--keys 10000000`.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    keys: { type: 'string' },
    validators: { type: 'string', default: '1,4' },
  },
});
const KEYS = numbersOf(values.keys ?? (values.quick ? '1000,10000' : '10000,100000,1000000'));
const VALIDATORS = numbersOf(values.validators);
const COUNT = values.quick ? 2_000 : 10_000;

/** Figures of a network, each with its unit and how it comes from what was measured. */
const COLUMNS: readonly {
  readonly name: string;
  readonly title: string;
  readonly of: (result: NetworkResult) => number;
}[] = [
  { name: 'txPerSecond', title: 'Transactions/s', of: (of) => of.txPerSecond },
  { name: 'p50Ms', title: 'Latency p50, ms', of: (of) => of.p50Ms },
  { name: 'p99Ms', title: 'p99, ms', of: (of) => of.p99Ms },
  {
    name: 'cpuSecondsPerTx',
    title: 'CPU-seconds/transaction',
    of: (of) => of.cpuMsPerTx / 1_000,
  },
  // Kilobytes of one transaction are gigabytes of a million.
  {
    name: 'ledgerGbPerMillionTx',
    title: 'GB/million transactions: ledger',
    of: (of) => of.ledgerBytesPerTx / 1_000,
  },
  {
    name: 'cometGbPerMillionTx',
    title: 'CometBFT',
    of: (of) => of.cometBytesPerTx / 1_000,
  },
];

interface Row {
  readonly validators: number;
  readonly keys: number;
  readonly result: NetworkResult;
}

function numbersOf(text: string): readonly number[] {
  return text.split(',').map(Number);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function measure(validators: number, keys: number): Promise<Row> {
  note(`validators: ${String(validators)}, keys: ${nameOfCount(keys)} …`);
  const network = await startOwnNetwork({ validators, keys });
  const result = await loadNetwork(network, COUNT).finally(() => network.stop());
  return { validators, keys, result };
}

/** A table in Markdown. */
function tableOf(rows: readonly Row[]): string {
  const head = ['Validators', 'Keys', ...COLUMNS.map(({ title }) => title)];
  const lines = rows.map(({ validators, keys, result }) => [
    String(validators),
    keys.toLocaleString('en'),
    ...COLUMNS.map(({ of }) => String(rounded(of(result)))),
  ]);
  return [head, head.map(() => '--:'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function figuresOf(rows: readonly Row[]): Figures {
  return Object.fromEntries(
    rows.flatMap(({ validators, keys, result }) =>
      COLUMNS.map(({ name, of }) => [
        `${name}${String(validators)}At${nameOfCount(keys)}`,
        of(result),
      ]),
    ),
  );
}

expectOk(await findCometBft(note), 'CometBFT is here or can be built');
const rows: Row[] = [];
for (const validators of VALIDATORS) {
  for (const keys of KEYS) rows.push(await measure(validators, keys));
}
if (values.json) printFigures('growth', figuresOf(rows), true);
else process.stdout.write(`growth on ${machineName()}\n\n${tableOf(rows)}\n`);
