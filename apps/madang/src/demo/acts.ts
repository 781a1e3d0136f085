import { assert, expectOk, type Json } from '@madang/base';
import type { KeyPair } from '@madang/crypto';
import { readSigningKey } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { type ActRoom, signAct } from '../server/submit-act.ts';

/** An act and who signs it. */
export interface SignedWish {
  readonly keys: readonly KeyPair[];
  readonly act: string;
  readonly payload: Json;
}

/** Puts acts on record at once; one that is refused is a bug of the story. */
export async function together(room: ActRoom, acts: readonly SignedWish[]): Promise<void> {
  const answers = await Promise.all(
    acts.map(({ keys, act, payload }) =>
      room.ledger.submit(signAct(room, keys, { act, payload }).envelope),
    ),
  );
  for (const answer of answers) {
    assert(answer.ok && answer.value.outcome.code === 0, 'an act of the demo was refused');
  }
}

/** Puts one act on record and gives its body hash. */
export async function one(
  room: ActRoom,
  keys: readonly KeyPair[],
  act: string,
  payload: Json,
): Promise<Uint8Array> {
  const answer = await room.ledger.submit(signAct(room, keys, { act, payload }).envelope);
  assert(answer.ok && answer.value.outcome.code === 0, `the demo's ${act} was refused`);
  return answer.value.bodyHash;
}

/** A key of the demo city, by the name of its file. */
export function keyOf({ layout }: { readonly layout: Layout }, name: string): KeyPair {
  return expectOk(readSigningKey(secretFile(layout, name)), `the demo has the key ${name}`);
}
