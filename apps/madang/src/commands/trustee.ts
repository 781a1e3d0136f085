import { setTimeout as sleep } from 'node:timers/promises';
import { fail, fromHex, ok, type Result } from '@madang/base';
import { keyPairFromSeed, signerFrom } from '@madang/crypto';
import { MAX_POLICY_SIZE_BYTES } from '@madang/protocol';
import {
  decryptDue,
  doDue,
  type MixStep,
  mixNext,
  type SeenElection,
  seeElection,
  type TrusteeRoom,
} from '@madang/services/election/intake/index.ts';
import { type Arguments, type Command, DEFAULT_ADDRESS } from '../command.ts';
import { readKeyFile } from '../data/key-file.ts';
import { readWhole } from '../files.ts';
import { remoteLedger } from '../remote.ts';
import { type CommandError, commandError, type Terminal, type Words } from '../terminal.ts';
import { problemWith, trusteeRoom } from '../trustee/work.ts';

/** `madang trustee`: what a trustee of an election does on their own machine. */
export const trustee: Command = {
  name: 'trustee',
  operands: 'status|ceremony|mix|decrypt ELECTION',
  summary: {
    en: 'Makes the key of an election with the other trustees, mixes the keys of voters, and decrypts its sums. The key file never leaves this machine.',
    ko: '다른 열쇠 보관인들과 선거의 키를 만들고, 투표 키를 섞고, 합계를 풉니다. 키 파일은 이 컴퓨터를 떠나지 않습니다.',
  },
  options: [
    {
      name: 'key',
      value: 'FILE',
      help: { en: 'your key file (madang key new)', ko: '내 키 파일 (madang key new)' },
    },
    {
      name: 'at',
      value: 'URL',
      help: { en: `a node of the ledger (${DEFAULT_ADDRESS})`, ko: '원장 노드의 주소' },
    },
    {
      name: 'policy',
      value: 'FILE',
      help: {
        en: 'which institutions are believed; else the policy of the node',
        ko: '믿을 기관을 정한 정책 파일. 없으면 노드의 정책',
      },
    },
    {
      name: 'once',
      help: {
        en: 'ceremony, mix: do what is due now and do not wait for the others',
        ko: 'ceremony, mix: 지금 할 일만 하고 다른 열쇠 보관인을 기다리지 않음',
      },
    },
  ],
  count: { min: 2, max: 2 },
  run: runTrustee,
};

/** Between two looks at what the others have done, ms. */
const LOOK_AGAIN_MS = 2_000;

async function runTrustee(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const [what = '', election = ''] = given.positionals;
  const work = works.get(what);
  if (work === undefined) return fail(wrongWork());
  const room = await roomOf(given, election, terminal);
  return room.ok ? work(room.value, given, terminal) : room;
}

type Room = TrusteeRoom<CommandError>;

type Work = (
  room: Room,
  given: Arguments,
  terminal: Terminal,
) => Promise<Result<number, CommandError>>;

const works: ReadonlyMap<string, Work> = new Map<string, Work>([
  ['status', showStatus],
  ['ceremony', runCeremony],
  ['mix', mix],
  ['decrypt', decrypt],
]);

async function roomOf(
  given: Arguments,
  election: string,
  terminal: Terminal,
): Promise<Result<Room, CommandError>> {
  const id = fromHex(election);
  if (!id.ok || id.value.length !== 32) return fail(notAnElection());
  const file = given.value('key');
  if (file === undefined) return fail(keyNeeded());
  const secret = readKeyFile(file, 'ed25519');
  if (!secret.ok) return secret;
  const policyFile = given.value('policy');
  const policy =
    policyFile === undefined ? undefined : await readWhole(policyFile, MAX_POLICY_SIZE_BYTES);
  if (policy?.ok === false) return policy;
  const at = given.value('at') ?? DEFAULT_ADDRESS;
  const text = policy === undefined ? undefined : new TextDecoder().decode(policy.value);
  const ledger = remoteLedger(at, terminal.language, text);
  if (!ledger.ok) return ledger;
  const signer = signerFrom(keyPairFromSeed(secret.value));
  return ok(trusteeRoom(ledger.value, id.value, { signer, secret: secret.value }));
}

async function look(room: Room): Promise<Result<SeenElection, CommandError>> {
  const seen = await seeElection(room);
  return seen.ok ? seen : fail(problemWith(seen.error, room.key.account));
}

async function showStatus(
  room: Room,
  _: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const seen = await look(room);
  if (!seen.ok) return seen;
  terminal.say(whereItIs(seen.value)[terminal.language]);
  return ok(0);
}

/** Does what is due until all trustees have shown that they can decrypt. */
async function runCeremony(
  room: Room,
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  let told = '';
  for (;;) {
    const seen = await look(room);
    if (!seen.ok) return seen;
    const { ceremony, trustee: own } = seen.value;
    const where = whereItIs(seen.value)[terminal.language];
    if (where !== told) terminal.say(where);
    told = where;
    if (ceremony.stage === 'ready') return ok(0);
    const done = await doDue(room, seen.value);
    if (!done.ok) return fail(problemWith(done.error, room.key.account));
    if (done.value !== undefined) {
      terminal.say(DONE[done.value][terminal.language]);
      if (done.value !== 'election.complain') continue;
    }
    if (given.has('once') && !ceremony.missing.includes(own.number)) return ok(0);
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Mixes all lists, once it is this trustee's turn. */
async function mix(
  room: Room,
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  let told = '';
  for (;;) {
    const seen = await look(room);
    if (!seen.ok) return seen;
    const step = await mixNext(room, seen.value, Date.now());
    if (!step.ok) return fail(problemWith(step.error, room.key.account));
    const where = howMixed(step.value)[terminal.language];
    if (where !== told) terminal.say(where);
    told = where;
    const { state } = step.value;
    if (state === 'over' || (state === 'others' && given.has('once'))) return ok(0);
    if (state === 'others') await sleep(LOOK_AGAIN_MS);
  }
}

function howMixed({ state, done, lists, mixed }: MixStep): Words {
  const [so, all, names] = [String(done), String(lists), mixed.join(', ')];
  switch (state) {
    case 'over':
      return {
        en: `You have mixed all ${all} lists. Mixed so far by trustees ${names}.`,
        ko: `목록 ${all}개를 모두 섞었습니다. 지금까지 섞은 열쇠 보관인: ${names}번.`,
      };
    case 'next':
      return {
        en: `Mixed ${so} of ${all} lists.`,
        ko: `목록 ${all}개 가운데 ${so}개를 섞었습니다.`,
      };
    case 'others':
      return { en: 'Another trustee is mixing.', ko: '다른 열쇠 보관인이 섞고 있습니다.' };
  }
}

async function decrypt(
  room: Room,
  _: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const seen = await look(room);
  if (!seen.ok) return seen;
  const done = await decryptDue(room, seen.value);
  if (!done.ok) return fail(problemWith(done.error, room.key.account));
  const { given, announced, sums } = done.value;
  const [own, out, all] = [String(given), String(announced), String(sums)];
  terminal.say(
    terminal.language === 'ko'
      ? `합계 ${all}개 가운데 ${own}개를 풀었고, ${out}개의 수를 발표했습니다.`
      : `Decrypted ${own} of ${all} sums, and announced the counts of ${out}.`,
  );
  return ok(0);
}

const STAGES: Readonly<Record<SeenElection['ceremony']['stage'], Words>> = {
  commit: { en: 'committing', ko: '약속' },
  reveal: { en: 'revealing', ko: '공개' },
  deal: { en: 'dealing shares', ko: '몫 나누기' },
  accept: { en: 'looking at shares', ko: '몫 확인' },
  rehearse: { en: 'rehearsing', ko: '예행연습' },
  ready: { en: 'ready', ko: '준비됨' },
};

function whereItIs({ ceremony, trustee: own }: SeenElection): Words {
  const { stage, missing, round, trustees, threshold } = ceremony;
  const of = String(trustees.length);
  const [number, times, needed] = [String(own.number), String(round + 1), String(threshold)];
  if (stage === 'ready') {
    return {
      en: `You are trustee ${number} of ${of}. The key is ready: any ${needed} of you can decrypt.`,
      ko: `열쇠 보관인 ${of}명 가운데 ${number}번입니다. 키가 준비되었습니다. ${needed}명이 모이면 풀 수 있습니다.`,
    };
  }
  const waiting = missing.join(', ');
  return {
    en: `You are trustee ${number} of ${of}. Round ${times}, ${STAGES[stage].en}: it waits for ${waiting}.`,
    ko: `열쇠 보관인 ${of}명 가운데 ${number}번입니다. ${times}회차 ${STAGES[stage].ko} 단계: ${waiting}번을 기다립니다.`,
  };
}

const DONE = {
  'election.commitOpening': { en: 'Committed.', ko: '약속했습니다.' },
  'election.revealOpening': { en: 'Revealed.', ko: '공개했습니다.' },
  'election.dealShares': { en: 'Dealt a share to everybody.', ko: '모두에게 몫을 보냈습니다.' },
  'election.acceptShares': { en: 'All shares are right.', ko: '받은 몫이 모두 맞습니다.' },
  'election.complain': {
    en: 'A share was wrong: it is open to everybody now, and the ceremony begins again.',
    ko: '잘못된 몫이 있어 모두에게 공개했습니다. 처음부터 다시 합니다.',
  },
  'election.mixKeys': { en: 'Mixed a list.', ko: '목록을 섞었습니다.' },
  'election.rehearse': { en: 'Rehearsed: you can decrypt.', ko: '예행연습: 풀 수 있습니다.' },
  'election.decryptSum': { en: 'Decrypted.', ko: '풀었습니다.' },
} as const satisfies Readonly<Record<string, Words>>;

function wrongWork(): CommandError {
  return commandError(
    'USAGE',
    'Usage: madang trustee status|ceremony|mix|decrypt ELECTION --key FILE',
    '사용법: madang trustee status|ceremony|mix|decrypt 선거 --key 파일',
  );
}

function notAnElection(): CommandError {
  return commandError(
    'ELECTION_NOT_VALID',
    'An election is named by 64 hexadecimal digits, as its page shows them.',
    '선거 번호는 선거 화면에 나오는 16진수 64자리입니다.',
  );
}

function keyNeeded(): CommandError {
  return commandError(
    'OPTION_NEEDED',
    '--key is needed here; a key behind a token cannot be used, as secrets follow from it.',
    '--key 옵션이 필요합니다. 토큰의 키는 쓸 수 없습니다.',
  );
}
