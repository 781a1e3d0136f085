import type { Turn } from '../thread.ts';
import { forgetKey, keyHere, makeKey, restoreKey, saveKey } from './key-keeping.ts';
import { act, decrypt, look, mix, ownElections, speak } from './looking.ts';
import type { Asked, Did, Doings } from './working.ts';

// The thread of its own that alone has a trustee's key: it leaves it sealed in a recovery file, and
// in no other way.

type Handlers = {
  [K in keyof Doings]: (told: Doings[K]['told']) => Promise<Did<Doings[K]['gives']>>;
};

const handlers: Handlers = {
  key: keyHere,
  make: makeKey,
  save: ({ passphrase }) => saveKey(passphrase),
  restore: ({ text, passphrase }) => restoreKey(text, passphrase),
  forget: forgetKey,
  elections: ownElections,
  look: async ({ election, afterMs }) => {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    return look(election);
  },
  act: ({ election }) => act(election),
  mix: ({ election }) => mix(election),
  decrypt: ({ election }) => decrypt(election),
};

function answer<K extends keyof Doings>(what: K, told: Doings[K]['told']) {
  return handlers[what](told);
}

addEventListener('message', ({ data }: MessageEvent<Turn<Asked>>) => {
  const { turn, asked } = data;
  speak(asked.language);
  answer(asked.do, asked.told).then(
    (answered) => postMessage({ turn, answer: answered }),
    () => postMessage({ turn }),
  );
});
