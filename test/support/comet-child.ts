// A process for the crash matrix: a ledger under CometBFT that submits transactions without pause
// and writes a line for each acknowledgement, after it. Argument: a folder.
import { writeSync } from 'node:fs';
import path from 'node:path';
import { expectOk, toHex } from '@madang/base';
import { createMachine } from '@madang/kernel';
import { openLedger, startComet } from '@madang/node';
import { actor, actSigner, notariseFiles, sealFiles, services } from '@madang/testkit';
import { aloneChain, aloneGenesis, aloneKey } from './comet-crash.ts';

const SENDERS = 3;

const [folder = ''] = process.argv.slice(2);
const ledger = expectOk(
  await openLedger({
    folder: path.join(folder, 'ledger'),
    machine: createMachine(services),
    genesis: aloneGenesis,
    nodeKey: aloneKey('log'),
    verifyWorkers: 0,
    engine: startComet({
      applicationSocket: path.join(folder, 'app.sock'),
      rpcSocket: path.join(folder, 'rpc.sock'),
      onFailure: () => undefined,
    }),
  }),
  'the ledger opens',
);
writeSync(1, 'ready\n');
const asked = new Promise((resolve) => process.once('SIGTERM', resolve));
const sealed = await sealFiles([Buffer.from('a file of the crash matrix')]);
const sign = actSigner(aloneChain, Date.now);
for (let sender = 0; sender < SENDERS; sender++) {
  void send(notariseFiles(actor(`sender ${String(sender)}`), sealed));
}
await asked;
await ledger.close();
process.exit(0);

async function send(wish: ReturnType<typeof notariseFiles>): Promise<void> {
  for (;;) {
    const { envelope, bodyHash } = sign(wish);
    const answer = await ledger.submit(envelope);
    if (answer.ok) writeSync(1, `ack ${toHex(bodyHash)} ${String(answer.value.index)}\n`);
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
