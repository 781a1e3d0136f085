import { concat, u64be, utf8 } from '@madang/base';
import { emptyRoot, type KeyPair, signSync, verifyConsistency } from '@madang/crypto';
import {
  COSIGNER_KEY_TYPE,
  cosignatureMessage,
  parseCheckpoint,
  printSignatures,
  printVerifierKey,
  verifierKey,
} from '@madang/protocol';
import { parseAddCheckpoint } from '@madang/protocol/trust';
import type { WitnessAddress } from '../src/ask-witness.ts';
import { must } from './temporary.ts';

/** A witness in memory, behind a stand-in for `fetch`, that can be told to misbehave. */
export interface TestWitness {
  readonly name: string;
  readonly policyLine: string;
  readonly address: WitnessAddress;
  /** Sizes that it cosigned, in order. */
  readonly sizes: number[];
  /** Requests that it got, in order. */
  readonly asked: number[];
  /** Answers in place of the honest answer, where it is set. */
  misbehave: ((honest: () => Response) => Response | Promise<Response>) | undefined;
  readonly answer: (body: string) => Promise<Response>;
}

/** A witness of this name; its clock is that of `now`, ms. */
export function testWitness(name: string, keyPair: KeyPair, now: () => number): TestWitness {
  const key = verifierKey(`witness.test/${name}`, COSIGNER_KEY_TYPE, keyPair.publicKey);
  let newest = { size: 0, root: emptyRoot };
  const honest = (body: string): Response => {
    const { oldSize, proof, note } = must(parseAddCheckpoint(body));
    const signed = must(parseCheckpoint(note));
    const { size, root } = signed.checkpoint;
    if (oldSize !== newest.size) return new Response(`${newest.size}\n`, { status: 409 });
    const claim = { oldSize, newSize: size, oldRoot: newest.root, newRoot: root, proof };
    if (!verifyConsistency(claim)) return new Response('', { status: 422 });
    newest = { size, root };
    witness.sizes.push(size);
    const seconds = Math.floor(now() / 1000);
    const message = cosignatureMessage(signed.note.text, seconds);
    const signature = concat(u64be(seconds), signSync(keyPair, message));
    return new Response(printSignatures([{ name: key.name, keyId: key.keyId, signature }]));
  };
  const witness: TestWitness = {
    name,
    policyLine: `witness ${name} ${printVerifierKey(key)}`,
    address: { name, key, url: `http://${name}.test` },
    sizes: [],
    asked: [],
    misbehave: undefined,
    answer: async (body) => {
      witness.asked.push(utf8(body).length);
      const { misbehave } = witness;
      return misbehave === undefined ? honest(body) : misbehave(() => honest(body));
    },
  };
  return witness;
}

/** A `fetch` that reaches these witnesses and nobody else, and heeds its signal. */
export function fetchOf(witnesses: readonly TestWitness[]): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const witness = witnesses.find(({ address }) => url.href === `${address.url}/add-checkpoint`);
    if (witness === undefined) throw new TypeError('nobody there');
    const { body, signal } = init ?? {};
    if (typeof body !== 'string') throw new TypeError('a text is asked for');
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => {
        reject(new Error('aborted'));
      });
    });
    return Promise.race([witness.answer(body), aborted]);
  };
}
