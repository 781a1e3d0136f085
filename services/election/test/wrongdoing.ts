import { expectPresent } from '@madang/base';
import { signedFrom } from '@madang/testkit';
import { expect } from 'vitest';
import { changed } from './acts.ts';
import { signedAgain } from './dossier-of.ts';
import { decrypt, doAct, nextAct, runCeremony, type World } from './world.ts';

// What a trustee does who means harm, for tests in which somebody has to name them.

/** The second trustee deals the first a wrong share, who complains: the ceremony is void. */
export function dealWrongly(world: World): void {
  runCeremony(world, 'deal');
  const dealt = expectPresent(nextAct(world, 2), 'a trustee deals');
  expect(dealt.act).toBe('election.dealShares');
  const right = dealt.payload['shares'] as readonly Uint8Array[];
  const shares = right.map((share, to) => (to === 0 ? new Uint8Array(share.length) : share));
  expect(doAct(world, 2, changed(dealt, { shares }))).toBe('done');
  runCeremony(world, 'accept');
  const complaint = expectPresent(nextAct(world, 1), 'the receiver complains');
  expect(complaint.act).toBe('election.complain');
  expect(doAct(world, 1, complaint)).toBe('done');
}

/** The first trustee decrypts the first sum; the second gives the same part as theirs. */
export function decryptWrongly(world: World): void {
  decrypt(world, 1, 0);
  const own = expectPresent(world.ledger.done().at(-1), 'a part');
  const second = expectPresent(world.trustees[1], 'a trustee');
  const { envelope } = signedAgain(world, own, second, (part) => ({ ...part, trustee: 2 }));
  world.ledger.block([signedFrom(envelope)]);
}
