// How long a receipt is on a ledger with many records, and how long a page needs to check one.
// `--quick` takes a smaller ledger, `--json` prints one line.
import { expectPresent, toBase64, utf8 } from '@madang/base';
import { type Submission, withoutSync } from '@madang/node';
import {
  type Actor,
  actor,
  notariseFiles,
  openPageWorld,
  openTestLedger,
  type PageReceipt,
  receiptOf,
  type SealedFiles,
  sealFiles,
  type TestLedger,
} from '@madang/testkit';
import { median, printFigures } from './lib/report.ts';

const args = process.argv.slice(2);
const RECORDS = args.includes('--quick') ? 5_000 : 100_000;
const KEYS = 10_000;
/** Acts that are submitted at once; the engine puts those that wait into one block. */
const AT_ONCE = 5_000;
const RECEIPTS = 100;
/** Checks before those that count: they compile the code. */
const WARM_UP = 20;

const world = await openTestLedger({
  // Blocks as long as they get, and nothing synced: the ledger is thrown away.
  genesis: {
    params: { maxExpiryMs: 600_000, maxBlockCostUs: 10_000_000, maxTransactionBytes: 65_536 },
  },
  node: {
    sync: withoutSync,
    verifyWorkers: 2,
    mempool: { countMax: 2 * AT_ONCE, sizeBytesMax: 1 << 28, countMaxPerKey: AT_ONCE },
  },
});
const receipts = await fill(world);
await world.close();
const receiptBytes = Math.max(...receipts.map(({ sizeBytes }) => sizeBytes));
const page = expectPresent(await openPageWorld(), 'a browser is there');
const tookMs = await page.call<number[]>(
  'timeChecks',
  receipts.map(({ given }) => given),
);
await page.close();
const figures = {
  records: RECORDS,
  receiptBytes,
  browserMs: median(tookMs.slice(WARM_UP)),
  /** In a page that has just been opened. */
  browserFirstMs: tookMs[0] ?? Number.NaN,
};
printFigures('receipt', figures, args.includes('--json'));
if (!args.includes('--json')) {
  process.stdout.write('Goals: at most 3,500 bytes; checked in under 50 ms.\n');
}

interface MeasuredReceipt {
  readonly given: PageReceipt;
  readonly sizeBytes: number;
}

/** Puts the records on the ledger and makes receipts of some that lie anywhere in it. */
async function fill(ledger: TestLedger): Promise<readonly MeasuredReceipt[]> {
  const actors = Array.from({ length: KEYS }, (_, n) => actor(`person ${n}`));
  // A step that has no factor in common with the number of records meets every part of the log.
  const chosen = new Set(Array.from({ length: RECEIPTS }, (_, n) => (n * 7_919 + 13) % RECORDS));
  const kept: { readonly sent: Submission; readonly sealed: SealedFiles }[] = [];
  for (let first = 0; first < RECORDS; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, RECORDS - first) }, (_, n) => first + n);
    const sealed = await Promise.all(numbers.map((n) => sealFiles([utf8(`document ${n}`)])));
    const wishes = sealed.map((each, n) => notariseFiles(personOf(actors, first + n), each));
    const sent = await ledger.send(...wishes);
    ledger.advance(2_000);
    for (const [i, each] of sealed.entries()) {
      const done = sent[i];
      if (done !== undefined && chosen.has(first + i)) kept.push({ sent: done, sealed: each });
    }
  }
  return Promise.all(kept.map(({ sent, sealed }) => measured(ledger, sent.bodyHash, sealed)));
}

function personOf(actors: readonly Actor[], n: number): Actor {
  return expectPresent(actors[n % KEYS], 'there is an actor for each number');
}

async function measured(
  ledger: TestLedger,
  bodyHash: Uint8Array,
  { openings }: SealedFiles,
): Promise<MeasuredReceipt> {
  const opening = expectPresent(openings[0], 'one file, one opening');
  const bytes = await receiptOf(ledger, bodyHash, { opening });
  const given = { receipt: toBase64(bytes), policyText: ledger.policyText };
  return { given, sizeBytes: bytes.length };
}
