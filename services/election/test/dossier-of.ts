import { decode, encodeKnown, expectOk, expectPresent, fromHex, toHex, utf8 } from '@madang/base';
import { randomBytes, sha256 } from '@madang/crypto';
import { openRerun } from '@madang/kernel/rerun';
import {
  again,
  checkToEnd,
  decodeTransaction,
  EMPTY_JOURNAL,
  encodeMatterDossier,
  inLogOrder,
  type MatterFile,
  nextJournal,
  type OpenedAct,
  openAct,
  type PlacedAct,
} from '@madang/protocol';
import { type Actor, type DoneAct } from '@madang/testkit';
import { services } from '../../registry.ts';
import { bound, type Progress, progress } from '../chain/state.ts';
import {
  checkElection,
  ELECTION_MATTER,
  electionReader,
  electionStateKeys,
  verifyHere,
} from '../proof/index.ts';
import { type Claimed, policyOf, provenState } from './signed-state.ts';
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
    state: await provenState(ledger, { stateKeys, claimed }),
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

/** An act of a test, taken apart. */
export function openedAct(act: PlacedAct): OpenedAct {
  return expectOk(openAct(act), 'an act of a test');
}

/** What ballots would be bound to after these acts. */
export function boundAfter(
  world: World,
  change: NonNullable<Change['acts']>,
): Uint8Array | undefined {
  const rerun = openRerun(services, world.ledger.chain);
  const done = change(world.ledger.done().filter(({ act }) => act.startsWith('election.')));
  const people = world.ledger.done().filter(({ act }) => act.startsWith('people.'));
  const [opened, others] = [done, people].map((acts) => acts.map(placeOf).map(openedAct));
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
  const checks = checkElection({
    read: pushed.ok ? reader.end() : pushed,
    policyText,
    openAgain: (chain) => openRerun(services, chain),
    verifier: verifyHere(() => randomBytes(32)),
  });
  return await checkToEnd(checks);
}
