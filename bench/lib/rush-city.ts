import path from 'node:path';
import { expectOk, expectPresent, toHex, utf8 } from '@madang/base';
import { randomBytes, sha256 } from '@madang/crypto';
import type { Ledger } from '@madang/node';
import { accountOf } from '@madang/protocol';
import { openSql } from '@madang/sql';
import { type Actor, actSigner } from '@madang/testkit';
import { foundLedger } from '../../apps/madang/src/data/found.ts';
import { readSigningKey } from '../../apps/madang/src/data/key-file.ts';
import { layoutOf, secretFile } from '../../apps/madang/src/data/layout.ts';
import { gaon } from '../../apps/madang/src/demo/gaon.ts';
import { foundPeople } from '../../apps/madang/src/people/found-people.ts';
import { openCity } from '../../apps/madang/src/server/open-city.ts';
import {
  envelopeOf,
  type LoadedBallot,
  type LoadedElection,
  type LoadLedger,
  openLoad,
  sealLoad,
} from './election-load.ts';

const AT_ONCE = 500;
const BUILDING_HOMES = 100;

/** A data folder with an election in which everybody has a link, and all but one a key. */
export interface RushCity {
  readonly id: string;
  /** Tokens of the links, in hexadecimal; the last is of somebody who has not come yet. */
  readonly tokens: readonly string[];
  /** The ballots that are made beforehand, as transactions that have yet to expire. */
  readonly transactions: () => readonly { readonly id: string; readonly envelope: Uint8Array }[];
}

/**
 * Founds the demo city's ledger in a folder, with a register of so many voters in its vault, opens
 * an election, registers their keys and seals ballots. The folder is closed again at the end.
 */
export async function makeRushCity(
  folder: string,
  voters: number,
  ballots: number,
): Promise<RushCity> {
  const layout = layoutOf(folder);
  expectOk(foundLedger(layout, gaon, Date.now()), 'a ledger');
  const opened = expectOk(await openCity({ layout, now: Date.now }), 'a city');
  try {
    const keyOf = (name: string) => expectOk(readSigningKey(secretFile(layout, name)), name);
    const actorOf = (name: string): Actor => {
      const keyPair = keyOf(name);
      return { name, keyPair, account: accountOf(keyPair.suite, keyPair.publicKey) };
    };
    const { ledger } = opened;
    const people = expectPresent(opened.people, 'the demo city sends links');
    const founding = { institution: 'city', level: 'link' as const, persons: persons(voters + 1) };
    const room = { ledger, now: Date.now, vault: people.vault, registrar: keyOf('city.registrar') };
    const { register, tokens } = expectOk(await foundPeople(room, founding), 'a register');
    const officer = actorOf('city.officer-1');
    const attester = actorOf('district.attester');
    const offices = { officer, attester, as: 'district', register, text: sha256(announced) };
    const world = worldOf(ledger);
    const load = await openLoad(world, voters, AT_ONCE, offices);
    const id = toHex(load.id);
    await keepFile(opened.api.fetch, id, announced);
    await people.noticesQueued();
    const sealed = Array.from({ length: ballots }, (_, voter) => sealLoad(load, voter));
    const { chain } = ledger;
    return {
      id,
      tokens: tokens.map(toHex),
      transactions: () => transactionsOf({ chain, nowMs: Date.now }, load, sealed),
    };
  } finally {
    await opened.close();
    await settleMessages(layout.vault);
  }
}

/** Everybody counts as told of their key: those messages are none of what is measured. */
async function settleMessages(folder: string): Promise<void> {
  const sql = await openSql<{ vault_outbox: { state: string } }>({
    file: path.join(folder, 'vault.sqlite'),
  });
  await sql.db.updateTable('vault_outbox').set({ state: 'sent' }).execute();
  await sql.close();
}

function persons(count: number) {
  return Array.from({ length: count }, (_, person) => ({
    name: `${homeOf(person)} 소유자`,
    homes: [homeOf(person)],
    salt: randomBytes(32),
    contact: { kind: 'phone' as const, number: `010-0000-${String(person).padStart(5, '0')}` },
  }));
}

function homeOf(person: number): string {
  const building = 101 + Math.floor(person / BUILDING_HOMES);
  return `${String(building)}동 ${String(101 + (person % BUILDING_HOMES))}호`;
}

const both = (ko: string, en: string) => ({ ko, en });
const announced = utf8(
  JSON.stringify({
    about: both('측정에 쓰는 선거입니다.', 'An election of a benchmark.'),
    questions: [
      {
        title: both('입주자대표회의 회장', 'Chair of the residents’ council'),
        answers: Array.from({ length: 5 }, (_, at) => {
          const title = both(`후보 ${String(at + 1)}`, `Candidate ${String(at + 1)}`);
          return { title, pledges: [both('관리비를 다달이 공개', 'Fees in public each month')] };
        }),
      },
    ],
  }),
);

/** The ledger of a city, as elections of benchmarks are made on one. */
function worldOf(ledger: Ledger): LoadLedger {
  const sign = actSigner(ledger.chain, Date.now);
  const submit = (envelope: Uint8Array) => ledger.submit(envelope);
  return {
    chain: ledger.chain,
    ledger: () => ledger,
    nowMs: Date.now,
    sign,
    submit,
    send: (...wishes) =>
      Promise.all(
        wishes.map(async (wish) => expectOk(await submit(sign(wish).envelope), wish.act)),
      ),
  };
}

async function keepFile(
  ask: (request: Request) => Promise<Response>,
  matter: string,
  file: Uint8Array,
): Promise<void> {
  const kept = await ask(
    new Request(`http://localhost/api/matters/${matter}/files`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(file),
    }),
  );
  if (!kept.ok) throw new Error(`The announcement was not kept: ${await kept.text()}`);
}

function transactionsOf(
  at: Pick<LoadLedger, 'chain' | 'nowMs'>,
  load: LoadedElection,
  sealed: readonly LoadedBallot[],
) {
  return sealed.map((ballot) => {
    const { envelope, bodyHash } = envelopeOf(at, load, ballot);
    return { id: toHex(bodyHash), envelope };
  });
}
