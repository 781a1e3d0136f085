// What a secret ballot costs: one of five answers, three trustees of whom two decrypt. Beside it
// Debian's `belenios-tool` verifies ballots of the same kind. `--quick` takes fewer ballots,
// `--json` prints one line.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import {
  addSelections,
  ciphertextsOf,
  countIn,
  dealShare,
  decryptSum,
  type Election,
  type EncodedProof,
  emptySums,
  encodeBallot,
  encodeElection,
  encryptBallot,
  GENERATOR,
  isDecryption,
  joinKeys,
  joinShares,
  makeOpening,
  openShare,
  openSum,
  signBallot,
  verifyEncoded,
  voterKey,
} from '@madang/ballot';
import { concat, encodeKnown, expectPresent } from '@madang/base';
import { randomBytes, sha256 } from '@madang/crypto';
import { body, encodeProven } from '@madang/protocol';
import { reduceWide } from '@madang/ristretto';
import { CAST_BALLOT, payloadOf } from '../services/election/intake/index.ts';
import { measureBelenios } from './lib/belenios.ts';
import { printFigures } from './lib/report.ts';

const ANSWERS = 5;
const TRUSTEES = 3;
const THRESHOLD = 2;
/** As many as a node verifies together. */
const TOGETHER = 64;
/** CPU time that the peer's newer group is published with, ms a ballot (its release notes). */
const PUBLISHED_ED25519_MS = '9.9 to 10.3';

const chance = (): Uint8Array => randomBytes(64);

interface Cast {
  readonly encoded: EncodedProof;
  readonly selections: Uint8Array;
  readonly sizeBytes: number;
}

if (isMainThread) await main();
else runPart();

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const voters = args.includes('--quick') ? 200 : 2_000;
  const { election, secrets, shareKeys } = makeElection();
  const startedMs = performance.now();
  const all = Array.from({ length: voters }, (_, voter) => cast(election, voter));
  const encryptMs = (performance.now() - startedMs) / voters;
  const encoded = all.map((one) => one.encoded);
  const common = encodeElection(election);
  verifyAll(common, encoded.slice(0, 2 * TOGETHER));
  const verifyCpuMs = cpuMs(() => verifyAll(common, encoded)) / voters;
  const verifyOneCpuMs =
    cpuMs(() => encoded.slice(0, 50).map((one) => verifyAll(common, [one]))) / 50;
  const [oneWorkerMs, twoWorkersMs] = [
    await wallMs(common, encoded, 1),
    await wallMs(common, encoded, 2),
  ];
  const tallySeconds = tally(election, all, { secrets, shareKeys });
  const peer = await measureBelenios(args.includes('--quick') ? 20 : 100, ANSWERS);
  const ratio =
    peer === undefined
      ? {}
      : {
          ratioToBelenios: peer.verifyCpuMs / verifyCpuMs,
          beleniosVerifyCpuMs: peer.verifyCpuMs,
          beleniosBallotBytes: peer.ballotBytes,
        };
  const figures = {
    voters,
    verifyCpuMs,
    verifyOneCpuMs,
    speedUpOfTwo: oneWorkerMs / twoWorkersMs,
    encryptMs,
    ballotBytes: expectPresent(all[0], 'a ballot').sizeBytes,
    tallySeconds,
    ...ratio,
  };
  const isJson = args.includes('--json');
  printFigures('ballots', figures, isJson);
  if (isJson) return;
  const said =
    peer === undefined
      ? 'belenios-tool is not installed (apt-get install belenios-tool): no ratio.'
      : `Peer: belenios-tool ${peer.version}, 2048-bit group; its newer Ed25519 group is published with ${PUBLISHED_ED25519_MS} ms a ballot.`;
  process.stdout.write(
    `${said}\nGoals: verifyCpuMs 2.5 (aim 1), ratioToBelenios 15, ballotBytes 1,750, tallySeconds 1.\n`,
  );
}

function makeElection() {
  const ceremony = randomBytes(32);
  const numbers = Array.from({ length: TRUSTEES }, (_, at) => at + 1);
  const made = numbers.map((number) => makeOpening(ceremony, number, THRESHOLD, chance));
  const joint = joinKeys(made.map(({ opening }) => opening.coefficients));
  const { key, shareKeys } = expectPresent(joint, 'a key');
  const secrets = numbers.map((receiver, at) => {
    const { transport } = expectPresent(made[at], 'a trustee').opening;
    const transportSecret = expectPresent(made[at], 'a trustee').secret.transport;
    return joinShares(
      made.map(({ secret }, index) => {
        const way = { dealer: index + 1, receiver };
        const sealed = dealShare(ceremony, { ...way, secret, transport }, chance);
        return openShare(ceremony, { ...way, sealed, transportSecret });
      }),
    );
  });
  const questions = [{ answers: ANSWERS, choice: { blank: false, max: 1, min: 1 } }];
  const election: Election = {
    chain: randomBytes(32),
    election: randomBytes(32),
    key,
    voterBase: GENERATOR,
    questions,
  };
  return { election, secrets, shareKeys };
}

/** A ballot in the transaction that casts it. */
function cast(election: Election, number: number): Cast {
  const secret = reduceWide(chance());
  const voter = voterKey(secret, election.voterBase);
  const vote = { voter, sequence: 0, chosen: [[number % ANSWERS]] };
  const encrypted = encryptBallot(election, vote, chance);
  const { ballot, fingerprint, proofs } = encrypted;
  const { selections } = ballot;
  const own = { election: election.election, key: voter, sequence: 0, selections };
  const bodyBytes = encodeKnown(body, {
    act: CAST_BALLOT,
    chain: election.chain,
    expiresAt: 1_800_000_000_000,
    payload: payloadOf({ encrypted, payload: own }),
    salt: randomBytes(16),
  });
  const bodyHash = sha256(bodyBytes);
  const signed = { fingerprint, bodyHash, voter, voterBase: election.voterBase };
  const proof = concat(signBallot(signed, secret, chance()), proofs);
  const encoded = { own: encodeBallot(ballot), bodyHash, proof };
  return { encoded, selections, sizeBytes: encodeProven(bodyBytes, proof).length };
}

function verifyAll(common: Uint8Array, all: readonly EncodedProof[]): void {
  for (let from = 0; from < all.length; from += TOGETHER) {
    const verdicts = verifyEncoded(common, all.slice(from, from + TOGETHER), randomBytes(32));
    if (verdicts.includes(false)) throw new Error('A ballot of the benchmark is not valid.');
  }
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

interface Part {
  readonly common: Uint8Array;
  readonly all: readonly EncodedProof[];
}

/** How long workers take to verify all ballots together, without their start. */
async function wallMs(common: Uint8Array, all: readonly EncodedProof[], workers: number) {
  const size = Math.ceil(all.length / workers);
  const started = Array.from({ length: workers }, (_, at) => {
    const part: Part = { common, all: all.slice(at * size, (at + 1) * size) };
    return new Worker(new URL(import.meta.url), { workerData: part });
  });
  await Promise.all(started.map(nextMessage));
  const startedMs = performance.now();
  for (const worker of started) worker.postMessage('begin');
  await Promise.all(started.map(nextMessage));
  const tookMs = performance.now() - startedMs;
  await Promise.all(started.map((worker) => worker.terminate()));
  return tookMs;
}

function nextMessage(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function runPart(): void {
  const { common, all } = workerData as Part;
  const port = expectPresent(parentPort ?? undefined, 'a worker');
  verifyAll(common, all.slice(0, TOGETHER));
  port.once('message', () => {
    verifyAll(common, all);
    port.postMessage('done');
  });
  port.postMessage('ready');
}

interface Keys {
  readonly secrets: readonly Uint8Array[];
  readonly shareKeys: readonly Uint8Array[];
}

/** Adds all ballots up, decrypts by enough trustees, checks their parts and finds the counts. */
function tally(election: Election, all: readonly Cast[], { secrets, shareKeys }: Keys): number {
  const startedMs = performance.now();
  const sums = all.reduce(
    (total, { selections }) => addSelections(total, selections, 1),
    emptySums(election.questions),
  );
  for (const [selection, ciphertext] of ciphertextsOf(sums).entries()) {
    const parts = secrets.slice(0, THRESHOLD).map((secret, at) => {
      const trustee = at + 1;
      const place = { election: election.election, trustee, sum: 0, selection };
      const shareKey = expectPresent(shareKeys[at], 'a key of a share');
      const share = decryptSum(place, { secret, shareKey }, ciphertext, chance);
      if (!isDecryption(place, shareKey, ciphertext, share)) throw new Error('A wrong part.');
      return { trustee, share };
    });
    const count = countIn(openSum(ciphertext.b, parts), all.length);
    if (count !== all.length / ANSWERS) throw new Error(`A wrong count: ${String(count)}.`);
  }
  return (performance.now() - startedMs) / 1_000;
}
