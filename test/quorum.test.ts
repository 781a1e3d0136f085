import { expectOk, utf8 } from '@madang/base';
import { keyPairFromSeed, sha256, signerFrom } from '@madang/crypto';
import {
  COSIGNER_KEY_TYPE,
  cosign,
  decodeReceipt,
  encodeReceipt,
  joinNote,
  type NoteSignature,
  type PartState,
  parseCheckpoint,
  parsePolicy,
  printVerifierKey,
  verifierKey,
} from '@madang/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocumentWorld, openDocuments } from './support/receipt-cases.ts';
import { openVerifiers } from './support/verifiers.ts';

const WITNESSES = ['college', 'press'] as const;
const keyOf = (name: string) => keyPairFromSeed(sha256(utf8(`witness ${name}`)));
const vkeyOf = (name: string) =>
  verifierKey(`${name}.example/1`, COSIGNER_KEY_TYPE, keyOf(name).publicKey);

let documents: DocumentWorld;
let verifiers: Awaited<ReturnType<typeof openVerifiers>>;
let executors: readonly string[];
/** Line of the log, and of everybody by the short name that policies give. */
let logLine: NoteSignature;
let lines: ReadonlyMap<string, NoteSignature>;

beforeAll(async () => {
  documents = await openDocuments();
  verifiers = await openVerifiers();
  const own = expectOk(parsePolicy(documents.world.policyText), 'policy');
  executors = own.executors.members.slice(0, 3);
  const receipt = expectOk(decodeReceipt(documents.single), 'receipt');
  const { checkpoint, note } = expectOk(parseCheckpoint(receipt.checkpoint), 'checkpoint');
  const [first, ...others] = note.signatures;
  if (first === undefined) throw new Error('the log has signed');
  logLine = first;
  const found = new Map<string, NoteSignature>();
  for (const name of executors) {
    const key = own.witnesses.find((witness) => witness.name === name)?.key;
    const line = others.find((one) => one.name === key?.name);
    if (line !== undefined) found.set(name, line);
  }
  for (const name of WITNESSES) {
    const signer = signerFrom(keyOf(name));
    found.set(name, await cosign(signer, vkeyOf(name).name, checkpoint, 1_790_000_000));
  }
  lines = found;
  expect(lines.size).toBe(5);
});
afterAll(async () => {
  await verifiers.close();
  await documents.close();
});

/** The ledger's own policy with the groups of a case; institutions that it leaves out are gone. */
function policyWith(groups: readonly string[]): string {
  const own = documents.world.policyText.split('\n');
  const kept = own.filter(
    (line) =>
      line.startsWith('log ') || executors.some((name) => line.startsWith(`witness ${name} `)),
  );
  const more = WITNESSES.map((name) => `witness ${name} ${printVerifierKey(vkeyOf(name))}`);
  return [...kept, ...more, ...groups, ''].join('\n');
}

function receiptBy(names: readonly string[]): Uint8Array {
  const receipt = expectOk(decodeReceipt(documents.single), 'receipt');
  const { note } = expectOk(parseCheckpoint(receipt.checkpoint), 'checkpoint');
  const given = names.flatMap((name) => lines.get(name) ?? []);
  return encodeReceipt({ ...receipt, checkpoint: joinNote(note.text, [logLine, ...given]) });
}

type Count = (of: readonly string[]) => number;

/** Policies, and what each needs of a set of signers, counted by hand. */
const policies: readonly [string, () => readonly string[], (count: Count) => boolean, number][] = [
  [
    'two executors, no witness',
    () => [`group executors 2 ${executors.join(' ')}`, 'quorum executors'],
    (count) => count(executors) >= 2,
    2,
  ],
  [
    'one executor and any witness',
    () => [
      `group executors any ${executors.join(' ')}`,
      'group watchers any college press',
      'group both all executors watchers',
      'quorum both',
    ],
    (count) => count(executors) >= 1 && count(WITNESSES) >= 1,
    1,
  ],
  [
    'all executors or both witnesses, for a place',
    () => [
      `group executors all ${executors.join(' ')}`,
      'group watchers 2 college press',
      'group either any executors watchers',
      'quorum either',
    ],
    (count) => count(executors) === 3 || count(WITNESSES) === 2,
    3,
  ],
  [
    'one witness alone, for a place',
    () => [`group executors 2 ${executors.join(' ')}`, 'quorum press'],
    (count) => count(['press']) === 1,
    2,
  ],
  [
    'nobody, for a place',
    () => [`group executors 2 ${executors.join(' ')}`, 'quorum none'],
    () => true,
    2,
  ],
];

describe('every set of cosignatures under', () => {
  it.each(policies)('%s has one verdict in all verifiers', async (_, groups, isMet, needed) => {
    const policyText = policyWith(groups());
    expect(parsePolicy(policyText).ok).toBe(true);
    const everybody = [...executors, ...WITNESSES];
    const found: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    for (let set = 0; set < 2 ** everybody.length; set++) {
      const names = everybody.filter((_name, at) => (set >> at) % 2 === 1);
      const count: Count = (of) => of.filter((name) => names.includes(name)).length;
      const receipt = receiptBy(names);
      for (const { name, check } of verifiers.programs) {
        const { parts } = await check({ receipt, policyText });
        const states = new Map<string, PartState>(parts);
        found[`${name}: ${names.join()}`] = [states.get('institutions'), states.get('standing')];
        const place = isMet(count) ? 'passed' : 'unchecked';
        // A standing rests on the place; it needs the executors besides.
        const standing = place === 'passed' && count(executors) >= needed ? 'passed' : 'unchecked';
        wanted[`${name}: ${names.join()}`] = [place, standing];
      }
    }
    expect(Object.keys(found)).toHaveLength(96);
    expect(found).toEqual(wanted);
  });
});
