import { equalBytes, expectOk } from '@madang/base';
import { decodeTransaction } from '@madang/protocol';
import { device, simple } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { claims } from '../proof/claims.ts';
import { open, type World } from './world.ts';

/** Executes an act of a person, and gives whether what its receipt claims holds at any moment. */
function sent({ ledger }: World, act: string, payload: Record<string, string | number>, by = 0) {
  const signed = ledger.sign({ act, payload, by: device(by) });
  const [done] = ledger.block([signed]).transactions;
  if (done?.outcome.code !== 0) throw new Error(`${act} was refused`);
  const { body, bodyHash } = expectOk(decodeTransaction(signed.bytes, signed.bytes.length), 'act');
  const input = { act, payload: body.payload, bodyHash, outcome: done.outcome };
  const claimed = expectOk(claims(input), 'an act has claims');
  const holds = (): boolean =>
    claimed.every(({ stateKey, stands }) => {
      const found = ledger.state().get(stateKey);
      if (stands === 'absent') return found === undefined;
      if (stands === 'record') return found !== undefined;
      return found !== undefined && equalBytes(found, stands.equals);
    });
  return { count: claimed.length, holds };
}

describe('what the receipts of proxies claim', () => {
  it('holds of an appointment until it ends, and of its end until the next', () => {
    const world = open(simple(4));
    const { decision } = world;
    const appointed = sent(world, 'vote.appointProxy', { decision, proxy: 1 });
    sent(world, 'vote.appointProxy', { decision, proxy: 1 }, 2);
    expect([appointed.count, appointed.holds()]).toEqual([1, true]);
    const ended = sent(world, 'vote.endProxy', { decision });
    expect([ended.count, ended.holds(), appointed.holds()]).toEqual([1, true, false]);
    sent(world, 'vote.appointProxy', { decision, proxy: 1 });
    expect([ended.holds(), appointed.holds()]).toEqual([false, true]);
    const other = sent(world, 'vote.appointProxy', { decision, proxy: 3 });
    expect([appointed.holds(), other.holds()]).toEqual([false, true]);
  });
});
