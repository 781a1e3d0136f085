import { expectOk, expectPresent, fromHex, toHex, utf8 } from '@madang/base';
import { type ActOf, createDeskDoor, createElectionDesk, type PayloadOf } from '@madang/client';
import { keyPairFromSeed, randomBytes, type Signer, sha256, signerFrom } from '@madang/crypto';
import { services } from '@madang/services';
import { announcement } from '@madang/services/election/intake/index.ts';
import { clientOf, storyTold } from './residents.ts';
import { holdCeremony, makeTrustees, type TestTrustee } from './trustees.ts';

/** An election that takes papers, open for ballots. */
export type PaperElection = { id: string; trustees: readonly TestTrustee[] };

const candidates = [
  { ko: '한서윤', en: 'Han Seoyun' },
  { ko: '오태현', en: 'Oh Taehyeon' },
];

/** Opens an election of homes of building 101, whose telephones end in the numbers given. */
export async function openPaperElection(
  url: string,
  numbers: readonly number[],
  revote: 'none' | 'last',
): Promise<PaperElection> {
  const client = clientOf(url);
  const { officer, token, register, commitments } = await foundHomes(url, numbers);
  const send = senderOf(url, officer);
  const [trustees, text] = [makeTrustees(1), textOf()];
  const id = await send('election.draftElection', {
    institution: 'city',
    register: bytesOf(register),
    level: 'link',
    title: { ko: '101동 동별 대표자 선거', en: 'Representative of building 101' },
    text: sha256(text),
    questions: [
      { answers: 2, choice: { min: 1, max: 1, blank: true }, decides: { kind: 'elect', seats: 1 } },
    ],
    buildings: ['101동'],
    results: 'complex',
    measures: ['heads'],
    trustees: trustees.map(({ account }) => ({
      account: bytesOf(account),
      seat: { ko: '선거관리위원회', en: 'Committee' },
    })),
    threshold: 1,
    revote,
    paper: 'batches',
    basis: 'test',
    recordedAt: 0,
    closesAt: Math.ceil(Date.now() / 1000) * 1000 + 3_600_000,
  });
  expectOk(await client.keepFile(id, text), 'kept');
  await send('election.enterVoters', {
    election: bytesOf(id),
    voters: commitments.map((commitment, person) => ({
      person,
      building: 0,
      weights: [1],
      commitment: bytesOf(commitment),
    })),
  });
  await holdCeremony(client, id, trustees);
  const opening = { election: bytesOf(id), voters: numbers.length, weights: [numbers.length] };
  await send('election.openElection', opening);
  const desk = createElectionDesk({ baseUrl: url, language: () => 'ko' as const }, token);
  await storyTold(client);
  expectOk(await desk.sendLinks(id), 'links');
  return { id, trustees };
}

/** Opens a register of homes of building 101, as the first of the demo's officers. */
export async function foundHomes(url: string, numbers: readonly number[]) {
  const door = createDeskDoor({ baseUrl: url, services, language: () => 'ko' as const });
  const { officers } = expectOk(await door.demoOfficers(), 'officers');
  const secret = expectOk(fromHex(expectPresent(officers[0], 'one').secretKey), 'a key');
  const officer = signerFrom(keyPairFromSeed(secret));
  const { token } = expectOk(await door.openSession(officer), 'a session');
  const founded = await door.at(token).foundRegister({
    level: 'link',
    persons: numbers.map((number, at) => ({
      name: `세대주${String(at + 1)}`,
      homes: [`101동 ${String(101 + at)}호`],
      salt: toHex(randomBytes(32)),
      contact: { kind: 'phone', number: `010-0000-${String(number)}` },
    })),
  });
  return { officer, token, ...expectOk(founded, 'a register') };
}

function senderOf(url: string, officer: Signer) {
  const client = clientOf(url);
  return async <A extends ActOf<typeof services>>(
    act: A,
    payload: PayloadOf<typeof services, A>,
  ): Promise<string> => {
    const made = expectOk(await client.act(act, payload, [officer]), act);
    const { outcome } = expectOk(await client.send(made), act);
    if (outcome.code !== 0) throw new Error(`${act}: ${String(outcome.name)}`);
    return made.id;
  };
}

function textOf(): Uint8Array {
  const words = {
    about: { ko: '대표를 뽑습니다.', en: 'A representative is elected.' },
    questions: [
      {
        title: { ko: '대표', en: 'Representative' },
        answers: candidates.map((title) => ({ title })),
      },
    ],
  };
  return utf8(JSON.stringify(announcement.toJson(words)));
}

function bytesOf(hex: string): Uint8Array {
  return expectOk(fromHex(hex), 'bytes');
}
