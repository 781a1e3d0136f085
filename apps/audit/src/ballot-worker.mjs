import { parentPort, workerData } from 'node:worker_threads';
import { Claims } from './ballot.mjs';

/*
 * Runs beside others: is told claims, and answers with the first that is not right.
 */

const claims = new Claims(workerData);
parentPort?.on('message', (some) => parentPort?.postMessage(claims.firstWrong(some)));
