import { type ApiLedger, apiErrors } from '@madang/api';
import { fail, ok, type Result, toHex } from '@madang/base';
import type { KeyPair } from '@madang/crypto';
import { type Refusal, refuse } from '@madang/kernel';
import { bodyHashOf } from '@madang/protocol';
import type { PersonPlace } from '@madang/vault';
import { type ActRoom, signAct } from '../server/submit-act.ts';

/** An institution whose attester's key this server holds. */
export interface Attester {
  readonly institution: string;
  readonly key: KeyPair;
}

/** Who attests, and where it is put on record. */
export interface AttestRoom extends ActRoom {
  readonly submit: ApiLedger['submit'];
  readonly attesters: readonly Attester[];
}

/** A key to be attested for a person of a register that `institution` opened. */
export interface AttestWish extends PersonPlace {
  readonly account: Uint8Array;
  readonly institution: string;
}

/** An attestation before it is sent: its body hash is known. */
export interface PreparedAttestation {
  readonly body: Uint8Array;
  /** Puts it on record and gives the index of its entry. */
  readonly send: () => Promise<Result<number, Refusal>>;
}

/**
 * How whoever came with link and code is said to be identified: both may have come to one telephone
 * (docs/adr/0015-links-and-codes.md).
 */
export const LINK_LEVEL = 'link';

/**
 * Signs an attestation by another institution than the one that sent the link, so that whoever
 * sends links cannot act as everybody.
 */
export function prepareAttestation(
  room: AttestRoom,
  { register, person, account, institution }: AttestWish,
): Result<PreparedAttestation, Refusal> {
  const attester = room.attesters.find((one) => one.institution !== institution);
  if (attester === undefined) return refuse(apiErrors.NO_PEOPLE, {});
  const { envelope, body } = signAct(room, [attester.key], {
    act: 'people.attestKey',
    payload: {
      register: toHex(register),
      person,
      account: toHex(account),
      level: LINK_LEVEL,
      as: attester.institution,
    },
  });
  return ok({ body: bodyHashOf(body), send: () => send(room, envelope) });
}

async function send(room: AttestRoom, envelope: Uint8Array): Promise<Result<number, Refusal>> {
  const answer = await room.submit(envelope);
  if (!answer.ok) return answer;
  const { outcome, index } = answer.value;
  if (outcome.code === 0) return ok(index);
  const known = room.ledger.machine.errors.find(({ code }) => code === outcome.code);
  if (known === undefined) return refuse(apiErrors.NOT_READY, {});
  return fail({ code: known.code, name: known.name, context: outcome.context ?? NO_DETAILS });
}

/** An empty record: the details of an error that has none. */
const NO_DETAILS = Uint8Array.of(0xa0);
