import { assert, expectPresent, type Json, type Result } from '@madang/base';
import { type KeyPair, randomBytes, signSync } from '@madang/crypto';
import type { Ledger, Submission, SubmitFailure } from '@madang/node';
import {
  bodyHashOf,
  encodeBody,
  encodeProven,
  encodeSigned,
  signedMessage,
} from '@madang/protocol';

/** A ledger in this process and the clock by which its transactions expire, ms. */
export interface ActRoom {
  readonly ledger: Ledger;
  readonly now: () => number;
}

/** What is to happen; `payload` is the JSON form of the act's schema. */
export interface Act {
  readonly act: string;
  readonly payload: Json;
}

const LIFETIME_MS = 60_000;

/** An act that is signed: what is sent, and the body in it. */
export interface SignedAct {
  readonly envelope: Uint8Array;
  readonly body: Uint8Array;
}

/** Signs an act with keys of this server. A payload that does not fit is a bug. */
export function signAct(room: ActRoom, keys: readonly KeyPair[], act: Act): SignedAct {
  const body = bodyOf(room, act);
  const message = signedMessage(room.ledger.chain, bodyHashOf(body));
  const signatures = keys.map((key) => ({
    suite: key.suite,
    key: key.publicKey,
    signature: signSync(key, message),
  }));
  return { body, envelope: encodeSigned(body, signatures) };
}

function bodyOf({ ledger, now }: ActRoom, { act, payload }: Act): Uint8Array {
  const definition = ledger.machine.services
    .flatMap((service) => service.transactions)
    .find((one) => one.act === act);
  const encoded = expectPresent(definition, `signAct: no act ${act}`).payloadFromJson(payload);
  assert(encoded.ok, `signAct: the payload does not fit ${act}`);
  return encodeBody({
    act,
    chain: ledger.chain,
    expiresAt: Math.max(now(), ledger.head().timeMs) + LIFETIME_MS,
    payload: encoded.value,
    salt: randomBytes(16),
  });
}

/** An act that proves itself: `prove` gives the proof for the hash of its body. */
export function proveAct(
  room: ActRoom,
  act: Act,
  prove: (bodyHash: Uint8Array) => Uint8Array,
): SignedAct {
  const body = bodyOf(room, act);
  return { body, envelope: encodeProven(body, prove(bodyHashOf(body))) };
}

/** Signs an act with keys of this server and puts it on record. */
export function submitAct(
  room: ActRoom,
  keys: readonly KeyPair[],
  act: Act,
): Promise<Result<Submission, SubmitFailure>> {
  return room.ledger.submit(signAct(room, keys, act).envelope);
}

/** The index of a record that was done; nothing if it was refused or not taken. */
export function doneIndex(answer: Result<Submission, SubmitFailure>): number | undefined {
  return answer.ok && answer.value.outcome.code === 0 ? answer.value.index : undefined;
}
