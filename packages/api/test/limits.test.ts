import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.ts';
import { PUBLIC_LIMITS } from '../src/options.ts';
import { callerOf, createRateLimiter, isLoopback } from '../src/rate-limit.ts';

describe('createRateLimiter', () => {
  it('lets a burst through, then the steady rate, and says how long to wait', () => {
    const limiter = createRateLimiter({ perSecond: 2, burst: 3 });
    const taken = [0, 0, 0, 0].map((nowMs) => limiter.take('a', nowMs));
    expect(taken).toEqual([0, 0, 0, 1]);
    expect(limiter.take('b', 0)).toBe(0);
    expect(limiter.take('a', 500)).toBe(0);
    expect(limiter.take('a', 500)).toBe(1);
  });

  it('never lets more through than burst and rate together, whatever the times are', () => {
    const rate = { perSecond: 5, burst: 7 };
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 200 }), (steps) => {
        const limiter = createRateLimiter(rate);
        let nowMs = 0;
        let passed = 0;
        for (const step of steps) {
          nowMs += step;
          if (limiter.take('a', nowMs) === 0) passed += 1;
        }
        return passed <= rate.burst + (nowMs / 1000) * rate.perSecond + 1e-6;
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('keeps its memory bounded by forgetting who was quiet longest', () => {
    const limiter = createRateLimiter({ perSecond: 0.001, burst: 1 });
    expect(limiter.take('first', 0)).toBe(0);
    expect(limiter.take('first', 0)).toBeGreaterThan(0);
    for (let i = 0; i < 20_000; i++) limiter.take(`other ${String(i)}`, 0);
    expect(limiter.take('first', 0)).toBe(0);
  });
});

describe('callers', () => {
  it('are IPv4 addresses, also mapped ones, and the /64 of IPv6 addresses', () => {
    expect(callerOf('192.0.2.7')).toBe('192.0.2.7');
    expect(callerOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(callerOf('2001:db8:1:2:3:4:5:6')).toBe(callerOf('2001:db8:1:2:ffff::1'));
    expect(callerOf('2001:db8:1:2:3:4:5:6')).not.toBe(callerOf('2001:db8:1:3:3:4:5:6'));
    expect(callerOf('2001:db8::1')).not.toBe(callerOf('2001:db9::1'));
    expect(callerOf('2001:db8::1')).toBe(callerOf('2001:db8:0:0:7::'));
  });

  it('are this machine only under its loopback addresses', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.8.8.8']) {
      expect(isLoopback(address), address).toBe(true);
    }
    for (const address of ['192.0.2.1', '128.0.0.1', '::2', undefined, '127.0.0.1.example']) {
      expect(isLoopback(address), String(address)).toBe(false);
    }
  });
});

describe('createGate', () => {
  it('turns requests away while too many are under way', () => {
    const gate = createGate({ ...PUBLIC_LIMITS, maxConcurrent: 2 }, () => 0);
    expect(gate.enter('reads', '192.0.2.1')).toBeUndefined();
    expect(gate.enter('reads', '192.0.2.2')).toBeUndefined();
    expect(gate.enter('reads', '192.0.2.3')).toMatchObject({ error: { name: 'api.BUSY' } });
    gate.leave();
    expect(gate.enter('reads', '192.0.2.3')).toBeUndefined();
  });

  it('counts deposits, links, transactions and reads of an address apart', () => {
    const few = { perSecond: 0.1, burst: 1 };
    const limits = { ...PUBLIC_LIMITS, deposits: few, links: few };
    const gate = createGate(limits, () => 0);
    for (const work of ['deposits', 'links'] as const) {
      expect(gate.enter(work, '192.0.2.1')).toBeUndefined();
      expect(gate.enter(work, '192.0.2.1')).toMatchObject({
        error: { name: 'api.TOO_MANY_REQUESTS' },
      });
    }
    expect(gate.enter('reads', '192.0.2.1')).toBeUndefined();
    expect(gate.enter('transactions', '192.0.2.1')).toBeUndefined();
  });
});
