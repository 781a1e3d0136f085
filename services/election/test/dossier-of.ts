import {
  compareBytes,
  decode,
  encodeKnown,
  expectOk,
  expectPresent,
  fromHex,
  toHex,
  utf8,
} from '@madang/base';
import {
  leafHash,
  proveState,
  randomBytes,
  sha256,
  signerFrom,
  statePath,
  trieRoot,
} from '@madang/crypto';
import { openRerun } from '@madang/kernel/rerun';
import {
  again,
  checkpointBody,
  cosign,
  cosignerName,
  decodeTransaction,
  EMPTY_JOURNAL,
  encodeLogEntry,
  encodeMatterDossier,
  inLogOrder,
  joinNote,
  ledgerOrigin,
  type MatterFile,
  nextJournal,
  openActs,
  type PlacedAct,
  type ProvenState,
  signAsLog,
  writePolicy,
} from '@madang/protocol';
import { type Actor, actor, type DoneAct, type MemoryLedger } from '@madang/testkit';
import { services } from '../../registry.ts';
import { bound, type Progress, progress } from '../chain/state.ts';
import {
  checkElection,
  ELECTION_MATTER,
  electionReader,
  electionStateKeys,
} from '../proof/index.ts';
import { close, decryptAll, open, vote, type World } from './world.ts';

/** The announcement that elections of tests name. */
export const ANNOUNCEMENT = utf8(
  JSON.stringify({
    about: both('Who speaks for the complex.', '단지를 대표할 사람.'),
    questions: [
      {
        title: both('Chair', '회장'),
        answers: ['Kim', 'Lee', 'Park'].map((name) => ({ title: both(name, name) })),
      },
    ],
  }),
);

function both(en: string, ko: string) {
  return { en, ko };
}

/** What twelve of fourteen voters choose; one of them nothing. */
const CHOSEN = [[0], [1], [1], [2], [1], [0], [1], [1], [], [2], [1], [0]];

/** An election in which twelve of fourteen have voted, and nothing is over. */
export function votedElection(): World {
  const more = { text: toHex(sha256(ANNOUNCEMENT)) };
  const world = open({ voters: Array.from({ length: 14 }, () => 0), more });
  for (const [person, chosen] of CHOSEN.entries()) vote(world, person, [chosen]);
  return world;
}

/** Closes an election, and lets two of its trustees decrypt it. */
export function decide(world: World): void {
  close(world);
  decryptAll(world, [1, 3]);
}

const INSTITUTIONS = ['city', 'university'] as const;
const nothing = new Uint8Array(32);

/** The policy of the ledger of a world: both of its institutions. */
export function policyOf({ ledger: { genesis, chain } }: World): string {
  const threshold = INSTITUTIONS.length;
  return expectOk(writePolicy({ genesis, chain, threshold }), 'a policy of tests');
}

/** Values of the state in the place of those that are there; nothing: absent. */
export type Claimed = ReadonlyMap<Uint8Array, Uint8Array | undefined>;

/** A proof of the state under a checkpoint that all institutions sign, whatever it says. */
async function provenState(
  { chain, state, timeMs, height }: MemoryLedger,
  stateKeys: readonly Uint8Array[],
  claimed: Claimed,
): Promise<ProvenState> {
  const changed = [...claimed];
  const isOther = (key: Uint8Array): boolean =>
    changed.every(([of]) => compareBytes(of, key) !== 0);
  const entries = [
    ...state()
      .entries()
      .filter(({ key }) => isOther(key)),
    ...changed.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }])),
  ];
  const trie = entries
    .map(({ key, value }) => ({ path: statePath(key), valueHash: sha256(value) }))
    .sort((left, right) => compareBytes(left.path, right.path));
  const block = encodeLogEntry({
    ...{ type: 'block', height: height(), time: timeMs(), transactions: 0 },
    ...{ paramsHash: nothing, replayRoot: nothing, stateRoot: trieRoot(trie) },
  });
  const checkpoint = { origin: ledgerOrigin('test', chain), size: 1, root: leafHash(block) };
  const signatures = [await signAsLog(signerFrom(actor('node').keyPair), checkpoint)];
  for (const id of INSTITUTIONS) {
    const signer = signerFrom(actor(`${id}-cosigner`).keyPair);
    const name = cosignerName('test', id);
    signatures.push(await cosign(signer, name, checkpoint, Math.ceil(timeMs() / 1_000)));
  }
  const valueOf = (key: Uint8Array) =>
    entries.find((one) => compareBytes(one.key, key) === 0)?.value;
  return {
    block,
    checkpoint: joinNote(checkpointBody(checkpoint), signatures),
    inclusion: new Uint8Array(),
    claims: stateKeys.map((key) => {
      const proof = proveState(trie, statePath(key));
      const value = valueOf(key);
      return value === undefined ? { proof } : { proof, value };
    }),
  };
}

/** What of a dossier is another than the ledger has it. */
export interface Change {
  readonly acts?: (acts: readonly DoneAct[]) => readonly DoneAct[];
  /** Whether the institutions state a journal of these acts, and other values. */
  readonly isStated?: boolean;
  readonly claimed?: Claimed;
  readonly title?: string;
  readonly files?: readonly MatterFile[];
}

/** The dossier of the election of a world, at its newest block. */
export async function dossierOf(world: World, change: Change = {}): Promise<Uint8Array> {
  const { ledger } = world;
  const [election, register] = idsOf(world);
  const of = (service: string) => ledger.done().filter(({ act }) => act.startsWith(service));
  const kept = of('election.');
  const acts = change.acts?.(kept) ?? kept;
  const stateKeys = electionStateKeys(election, register);
  const stated = change.isStated === true ? statedOf(world, acts) : new Map();
  const claimed = new Map([...stated, ...(change.claimed ?? [])]);
  return encodeMatterDossier({
    chain: ledger.chain,
    matter: ELECTION_MATTER,
    title: change.title ?? '회장 선거',
    state: await provenState(ledger, stateKeys, claimed),
    people: of('people.').map(placeOf),
    acts: acts.map(placeOf),
    files: change.files ?? [],
  });
}

/** The ids of a world's election and of its register. */
export function idsOf({ election, register }: World): readonly [Uint8Array, Uint8Array] {
  return [expectOk(fromHex(election), 'an id'), expectOk(fromHex(register), 'an id')];
}

function placeOf({ height, index, time, envelope }: DoneAct): PlacedAct {
  return { height, index, time, envelope };
}

/** The progress of the election as the ledger has it. */
export function progressOf(world: World): Progress {
  const [election] = idsOf(world);
  const bytes = expectPresent(world.ledger.state().get(progress.stateKey(election)), 'progress');
  return expectOk(decode(progress.value, bytes), 'progress');
}

/** The progress with the journal of these acts, as institutions would state it together. */
function statedOf(world: World, acts: readonly DoneAct[]): Claimed {
  const [election] = idsOf(world);
  let journal = EMPTY_JOURNAL;
  for (const { envelope, height, index, time: timeMs } of acts) {
    const { bodyHash: id } = expectOk(decodeTransaction(envelope, envelope.length), 'an act');
    journal = nextJournal(journal, { id, height, index, timeMs });
  }
  const value = encodeKnown(progress.value, { ...progressOf(world), acts: acts.length, journal });
  return new Map([[progress.stateKey(election), value]]);
}

/** What ballots would be bound to after these acts. */
export function boundAfter(
  world: World,
  change: NonNullable<Change['acts']>,
): Uint8Array | undefined {
  const rerun = openRerun(services, world.ledger.chain);
  const done = change(world.ledger.done().filter(({ act }) => act.startsWith('election.')));
  const people = world.ledger.done().filter(({ act }) => act.startsWith('people.'));
  const [opened, others] = [done, people].map((acts) =>
    expectOk(openActs(acts.map(placeOf)), 'acts of tests'),
  );
  for (const one of inLogOrder(others ?? [], opened ?? [])) {
    expectOk(rerun.run(again(one)), one.transaction.body.act);
    if (one.transaction.body.act === 'election.openElection') break;
  }
  return rerun.get(bound.stateKey(idsOf(world)[0]));
}

/** The act with another payload, signed again. */
export function signedAgain(
  { ledger }: World,
  one: DoneAct,
  by: Actor | readonly Actor[],
  change: (payload: Record<string, unknown>) => object,
): DoneAct {
  const { body } = expectOk(decodeTransaction(one.envelope, one.envelope.length), 'an act');
  const def = ledger.machine.services
    .flatMap((service) => service.transactions)
    .find(({ act }) => act === one.act);
  const json = def?.payloadToJson(body.payload);
  const payload = json?.ok === true ? change(json.value as Record<string, unknown>) : {};
  const changed = ledger.sign({ act: one.act, payload: payload as never, by });
  return { ...one, envelope: changed.bytes };
}

/** Checks a dossier as a verifier does. */
export async function check(world: World, dossier: Uint8Array, policyText = policyOf(world)) {
  const reader = electionReader();
  const pushed = reader.push(dossier);
  const steps = checkElection({
    read: pushed.ok ? reader.end() : pushed,
    policyText,
    openAgain: (chain) => openRerun(services, chain),
    chance: () => randomBytes(32),
  });
  let step = await steps.next();
  while (step.done !== true) step = await steps.next();
  return step.value;
}
