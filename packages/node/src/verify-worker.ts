import { parentPort, workerData } from 'node:worker_threads';
import { assert, expectPresent } from '@madang/base';
import { packVerdicts, unpackJobs } from './verify-batch.ts';
import { END, isVerifySetup, runJobs, type VerifySetup } from './verify-jobs.ts';

// The whole of a worker of the verify pool: batches in, verdicts out, in order, until it is asked
// to end.
const port = expectPresent(parentPort ?? undefined, 'this file runs as a worker');
const given: unknown = workerData;
assert(isVerifySetup(given), 'a worker is given its set-up');
const setup: VerifySetup = given;

port.on('message', (batch: Uint8Array | typeof END) => {
  if (batch === END) {
    port.close();
    return;
  }
  const verdicts = packVerdicts(runJobs(setup, unpackJobs(batch)));
  port.postMessage(verdicts, [verdicts.buffer]);
});
