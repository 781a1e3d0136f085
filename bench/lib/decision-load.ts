import { expectOk, expectPresent, type Json, toHex, utf8 } from '@madang/base';
import { type KeyPair, keyPairFromSeed, sha256, signSync } from '@madang/crypto';
import { accountOf, bodyHashOf, encodeBody, encodeSigned, signedMessage } from '@madang/protocol';
import { decisionDefaults } from '@madang/testkit';
import { readSigningKey } from '../../apps/madang/src/data/key-file.ts';
import { layoutOf, secretFile } from '../../apps/madang/src/data/layout.ts';
import { services } from '../../services/registry.ts';
import { postRequest } from './http-load.ts';
import type { MadangServer } from './madang-server.ts';
import { runLoad } from './run-load.ts';

const LIFETIME_MS = 9 * 60_000;
const CONNECTIONS = 512;
const LINES = 100;
const HOMES_PER_BUILDING = 100;
const TEXT = toHex(sha256(utf8('the text of the decisions of a benchmark')));

/** A signed transaction and its id. */
export interface Signed {
  readonly id: Uint8Array;
  readonly envelope: Uint8Array;
}

/** Decisions in which everybody of one register can consent once. */
export interface DecisionLoad {
  readonly decisions: readonly string[];
  /** Consents of every person in the decisions from `first` to before `last`. */
  readonly consents: (first: number, last: number) => readonly Signed[];
}

/** How many persons and decisions to make, on which server. */
export interface DecisionPlan {
  readonly server: MadangServer;
  readonly chain: Uint8Array;
  readonly persons: number;
  readonly decisions: number;
}

interface Wish {
  readonly act: string;
  readonly payload: Json;
  readonly key: KeyPair;
}

/**
 * Opens a register and decisions of one home for each person, over HTTP, with the keys of the
 * demo's
 * officers.
 */
export async function openDecisions(plan: DecisionPlan): Promise<DecisionLoad> {
  const { server, chain, persons } = plan;
  const officer = keyFrom(server, 'city.officer-1');
  const send = async (wishes: readonly Wish[]): Promise<readonly string[]> => {
    const signed = wishes.map((wish) => sign(chain, wish));
    const requests = signed.map(requestOf);
    const load = await runLoad(requests, server.port, CONNECTIONS);
    if (load.succeeded !== signed.length) throw new Error(`Refused: ${load.firstFailure ?? ''}`);
    return signed.map(({ id }) => toHex(id));
  };
  const one = async (wish: Wish): Promise<string> =>
    expectPresent((await send([wish]))[0], 'one was sent');
  const register = await one({
    act: 'people.openRegister',
    payload: { institution: 'city', persons, level: 'link' },
    key: keyFrom(server, 'city.registrar'),
  });
  const keys = Array.from({ length: persons }, (_, n) =>
    keyPairFromSeed(sha256(utf8(`resident ${String(n)}`))),
  );
  const attester = keyFrom(server, 'district.attester');
  await send(keys.map((key, person) => attestation(register, person, key, attester)));
  const decisions: string[] = [];
  for (let n = 0; n < plan.decisions; n++) {
    const draft = draftOf(register, persons, n);
    const decision = await one({ act: 'vote.draftDecision', payload: draft, key: officer });
    await send(
      rollOf(decision, persons).map((payload) => ({
        act: 'vote.enterRoll',
        payload,
        key: officer,
      })),
    );
    const totals = { heads: persons, homes: persons, areaMilliM2: persons * AREA_MILLI_M2 };
    await one({ act: 'vote.openDecision', payload: { decision, ...totals }, key: officer });
    decisions.push(decision);
  }
  return {
    decisions,
    consents: (first, last) =>
      decisions.slice(first, last).flatMap((decision) =>
        keys.map((key) => {
          const payload = { decision, text: TEXT };
          return sign(chain, { act: 'vote.giveConsent', payload, key });
        }),
      ),
  };
}

function requestOf({ envelope }: Signed): Uint8Array {
  return postRequest('/api/transactions', 'application/cbor', envelope);
}

const AREA_MILLI_M2 = 84_960;

function attestation(register: string, person: number, of: KeyPair, key: KeyPair): Wish {
  const account = toHex(accountOf(of.suite, of.publicKey));
  const payload = { register, person, account, level: 'link', as: 'district' };
  return { act: 'people.attestKey', payload, key };
}

function draftOf(register: string, persons: number, n: number): Json {
  const conditions = ['heads', 'area'].flatMap((base) => [
    share(base, [3, 4], { kind: 'complex' }),
    share(base, [1, 2], { kind: 'each', waived: 0 }),
  ]);
  const closesAt = Date.now() + 3_600_000;
  return {
    institution: 'city',
    register,
    level: 'link',
    title: { ko: `결정 ${String(n)}`, en: `Decision ${String(n)}` },
    text: TEXT,
    summary: TEXT,
    summaryBy: { ko: '벤치마크', en: 'Benchmark' },
    buildings: Array.from(
      { length: Math.ceil(persons / HOMES_PER_BUILDING) },
      (_, building) => `${String(101 + building)}동`,
    ),
    basis: 'benchmark',
    rule: { hold: 'all', conditions },
    settings: decisionDefaults,
    recordedAt: 0,
    closesAt: closesAt - (closesAt % 1_000),
  };
}

function share(base: string, [num, den]: readonly [number, number], scope: Json): Json {
  return { counted: 'agree', base, of: 'eligible', compare: 'at-least', num, den, scope };
}

/** Persons, their holders and their homes, all three of a hundred numbers in one act. */
function rollOf(decision: string, persons: number): readonly Json[] {
  return Array.from({ length: Math.ceil(persons / LINES) }, (_, n) => {
    const numbers = Array.from(
      { length: Math.min(LINES, persons - n * LINES) },
      (__, at) => n * LINES + at,
    );
    return {
      decision,
      persons: numbers.map((person) => ({ person, commitment: TEXT })),
      holders: numbers.map((person) => ({
        holder: person,
        members: [{ person, share: 1 }],
        whole: 1,
      })),
      units: numbers.map((unit) => ({
        unit,
        building: Math.floor(unit / HOMES_PER_BUILDING),
        areaMilliM2: AREA_MILLI_M2,
        use: 'residential',
        holder: unit,
        commitment: TEXT,
      })),
    };
  });
}

const codecs = new Map(
  services.flatMap((service) => service.transactions.map((one) => [one.act as string, one])),
);

function sign(chain: Uint8Array, { act, payload, key }: Wish): Signed {
  const codec = expectPresent(codecs.get(act), 'the act is known');
  const body = encodeBody({
    act,
    chain,
    expiresAt: Date.now() + LIFETIME_MS,
    payload: expectOk(codec.payloadFromJson(payload), act),
    salt: crypto.getRandomValues(new Uint8Array(16)),
  });
  const id = bodyHashOf(body);
  const signature = signSync(key, signedMessage(chain, id));
  const signatures = [{ suite: key.suite, key: key.publicKey, signature }];
  return { id, envelope: encodeSigned(body, signatures) };
}

/** A key of the demo's officers, from its file. */
function keyFrom({ folder }: MadangServer, name: string): KeyPair {
  return expectOk(
    readSigningKey(secretFile(layoutOf(folder), name)),
    `the demo has the key ${name}`,
  );
}
