import { setTimeout as sleep } from 'node:timers/promises';
import { concat, expectOk, toHex, utf8 } from '@madang/base';
import {
  createComplaintDoor,
  createElectionDesk,
  type DeskPerson,
  type ElectionDesk,
} from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes, sha256, signerFrom } from '@madang/crypto';
import { commitToStatement } from '@madang/services/document/proof/index.ts';
import { complaintStatement } from '@madang/services/election/intake/index.ts';
import { electionDraft } from '@madang/testkit';
import type { Layout } from '../../apps/madang/src/data/layout.ts';
import { holdCeremony, makeTrustees, openSums } from '../../apps/web/test/support/trustees.ts';
import { castBallot } from '../../apps/web/test/support/voters.ts';
import { bytesOf, type HttpCity, httpCity } from './http-decision.ts';
import { KeptCanaries } from './kept-canaries.ts';
import { type Telephones, telephones } from './telephones.ts';

const DAY_MS = 24 * 3_600_000;
/** Two more than a sum has to have before it is opened. */
const VOTERS = 12;
/** Voters of whom also every number that hides their ballot is looked for. */
const WATCHED = 3;

const hex = (length: number): string => toHex(randomBytes(length));

/** An election that was played through, by people all of whose data are canaries. */
export interface CanaryElection {
  readonly city: HttpCity;
  readonly canaries: KeptCanaries;
  readonly phones: Telephones;
  readonly register: string;
  readonly election: string;
  readonly announcement: Uint8Array;
}

interface Room extends CanaryElection {
  readonly desk: ElectionDesk;
  readonly persons: readonly DeskPerson[];
}

const trustees = makeTrustees(3);

/**
 * Plays a whole election over HTTP: a register, candidates, the ceremony of three trustees, links
 * and codes, ballots, a reminder, a complaint, the close and the opening.
 */
export async function playElectionWithCanaries(
  url: string,
  layout: Layout,
): Promise<CanaryElection> {
  const canaries = new KeptCanaries();
  const city = httpCity(url, layout);
  const persons = personsWith(canaries);
  const [officer] = city.officers;
  const desk = await city.deskOf(officer);
  const { register, commitments } = expectOk(
    await desk.foundRegister({ level: 'link', persons: [...persons] }),
    'a register',
  );
  const announcement = utf8(JSON.stringify(announced));
  const { id: election } = await city.done(
    'election.draftElection',
    electionDraft({
      register,
      text: toHex(sha256(announcement)),
      trustees: trustees.map(({ account }) => account),
      closesAt: Math.ceil((Date.now() + DAY_MS) / 1_000) * 1_000,
    }),
    [officer],
  );
  const voters = commitments.map((commitment, person) => ({
    person,
    building: 0,
    weights: [1],
    commitment,
  }));
  await city.done('election.enterVoters', { election, voters }, [officer]);
  await holdCeremony(city.client, election, trustees);
  await city.done('election.openElection', { election, voters: VOTERS, weights: [VOTERS] }, [
    officer,
  ]);
  expectOk(await city.client.keepFile(election, announcement), 'the announcement is kept');
  const session = expectOk(await city.door.openSession(signerFrom(officer.keyPair)), 'a session');
  const room: Room = {
    city,
    canaries,
    phones: telephones(city.client),
    register,
    election,
    announcement,
    desk: createElectionDesk({ baseUrl: url }, session.token),
    persons,
  };
  await vote(room);
  await complain(room, url);
  await city.done('election.closeElection', { election, how: 'over' }, [officer]);
  await openSums(city.client, election, trustees);
  return room;
}

const both = (ko: string, en: string) => ({ ko, en });

const questions = [
  {
    title: both('회장', 'Chair'),
    answers: [{ title: both('기호 1번', 'No. 1') }, { title: both('기호 2번', 'No. 2') }],
  },
];

const announced = { about: both('회장을 뽑습니다.', 'A chair is elected.'), questions };

function personsWith(canaries: KeptCanaries): readonly DeskPerson[] {
  return Array.from({ length: VOTERS }, (_, at) => ({
    name: canaries.keep('name', `카나리${hex(6)}`),
    homes: [canaries.keep('home', `101동 ${String(10_000 + at)}-${String(101 + at)}호`)],
    salt: canaries.keep('salt', hex(32)),
    contact: {
      kind: 'phone',
      number: canaries.keep('number', `010-0000-${String(4_000 + at * 37)}`),
    },
  }));
}

/** Waits for what comes to a telephone. */
async function told({ phones }: Room, read: () => string | undefined): Promise<string> {
  for (let looks = 0; looks < 400; looks++) {
    await phones.look();
    const found = read();
    if (found !== undefined) return found;
    await sleep(25);
  }
  throw new Error('Nothing came to a telephone.');
}

/** Everybody votes, the last one after a reminder: then nothing is left to wait for. */
async function vote(room: Room): Promise<void> {
  const { desk, election, persons } = room;
  expectOk(await desk.sendLinks(election), 'links');
  for (const at of persons.keys()) {
    if (at === persons.length - 1) {
      expectOk(await desk.voters(election), 'the roll at the desk');
      expectOk(await desk.remind(election), 'a reminder');
    }
    await castAs(room, at);
  }
}

async function comeWithLink(room: Room, at: number): Promise<KeyPair> {
  const { city, canaries, phones } = room;
  const number = room.persons[at]?.contact?.number ?? '';
  const token = canaries.keep('token', await told(room, () => phones.token(number)));
  expectOk(await city.client.openLink(token), 'a link opens');
  expectOk(await city.client.sendCode(token), 'a code is sent');
  const code = canaries.keep('code', await told(room, () => phones.code(number)));
  const seed = randomBytes(32);
  canaries.keep('device', toHex(seed));
  const device = keyPairFromSeed(seed);
  const key = toHex(device.publicKey);
  expectOk(await city.client.identify({ token, code, key, suite: 'ed25519' }), 'identified');
  return device;
}

/** A voter comes with their link and votes; the secret of their key is a canary too. */
async function castAs(room: Room, at: number): Promise<void> {
  const { city, canaries, election } = room;
  const device = await comeWithLink(room, at);
  const chance = (): Uint8Array => {
    const drawn = randomBytes(64);
    if (at < WATCHED) canaries.keep('chance', toHex(drawn));
    return drawn;
  };
  const ballot = { election, device, chosen: [[at % 2]] };
  const own = await castBallot(city.client, ballot, chance);
  canaries.keep('vote-key', toHex(own.secret));
  const asked = { election: bytesOf(election), key: own.key };
  expectOk(await city.client.query('election.keyOf', asked), 'a key');
}

/** Somebody complains: what they say stays with the office, a salted hash goes on record. */
async function complain({ city, canaries, desk, election }: Room, url: string): Promise<void> {
  const said = utf8(canaries.keep('complaint', `이의 ${hex(8)}`));
  const slip = bytesOf(canaries.keep('salt', hex(32)));
  const statement = complaintStatement({
    election: bytesOf(election),
    complaint: 1,
    category: 'roll',
    state: 'received',
    file: sha256(concat(slip, sha256(said))),
  });
  const salt = randomBytes(32);
  const { root, count } = commitToStatement(statement, salt);
  const payload = { kind: 'statement', root: toHex(root), count };
  const { id } = await city.done('document.notarise', payload, city.officers.slice(0, 1));
  expectOk(await desk.addComplaint(election, { id, salt: toHex(salt), statement }), 'in the log');
  const shown = await createComplaintDoor({ baseUrl: url }).complaints(election);
  if (expectOk(shown, 'the log').length !== 1) throw new Error('The log has one entry.');
}
