import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { encodeKnown, expectOk, expectPresent, fromHex, utf8 } from '@madang/base';
import { decodeReceipt, openReceipt, writeDossierHeader, writeDossierPart } from '@madang/protocol';
import { encodeConsensusProof } from '@madang/protocol/comet';
import {
  actor,
  arbitraryOf,
  freshStandingOf,
  lightBlock,
  notariseFiles,
  openTestLedger,
  receiptOf,
  sealFiles,
  serviceCodecs,
  voter,
} from '@madang/testkit';
import fc from 'fast-check';

const SCENARIOS = path.join(import.meta.dirname, '../scenarios');

/** Good inputs of every kind, from a real ledger. */
export interface FuzzSeeds {
  readonly receipt: Uint8Array;
  readonly standing: Uint8Array;
  readonly envelope: Uint8Array;
  readonly entry: Uint8Array;
  readonly promise: Uint8Array;
  readonly consensus: Uint8Array;
  readonly institutions: Uint8Array;
  readonly genesis: Uint8Array;
  readonly checkpoint: string;
  readonly policy: string;
  readonly dossier: Uint8Array;
  readonly scenarios: readonly Uint8Array[];
  /** Values that the services' codecs describe. */
  readonly values: readonly Uint8Array[];
}

/** Makes one of each. */
export async function fuzzSeeds(): Promise<FuzzSeeds> {
  const world = await openTestLedger();
  const sealed = await sealFiles([utf8('one'), utf8('two'), utf8('three')]);
  const [sent] = await world.send(notariseFiles(actor('clerk'), sealed));
  const { bodyHash, promise } = expectPresent(sent, 'one act, one answer');
  const opening = expectPresent(sealed.openings[1], 'three files');
  const receipt = await receiptOf(world, bodyHash, { opening });
  const read = expectOk(decodeReceipt(receipt), 'a receipt decodes');
  const closed = await receiptOf(world, bodyHash);
  const seeds = {
    receipt,
    standing: await freshStandingOf(world, receipt),
    envelope: read.envelope,
    entry: expectOk(openReceipt(receipt), 'a receipt opens').entry,
    promise,
    consensus: consensusProof(),
    institutions: expectOk(await world.ledger().institutions({ keys: [] }), 'they are proven'),
    genesis: world.ledger().genesisBytes,
    checkpoint: read.checkpoint,
    policy: world.policyText,
    dossier: dossierOf(world.chain, closed),
    scenarios: scenarioFiles(),
    values: serviceValues(),
  };
  await world.close();
  return seeds;
}

/** A path of two blocks, with votes of every kind. */
function consensusProof(): Uint8Array {
  const voters = ['a', 'b', 'c', 'd'].map((name) => voter(name));
  const blocks = [7, 9].map((height) =>
    lightBlock({ voters, height, votes: ['commit', 'nil', 'absent'] }),
  );
  return encodeConsensusProof(blocks);
}

function dossierOf(chain: Uint8Array, receipt: Uint8Array): Uint8Array {
  const part = writeDossierPart({ name: 'receipt', type: 'madang/receipt', bytes: receipt });
  const header = { chain, title: 'Three files', matter: 'document.batch', parts: 1 };
  return Buffer.concat([writeDossierHeader(header), expectOk(part, 'a part is short')]);
}

function scenarioFiles(): readonly Uint8Array[] {
  return readdirSync(SCENARIOS)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => readFileSync(path.join(SCENARIOS, name)))
    .sort((left, right) => left.length - right.length)
    .slice(0, 3);
}

function serviceValues(): readonly Uint8Array[] {
  return serviceCodecs().flatMap(({ codec }) =>
    fc
      .sample(arbitraryOf(codec), { seed: 7, numRuns: 1 })
      .map((value) => encodeKnown(codec, value)),
  );
}

/** The kept inputs of a decoder: one in hexadecimal on each line, `#` begins a remark. */
export function keptCorpus(name: string): readonly Uint8Array[] {
  const file = path.join(import.meta.dirname, 'corpus', `${name}.txt`);
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').replaceAll(' ', ''))
    .filter((line) => line !== '')
    .map((line) => expectOk(fromHex(line), `${name}: a line is hexadecimal`));
}
