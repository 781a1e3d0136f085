import { randomBytes } from '@madang/crypto';
import {
  batchOpening,
  fingerprintOfOpening,
  freshKey,
  isProvenBallot,
  keyRegistration,
  markOf,
  type Opening,
  ownKey,
  proofOfBallot,
  proofOfSurrender,
  REGISTRATION,
  readSurrender,
  type SealedBallot,
  sealBallot,
} from '@madang/services/ballot.ts';
import type { Turn } from '../thread.ts';
import type { Bound, SealAnswer, SealAsk, SealWish } from './sealing.ts';

// The thread of its own in which ballots are encrypted: the page stays alive meanwhile. What a
// ballot is encrypted with never leaves it.

const chance = () => randomBytes(64);

let held: { sealed: SealedBallot; wish: SealWish } | undefined;

function seal(wish: SealWish): SealAnswer {
  const { election, standing, chosen } = wish;
  const own = ownKey(wish.own.secret, election.bound);
  const sealed = sealBallot(election, { key: own.key, standing }, chosen, chance);
  held = { sealed, wish: { ...wish, own } };
  return { did: 'seal', payload: sealed.payload, fingerprint: sealed.encrypted.fingerprint };
}

/** Proves the ballot that was sealed last, and forgets it: nothing can be proven twice. */
function prove(bodyHash: Uint8Array): SealAnswer {
  if (held === undefined) throw new Error('No ballot is sealed.');
  const { sealed, wish } = held;
  held = undefined;
  const { own, election } = wish;
  return { did: 'prove', proof: proofOfBallot(election.bound, own, { sealed, bodyHash }, chance) };
}

/** Opens the ballot that was sealed last, and forgets it: what was opened is never cast. */
function open(): SealAnswer {
  if (held === undefined) throw new Error('No ballot is sealed.');
  const { sealed, wish } = held;
  held = undefined;
  const { randoms } = sealed.encrypted;
  const { selections: _, list: _list, ...payload } = sealed.payload;
  const chosen = wish.chosen.map((answers) => [...answers]);
  return { did: 'open', opening: { ...payload, chosen, randoms: [...randoms] } };
}

function reopen(bound: Bound, opening: Opening): SealAnswer {
  const found = fingerprintOfOpening(bound, opening);
  return { did: 'reopen', fingerprint: found.ok ? found.value : undefined };
}

type PaperAsk = Extract<SealAsk, { do: 'mark' | 'open-batch' | 'surrender' | 'read-surrender' }>;

/** What is asked about batches of papers, and keys that are given up for them. */
function paper(asked: PaperAsk): SealAnswer {
  switch (asked.do) {
    case 'mark': {
      const { election, own, account, persons } = asked;
      return { did: 'mark', mark: markOf(election, own, { persons, account }, chance) };
    }
    case 'open-batch': {
      const { election, own, account, building } = asked;
      const batch = batchOpening(election, own, { building, account }, chance);
      return { did: 'open-batch', batch };
    }
    case 'surrender': {
      const { bound, own, payload, bodyHash } = asked;
      const proof = proofOfSurrender(bound, own, { payload, bodyHash }, chance);
      return { did: 'surrender', proof };
    }
    case 'read-surrender': {
      const { election, batch, envelope } = asked;
      return { did: 'read-surrender', read: readSurrender(election, batch, envelope) };
    }
  }
}

function answer(asked: SealAsk): SealAnswer {
  switch (asked.do) {
    case 'make-key':
      return { did: 'make-key', own: freshKey(REGISTRATION, chance) };
    case 'key-in':
      return { did: 'key-in', key: ownKey(asked.own.secret, asked.bound).key };
    case 'register': {
      const { id, own, account } = asked;
      return { did: 'register', registration: keyRegistration({ id }, own, account, chance) };
    }
    case 'seal':
      return seal(asked);
    case 'prove':
      return prove(asked.bodyHash);
    case 'open':
      return open();
    case 'reopen':
      return reopen(asked.bound, asked.opening);
    case 'verify':
      return { did: 'verify', isProven: isProvenBallot(asked.bound, asked.envelope) };
    default:
      return paper(asked);
  }
}

addEventListener('message', ({ data }: MessageEvent<Turn<SealAsk>>) => {
  const { turn, asked } = data;
  try {
    postMessage({ turn, answer: answer(asked) });
  } catch {
    postMessage({ turn });
  }
});
