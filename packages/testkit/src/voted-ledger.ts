import { expectOk, expectPresent, parseJson, toHex } from '@madang/base';
import type { KeyPair } from '@madang/crypto';
import { appHash, decodeLogEntry, type Institution, institution } from '@madang/protocol';
import { cometChainId, encodeLightBlock, type LightBlock } from '@madang/protocol/comet';
import { type Governing, governedGenesis, governing } from './governing.ts';
import { type BlockPlan, lightBlock, setOf, type Voter } from './light-chain.ts';
import { type Actor, actor } from './memory-ledger.ts';
import {
  openTestLedger,
  type SignedAct,
  TEST_INSTITUTIONS,
  type TestLedger,
} from './test-ledger.ts';

/**
 * A ledger of four institutions for whose blocks their validators vote, as CometBFT would have
 * them: what a block changes counts from the second block after.
 */
export interface VotedLedger {
  readonly test: TestLedger;
  readonly governing: Governing;
  /** Puts acts on record in a block of their own, on which the validators vote. */
  readonly record: (...acts: readonly SignedAct[]) => Promise<void>;
  /** A rotation of an institution's consensus key to the key of an actor. */
  readonly rotate: (id: string, to: Actor) => Promise<void>;
  /** The institutions of the newest state. */
  readonly members: () => readonly Institution[];
  /** The light block after the newest block; what is given is forged. */
  readonly voted: (forged?: Partial<BlockPlan>) => LightBlock;
  /** Who may vote, by the names of institutions or of actors. */
  readonly votersOf: (keys: readonly Uint8Array[]) => readonly Voter[];
  /** What a server of this ledger answers to a light client. */
  readonly fetch: (address: string) => Promise<Response>;
  readonly close: () => Promise<void>;
}

const AFTER_NS = 1_500_000_000n;

/** Opens such a ledger, with one record on it. */
export async function openVotedLedger(): Promise<VotedLedger> {
  const { institutions, grants } = governedGenesis(TEST_INSTITUTIONS);
  const clerk = { account: actor('clerk').account, delegable: false, institution: 'city' };
  const test = await openTestLedger({
    genesis: { institutions, grants: [...grants, { ...clerk, role: 'document.issuer' }] },
  });
  const pairs = new Map<string, KeyPair>();
  const know = ({ keyPair }: Actor): void => {
    pairs.set(toHex(keyPair.publicKey), keyPair);
  };
  for (const id of [...TEST_INSTITUTIONS, 'library']) know(actor(`${id}-consensus`));
  const blocks = new Map<number, LightBlock>();
  const members = () => membersOf(test);
  /** The validators of the block after the newest, and of the one after that. */
  let now = consensusOf(members());
  let next = now;
  const votersOf = (keys: readonly Uint8Array[]) =>
    setOf(
      keys.map((key) => ({
        pair: expectPresent(pairs.get(toHex(key)), 'a validator of a test has a key'),
        power: 1n,
      })),
    );
  const voted = (forged: Partial<BlockPlan> = {}): LightBlock => {
    const { height, timeMs, logSize, logRoot } = test.ledger().head();
    return lightBlock({
      ...{ voters: votersOf(now), next: votersOf(next), height: height + 1 },
      chainId: cometChainId(test.chain),
      timeNs: BigInt(timeMs) * 1_000_000n + AFTER_NS,
      appHash: appHash(logSize, logRoot),
      ...forged,
    });
  };
  const record = async (...acts: readonly SignedAct[]): Promise<void> => {
    test.advance(5_000);
    for (const { envelope } of acts) expectOk(await test.submit(envelope), 'an act of a test');
    // Empty blocks lie between what the tests record, so that changes of before count.
    now = next;
    next = consensusOf(members());
    blocks.set(test.ledger().head().height + 1, voted());
  };
  const made: VotedLedger = {
    test,
    governing: governing(test.chain, test.nowMs),
    record,
    rotate: (id, to) => {
      know(to);
      return record(made.governing.rotateOwn(id, to));
    },
    members,
    voted,
    votersOf,
    fetch: (address) => answer(test, blocks, address),
    close: test.close,
  };
  await record(noteOf(test));
  return made;
}

/** Something to put on record. */
export function noteOf(test: TestLedger): SignedAct {
  const payload = { kind: 'file', root: toHex(test.ledger().head().logRoot), count: 1 };
  return test.sign({ act: 'document.notarise', payload, by: actor('clerk') });
}

function membersOf(test: TestLedger): readonly Institution[] {
  const ledger = test.ledger();
  const { height, timeMs } = ledger.head();
  const at = { height, timeMs, state: ledger.stateReader() };
  const answered = ledger.machine.read('governance.institutions', {}, at);
  const list = expectOk(answered, 'there are institutions');
  const found = Array.isArray(list) ? list : [];
  return found.map((one) => expectOk(parseJson(institution, one), 'an institution'));
}

function consensusOf(members: readonly Institution[]): readonly Uint8Array[] {
  return members.map(({ consensus }) => consensus);
}

async function answer(
  test: TestLedger,
  blocks: ReadonlyMap<number, LightBlock>,
  address: string,
): Promise<Response> {
  const url = new URL(address, 'http://ledger.example');
  const number = Number(url.pathname.split('/').at(-1));
  if (url.pathname === '/api/genesis') return file(test.ledger().genesisBytes);
  if (url.pathname === '/api/consensus/institutions') return institutionsFile(test, url);
  if (url.pathname.startsWith('/api/records/')) return blockRecord(test, number);
  const block = blocks.get(number);
  return block === undefined ? notThere() : file(encodeLightBlock(block));
}

async function institutionsFile(test: TestLedger, { searchParams }: URL): Promise<Response> {
  const since = searchParams.get('since');
  const keys = (searchParams.get('keys') ?? '').split(',').filter((hex) => hex !== '');
  const asked = {
    keys: keys.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
    ...(since === null ? {} : { sinceSize: Number(since) }),
  };
  const found = await test.ledger().institutions(asked);
  return found.ok ? file(found.value) : notThere();
}

function blockRecord(test: TestLedger, index: number): Response {
  const entry = expectPresent(test.ledger().entry(index), 'an entry');
  const block = expectOk(decodeLogEntry(entry), 'an entry decodes');
  if (block.type !== 'block') return notThere();
  const { height, time, transactions, stateRoot, replayRoot, paramsHash } = block;
  const hashes = {
    stateRoot: toHex(stateRoot),
    replayRoot: toHex(replayRoot),
    paramsHash: toHex(paramsHash),
  };
  const told = { type: 'block', index, height, time, transactions, ...hashes };
  return new Response(JSON.stringify({ ...told, entry: toHex(entry) }));
}

function file(bytes: Uint8Array): Response {
  return new Response(Uint8Array.from(bytes));
}

function notThere(): Response {
  return new Response('', { status: 404 });
}
