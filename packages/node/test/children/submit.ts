// A process for the crash tests: submits transactions without pause and writes a line for each
// acknowledgement, after it. Arguments: folder, first number, `synced` or `unsynced`, how many.
import { writeSync } from 'node:fs';
import { openLedger } from '../../src/ledger.ts';
import { withoutSync } from '../../src/store/database.ts';
import { cosigners, genesis, keyOf, machine, nodeKey, notarise, START_MS } from '../demo.ts';

const [folder = '', first = '0', sync = 'synced', count = '1000000'] = process.argv.slice(2);
const startedMs = Date.now();
const opened = await openLedger({
  folder,
  machine,
  genesis,
  nodeKey,
  cosigners,
  verifyWorkers: 0,
  clock: () => START_MS + 1_000 + (Date.now() - startedMs),
  ...(sync === 'unsynced' ? { sync: withoutSync } : {}),
});
if (!opened.ok) {
  writeSync(1, `${opened.error.code} ${opened.error.message}\n`);
  process.exit(1);
}
const ledger = opened.value;
writeSync(1, 'ready\n');
let next = Number(first);
const end = next + Number(count);
const senders = Array.from({ length: 8 }, async (_, sender) => {
  const key = keyOf(`sender ${sender}`);
  while (next < end) {
    const n = next++;
    const answer = await ledger.submit(notarise(n, { key }).envelope);
    if (answer.ok) writeSync(1, `ack ${n} ${answer.value.index}\n`);
    else if (answer.error.kind === 'failed') writeSync(1, `${answer.error.error.code}\n`);
    if (!answer.ok) return;
  }
});
await Promise.all(senders);
await ledger.close();
