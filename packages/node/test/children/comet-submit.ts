// A process for the crash matrix: a ledger under CometBFT that submits transactions without pause
// and writes a line for each acknowledgement, after it. Arguments: folder, first number.
import { writeSync } from 'node:fs';
import path from 'node:path';
import { toHex } from '@madang/base';
import { startComet } from '../../src/comet/engine.ts';
import { openLedger } from '../../src/ledger.ts';
import { aloneChain, aloneGenesis, aloneKey } from '../comet-crash.ts';
import { keyOf, machine, notarise } from '../demo.ts';

const [folder = '', first = '0'] = process.argv.slice(2);
const opened = await openLedger({
  folder: path.join(folder, 'ledger'),
  machine,
  genesis: aloneGenesis,
  nodeKey: aloneKey('log'),
  verifyWorkers: 0,
  engine: startComet({
    applicationSocket: path.join(folder, 'app.sock'),
    rpcSocket: path.join(folder, 'rpc.sock'),
    onFailure: () => undefined,
  }),
});
if (!opened.ok) {
  writeSync(1, `${opened.error.code} ${opened.error.message}\n`);
  process.exit(1);
}
const ledger = opened.value;
writeSync(1, 'ready\n');
let next = Number(first);
let isAsked = false;
process.once('SIGTERM', () => {
  isAsked = true;
});
const senders = Array.from({ length: 3 }, async (_, sender) => {
  const key = keyOf(`sender ${String(sender)}`);
  while (!isAsked) {
    const n = next++;
    const expiresAt = Date.now() + 300_000;
    const { envelope, bodyHash } = notarise(n, { key, chain: aloneChain, expiresAt });
    const answer = await ledger.submit(envelope);
    if (answer.ok) writeSync(1, `ack ${toHex(bodyHash)} ${String(answer.value.index)}\n`);
  }
});
await Promise.race([
  Promise.all(senders),
  new Promise((resolve) => process.once('SIGTERM', resolve)),
]);
await ledger.close();
process.exit(0);
