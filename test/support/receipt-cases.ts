import { decode, encodeKnown, expectOk, expectPresent, toHex, utf8 } from '@madang/base';
import { sha256, signSync } from '@madang/crypto';
import {
  decodeTransaction,
  encodeBody,
  encodeReceipt,
  encodeSigned,
  envelope as envelopeCodec,
  type Outcome,
  openReceipt,
  type PartState,
  type Receipt,
  receipt as receiptCodec,
  signedMessage,
  type Verdict,
} from '@madang/protocol';
import {
  type Actor,
  actor,
  freshStandingOf,
  notariseFiles,
  openTestLedger,
  receiptOf,
  sealFiles,
  type TestLedger,
  type Wish,
} from '@madang/testkit';
import type { VerifierInput } from './verifiers.ts';

/** A receipt of a real ledger with what docs/spec/receipt.md says of it. */
export interface ReceiptCase {
  readonly name: string;
  readonly input: VerifierInput;
  readonly verdict: Verdict;
  /** Parts that do not pass; of the others, `content` only if there is an opening or a file. */
  readonly not: Readonly<Record<string, PartState>>;
  readonly hasContent: boolean;
}

const somebody = actor('somebody');
const clerk = actor('clerk');
const files = ['one', 'two', 'three', 'four', 'five'].map((word) => utf8(`file ${word}\n`));
const nth = <T>(list: readonly T[], at: number): T => expectPresent(list[at], 'a list is as long');

/** Documents on record, and receipts of them. */
export interface DocumentWorld {
  readonly world: TestLedger;
  readonly files: readonly Uint8Array[];
  /** The receipt of `files[0]`, alone in its act, with standing and opening. */
  readonly single: Uint8Array;
  /** The receipt of `files[2]`, one of the five of its act, with standing and opening. */
  readonly ofBatch: Uint8Array;
  readonly cases: readonly ReceiptCase[];
  readonly close: () => Promise<void>;
}

/** Puts documents on record in every way and makes receipts of each. */
export async function openDocuments(): Promise<DocumentWorld> {
  const world = await openTestLedger();
  const acts = await actsOf(world);
  const { policyText } = world;
  const receipts = await receiptsOf(world, acts);
  const cases = [
    ...plainCases({ receipts, policyText }),
    ...endedCases({ receipts, policyText }),
    ...otherActCases({ receipts, policyText }),
    ...(await freshCases(world, receipts)),
    ...policyCases({ receipts, policyText }),
    ...fileCases({ receipts, policyText }),
    ...forgedCases({ receipts, policyText }),
    ...brokenCases({ receipts, policyText }),
  ];
  const { single, ofBatch } = receipts;
  return { world, files, single, ofBatch, cases, close: () => world.close() };
}

type Acts = Awaited<ReturnType<typeof actsOf>>;
type Receipts = Awaited<ReturnType<typeof receiptsOf>>;

interface Table {
  readonly receipts: Receipts;
  readonly policyText: string;
}

async function actsOf(world: TestLedger) {
  const one = await sealFiles([nth(files, 0)]);
  const five = await sealFiles(files);
  const ended = await sealFiles([utf8('a file that is revoked')]);
  const replaced = await sealFiles([utf8('a file that is superseded')]);
  const send = async (wish: Wish): Promise<Uint8Array> => {
    world.advance(1_000);
    const [sent] = await world.send(wish);
    return expectPresent(sent, 'one act, one answer').bodyHash;
  };
  const end = (act: string, document: Uint8Array, more = {}): Wish => ({
    act,
    payload: { document: toHex(document), reason: 'mistake', ...more },
    by: somebody,
  });
  const single = await send(notariseFiles(somebody, one));
  const batch = await send(notariseFiles(somebody, five));
  const twin = await send(notariseFiles(somebody, await sealFiles([utf8('a file that stands')])));
  const revoked = await send(notariseFiles(somebody, ended));
  const superseded = await send(notariseFiles(somebody, replaced));
  const revocation = await send(end('document.revoke', revoked));
  await send(end('document.supersede', superseded, { successor: toHex(single) }));
  await send(end('document.revoke', batch, { leaf: 4 }));
  const grant = await send({
    act: 'governance.grantRole',
    payload: {
      institution: 'city',
      role: 'document.issuer',
      account: toHex(somebody.account),
      delegable: false,
    },
    by: actor('city-governance'),
  });
  // Both are admitted on the same state; in their block the second finds the first one's ending.
  const twice = await send(notariseFiles(clerk, await sealFiles([utf8('revoked twice')])));
  const revokeTwice = { ...end('document.revoke', twice), by: clerk };
  const [, second] = await world.send(revokeTwice, revokeTwice);
  const refusal = expectPresent(second, 'two acts, two answers');
  if (refusal.outcome.code === 0) throw new Error('the second revocation was done');
  return {
    single,
    batch,
    twin,
    revoked,
    superseded,
    revocation,
    grant,
    refusal: refusal.bodyHash,
    one,
    five,
    ended,
    replaced,
  };
}

async function receiptsOf(world: TestLedger, acts: Acts) {
  const make = (id: Uint8Array, opening?: Uint8Array, withStanding = true) =>
    receiptOf(world, id, { withStanding, ...(opening === undefined ? {} : { opening }) });
  const opening = nth(acts.one.openings, 0);
  return {
    single: await make(acts.single, opening),
    singleClosed: await make(acts.single),
    singleBare: await make(acts.single, undefined, false),
    singleWithoutStanding: await make(acts.single, opening, false),
    ofBatch: await make(acts.batch, nth(acts.five.openings, 2)),
    batchClosed: await make(acts.batch),
    twin: await make(acts.twin),
    endedOfBatch: await make(acts.batch, nth(acts.five.openings, 4)),
    revoked: await make(acts.revoked, nth(acts.ended.openings, 0)),
    superseded: await make(acts.superseded, nth(acts.replaced.openings, 0)),
    revocation: await make(acts.revocation),
    refusal: await make(acts.refusal),
    grant: await make(acts.grant),
  };
}

type Not = Readonly<Record<string, PartState>>;

function verdictOf(not: Not): Verdict {
  const states = Object.values(not);
  if (states.includes('failed')) return 'mismatch';
  return states.length === 0 ? 'checked' : 'unchecked';
}

function caseOf(name: string, input: VerifierInput, not: Not = {}, hasContent = true): ReceiptCase {
  return { name, input, not, verdict: verdictOf(not), hasContent };
}

function plainCases({ receipts, policyText }: Table): readonly ReceiptCase[] {
  const of = (receipt: Uint8Array): VerifierInput => ({ receipt, policyText });
  const noStanding: Not = { standing: 'unchecked' };
  return [
    caseOf('one file, with standing and opening', of(receipts.single)),
    caseOf('one file, closed', of(receipts.singleClosed), {}, false),
    caseOf('one file, without standing', of(receipts.singleWithoutStanding), noStanding),
    caseOf('one file, neither standing nor opening', of(receipts.singleBare), noStanding, false),
    caseOf('a file of a batch', of(receipts.ofBatch)),
    caseOf('a batch, closed', of(receipts.batchClosed), {}, false),
  ];
}

function endedCases({ receipts, policyText }: Table): readonly ReceiptCase[] {
  const not: Not = { standing: 'failed' };
  return [
    caseOf('a revoked document', { receipt: receipts.revoked, policyText }, not),
    caseOf('a superseded document', { receipt: receipts.superseded, policyText }, not),
    caseOf('a revoked file of a batch', { receipt: receipts.endedOfBatch, policyText }, not),
  ];
}

function otherActCases({ receipts, policyText }: Table): readonly ReceiptCase[] {
  const of = (receipt: Uint8Array): VerifierInput => ({ receipt, policyText });
  return [
    caseOf('the act of a revocation', of(receipts.revocation), {}, false),
    caseOf(
      'an act that was refused in its block',
      of(receipts.refusal),
      { standing: 'failed' },
      false,
    ),
    // No page of the specification says what stands of it, so nobody claims to have checked it.
    caseOf('an act of governance', of(receipts.grant), { standing: 'unchecked' }, false),
  ];
}

async function freshCases(world: TestLedger, receipts: Receipts): Promise<readonly ReceiptCase[]> {
  const { policyText } = world;
  const later = await sealFiles([utf8('a file that is revoked after its receipt')]);
  const [sent] = await world.send(notariseFiles(somebody, later));
  const id = expectPresent(sent, 'one act, one answer').bodyHash;
  const early = await receiptOf(world, id, { opening: nth(later.openings, 0) });
  world.advance(30_000);
  const whole = await freshStandingOf(world, early);
  await world.send({
    act: 'document.revoke',
    payload: { document: toHex(id), reason: 'withdrawn' },
    by: somebody,
  });
  const ended = await freshStandingOf(world, early);
  const other = await freshStandingOf(world, receipts.single);
  const bare = receipts.singleWithoutStanding;
  const failed: Not = { standing: 'failed' };
  const of = (receipt: Uint8Array, standing: Uint8Array) => ({ receipt, policyText, standing });
  return [
    caseOf('a fresh standing that still stands', of(early, whole)),
    caseOf(
      'a fresh standing on a receipt without one',
      of(bare, await freshStandingOf(world, bare)),
    ),
    caseOf('a fresh standing after the revocation', of(early, ended), failed),
    caseOf('the standing of another record', of(early, other), failed),
  ];
}

function policyCases({ receipts, policyText }: Table): readonly ReceiptCase[] {
  const { single: receipt } = receipts;
  const rests: Not = { institutions: 'unchecked', standing: 'unchecked' };
  const otherLog = policyText.replace(/^(log madang\/)test/m, '$1best');
  const stricter = policyText.replace(/^group executors 3/m, 'group executors 4');
  return [
    caseOf('a policy that wants all four', { receipt, policyText: stricter }),
    caseOf(
      'a policy that does not know one cosigner',
      { receipt, policyText: withoutMember(policyText, 'audit') },
      rests,
    ),
    caseOf(
      'a policy of another ledger',
      { receipt, policyText: ledgerNamed(otherLog) },
      { chain: 'failed', ...rests },
    ),
  ];
}

function withoutMember(policyText: string, member: string): string {
  return policyText
    .split('\n')
    .filter((line) => !line.startsWith(`witness ${member} `))
    .map((line) => (line.startsWith('group ') ? line.replace(` ${member}`, '') : line))
    .join('\n');
}

/** The key id of a verifier key follows from its name, so a renamed log needs its own. */
function ledgerNamed(policyText: string): string {
  return policyText.replace(/^log (\S+)\+[0-9a-f]{8}\+(\S+)$/m, (_, name: string, key: string) => {
    const id = sha256(utf8(`${name}\n`), Buffer.from(key, 'base64')).slice(0, 4);
    return `log ${name}+${toHex(id)}+${key}`;
  });
}

function fileCases({ receipts, policyText }: Table): readonly ReceiptCase[] {
  const given = { receipt: receipts.ofBatch, policyText };
  const changed = Uint8Array.from(nth(files, 2));
  changed[0] = (changed[0] ?? 0) ^ 1;
  const not: Not = { content: 'failed' };
  const closed = { receipt: receipts.singleClosed, policyText, file: nth(files, 0) };
  return [
    caseOf('the right file', { ...given, file: nth(files, 2) }),
    caseOf('the file with one byte changed', { ...given, file: changed }, not),
    caseOf('another file of the batch', { ...given, file: nth(files, 1) }, not),
    caseOf('an empty file', { ...given, file: new Uint8Array() }, not),
    caseOf('a file beside a closed receipt', closed, { content: 'unchecked' }),
  ];
}

/** Receipts in their one form whose pieces do not belong together. */
function forgedCases({ receipts, policyText }: Table): readonly ReceiptCase[] {
  const read = (bytes: Uint8Array) => expectOk(decode(receiptCodec, bytes), 'a receipt decodes');
  const single = read(receipts.single);
  const batch = read(receipts.ofBatch);
  const revoked = read(receipts.revoked);
  const refusal = read(receipts.refusal);
  const { standing: twin } = read(receipts.twin);
  const { standing: endedOfBatch } = read(receipts.endedOfBatch);
  const forge = (name: string, more: Partial<Receipt>, not: Not, hasContent = true) => {
    const receipt = encodeKnown(receiptCodec, { ...single, ...more });
    return caseOf(`a forgery: ${name}`, { receipt, policyText }, not, hasContent);
  };
  const standingRests: Not = { standing: 'unchecked' };
  const { standing, opening } = batch;
  if (standing === undefined || opening === undefined) throw new Error('the batch has both');
  const own = single.standing;
  if (own === undefined || revoked.standing === undefined) throw new Error('both have standing');
  if (twin === undefined || endedOfBatch === undefined) throw new Error('both have standing');
  const backwards = { ...standing, claims: standing.claims.toReversed() };
  return [
    forge('the opening of another record', { opening }, { content: 'failed' }),
    forge('an opening that is none', { opening: Uint8Array.of(0xa0) }, { content: 'failed' }),
    forge('the standing of another record', { standing: twin }, { standing: 'failed' }),
    forge('the standing of a batch', { standing }, { standing: 'failed' }),
    forge('claims in another order', { ...batch, standing: backwards }, { standing: 'failed' }),
    forge(
      'the standing of another file',
      { ...batch, standing: endedOfBatch },
      { standing: 'failed' },
    ),
    forge('the ending of another record', { standing: revoked.standing }, { standing: 'failed' }),
    forge(
      'two claims for one',
      { standing: { ...own, claims: [...own.claims, ...own.claims] } },
      { standing: 'failed' },
    ),
    forge(
      'a standing of no block',
      { standing: { ...own, block: entryOf(receipts.single) } },
      all('failed', 'unchecked'),
      false,
    ),
    forge(
      'a refused act with events',
      { outcome: { ...single.outcome, code: 7 } },
      all('failed', 'unchecked'),
      false,
    ),
    forge(
      'a done act with a refusal',
      { outcome: { ...single.outcome, context: Uint8Array.of(0xa0) } },
      all('failed', 'unchecked'),
      false,
    ),
    forge(
      'the place of another record',
      { index: batch.index },
      { place: 'failed', ...standingRests },
    ),
    forge(
      'no proof of its place',
      { inclusion: new Uint8Array() },
      { place: 'failed', ...standingRests },
    ),
    forge(
      'the outcome and the place of another record',
      { outcome: batch.outcome, index: batch.index, inclusion: batch.inclusion },
      { place: 'failed', ...standingRests },
    ),
    forge(
      'the outcome of another record',
      { outcome: batch.outcome },
      { place: 'failed', ...standingRests },
    ),
    forge(
      'the envelope of another record',
      { envelope: batch.envelope },
      { place: 'failed', content: 'failed', ...standingRests },
    ),
    forge(
      'the envelope and the opening of another record',
      { envelope: batch.envelope, opening },
      { place: 'failed', ...standingRests },
    ),
    forge(
      'the envelope and the outcome of another record',
      { envelope: batch.envelope, outcome: batch.outcome },
      { place: 'failed', content: 'failed', ...standingRests },
    ),
    forge(
      'its body with the signature of somebody else',
      { envelope: signedBy(clerk, single.envelope) },
      { place: 'failed', ...standingRests },
    ),
    forge(
      'a done act made into a refused one',
      { outcome: { ...single.outcome, code: 7, events: [] } },
      { place: 'failed', ...standingRests },
    ),
    caseOf(
      'a forgery: a refused act made into a done one',
      { receipt: encodeReceipt({ ...refusal, outcome: asDone(refusal.outcome) }), policyText },
      { place: 'failed', ...standingRests },
      false,
    ),
    forge(
      'another time of its block',
      { outcome: { ...single.outcome, time: single.outcome.time + 1 } },
      { place: 'failed', ...standingRests },
    ),
    forge(
      'the act of another ledger',
      { envelope: ofOtherChain(single.envelope) },
      {
        chain: 'failed',
        signature: 'failed',
        place: 'failed',
        institutions: 'unchecked',
        standing: 'unchecked',
        content: 'unchecked',
      },
    ),
    forge(
      'the checkpoint of another ledger',
      { checkpoint: single.checkpoint.replace(/[0-9a-f]{64}/, '0'.repeat(64)) },
      { chain: 'failed', institutions: 'unchecked', ...standingRests },
    ),
    forge(
      'the checkpoint of a ledger of another name',
      { checkpoint: single.checkpoint.replace('madang/test/', 'madang/best/') },
      { chain: 'failed', institutions: 'unchecked', ...standingRests },
    ),
    forge(
      'a checkpoint without the signature of the log',
      { checkpoint: withoutLine(single.checkpoint, 0) },
      { institutions: 'unchecked', ...standingRests },
    ),
    forge(
      'a checkpoint with the cosignatures of two of four',
      { checkpoint: withoutLine(withoutLine(single.checkpoint, 4), 3) },
      { institutions: 'unchecked', ...standingRests },
    ),
    forge(
      'a checkpoint with one cosignature twice',
      {
        checkpoint: `${single.checkpoint}${single.checkpoint.trimEnd().split('\n').at(-1) ?? ''}\n`,
      },
      all('failed', 'unchecked'),
      false,
    ),
  ];
}

/** The log entry that a receipt is of. */
function entryOf(receipt: Uint8Array): Uint8Array {
  return expectOk(openReceipt(receipt), 'a receipt opens').entry;
}

/** What a refused act would have come to, had it been done. */
function asDone({ context: _, ...outcome }: Outcome): Outcome {
  return { ...outcome, code: 0 };
}

/** An envelope of the same body with another signature, as valid as the first. */
function signedBy({ keyPair }: Actor, bytes: Uint8Array): Uint8Array {
  const { body, bodyHash, envelope } = expectOk(decodeTransaction(bytes, bytes.length), 'decodes');
  const signature = signSync(keyPair, signedMessage(body.chain, bodyHash));
  const { suite, publicKey: key } = keyPair;
  return encodeSigned(envelope.body, [{ suite, key, signature }]);
}

/** The envelope with a body for another chain, its signatures left as they are. */
function ofOtherChain(bytes: Uint8Array): Uint8Array {
  const { body, envelope } = expectOk(decodeTransaction(bytes, bytes.length), 'it decodes');
  const other = encodeBody({ ...body, chain: new Uint8Array(32) });
  return encodeKnown(envelopeCodec, { ...envelope, body: other });
}

/** Without the signature line of this number, from 0. */
function withoutLine(checkpoint: string, line: number): string {
  return checkpoint
    .split('\n')
    .filter((_, at) => at !== line + 4)
    .join('\n');
}

function all(format: PartState, rest: PartState): Not {
  const names = ['chain', 'signature', 'place', 'institutions', 'standing'];
  return { format, ...Object.fromEntries(names.map((name) => [name, rest])) };
}

/** Files that are no receipts. */
function brokenCases({ receipts, policyText }: Table): readonly ReceiptCase[] {
  const not = all('failed', 'unchecked');
  const of = (receipt: Uint8Array): VerifierInput => ({ receipt, policyText });
  const { single } = receipts;
  return [
    caseOf('an empty file as receipt', of(new Uint8Array()), not, false),
    caseOf('a text as receipt', of(utf8('a receipt')), not, false),
    caseOf('a receipt cut short', of(single.slice(0, -1)), not, false),
    caseOf('a receipt with one byte more', of(Uint8Array.of(...single, 0)), not, false),
    caseOf('a receipt that is too long', of(new Uint8Array(65_537)), not, false),
  ];
}
