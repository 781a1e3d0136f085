import { parentPort } from 'node:worker_threads';
import { expectPresent } from '@madang/base';
import { unpackBatch, verifyBatch } from './ballot-batch.ts';

// The whole of a thread that verifies ballots: batches in, a byte for each ballot out, in order.
const port = expectPresent(parentPort ?? undefined, 'this file runs as a worker');

port.on('message', (packed: Uint8Array) => {
  const verdicts = verifyBatch(unpackBatch(packed));
  port.postMessage(Uint8Array.from(verdicts, Number));
});
