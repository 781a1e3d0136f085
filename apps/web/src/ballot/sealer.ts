import type {
  KeyPayload,
  MarkPayload,
  OpenBatchPayload,
  Opening,
  OwnKey,
} from '@madang/services/ballot.ts';
import { startThread } from '../thread.ts';
import type {
  BatchWish,
  Bound,
  MarkWish,
  RegisterWish,
  SealAnswer,
  SealAsk,
  Sealed,
  SealWish,
  SurrenderRead,
  SurrenderShown,
  SurrenderWish,
} from './sealing.ts';

/** Seals ballots in a thread of its own. Every call may fail by throwing. */
export type Sealer = {
  /** A new key, as it is registered. */
  makeKey: () => Promise<OwnKey>;
  /** The key that votes for whoever registered one: another where keys were mixed. */
  keyIn: (bound: Bound, own: OwnKey) => Promise<Uint8Array>;
  register: (wish: RegisterWish) => Promise<KeyPayload>;
  /** Marks persons for a batch of papers under the key of the batch. */
  mark: (wish: MarkWish) => Promise<MarkPayload>;
  /** Begins a batch of papers of nobody yet, under the key of the batch. */
  openBatch: (wish: BatchWish) => Promise<OpenBatchPayload>;
  /** Proves that a mixed key is given up by whoever has it. */
  surrender: (wish: SurrenderWish) => Promise<Uint8Array>;
  /** Reads and verifies what gives up a key for a batch. */
  readSurrender: (shown: SurrenderShown) => Promise<SurrenderRead>;
  seal: (wish: SealWish) => Promise<Sealed>;
  /** Proves the ballot that was sealed last. */
  prove: (bodyHash: Uint8Array) => Promise<Uint8Array>;
  /** Opens the ballot that was sealed last; it can no longer be proven, nor cast. */
  open: () => Promise<Opening>;
  /** The fingerprint that an opening comes to; nothing if it is none that is allowed. */
  reopen: (bound: Bound, opening: Opening) => Promise<Uint8Array | undefined>;
  /** Whether the proof of a ballot in its transaction holds. */
  verify: (bound: Bound, envelope: Uint8Array) => Promise<boolean>;
  stop: () => void;
};

const why = 'A ballot could not be sealed on this device.';

/** Starts the thread that seals. */
export function createSealer(): Sealer {
  const { ask, stop } = startThread<SealAsk, SealAnswer>(
    new Worker(new URL('./seal-worker.ts', import.meta.url), { type: 'module' }),
    why,
  );
  const tell = async <D extends SealAnswer['did']>(did: D, asked: SealAsk) => {
    const answer = await ask(asked);
    if (!isAnswer(did, answer)) throw new Error(why);
    return answer;
  };
  return {
    makeKey: async () => (await tell('make-key', { do: 'make-key' })).own,
    keyIn: async (bound, own) => (await tell('key-in', { do: 'key-in', bound, own })).key,
    register: async (wish) => (await tell('register', { do: 'register', ...wish })).registration,
    mark: async (wish) => (await tell('mark', { do: 'mark', ...wish })).mark,
    openBatch: async (wish) => (await tell('open-batch', { do: 'open-batch', ...wish })).batch,
    surrender: async (wish) => (await tell('surrender', { do: 'surrender', ...wish })).proof,
    readSurrender: async (shown) =>
      (await tell('read-surrender', { do: 'read-surrender', ...shown })).read,
    seal: async (wish) => {
      const { payload, fingerprint } = await tell('seal', { do: 'seal', ...wish });
      return { payload, fingerprint };
    },
    prove: async (bodyHash) => (await tell('prove', { do: 'prove', bodyHash })).proof,
    open: async () => (await tell('open', { do: 'open' })).opening,
    reopen: async (bound, opening) =>
      (await tell('reopen', { do: 'reopen', bound, opening })).fingerprint,
    verify: async (bound, envelope) =>
      (await tell('verify', { do: 'verify', bound, envelope })).isProven,
    stop,
  };
}

function isAnswer<D extends SealAnswer['did']>(
  did: D,
  answer: SealAnswer,
): answer is Extract<SealAnswer, { did: D }> {
  return answer.did === did;
}
