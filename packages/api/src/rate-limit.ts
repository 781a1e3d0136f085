/** A steady rate with room for bursts. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Counts what each caller may still do. */
export interface RateLimiter {
  /** Takes one unit; the answer is 0, or how many seconds to wait before trying again. */
  readonly take: (caller: string, nowMs: number) => number;
}

interface Bucket {
  tokens: number;
  refilledMs: number;
}

/** Callers that are remembered at once; the one that was quiet longest is forgotten first. */
const MAX_CALLERS = 20_000;

/** A token bucket for each caller, in bounded memory. */
export function createRateLimiter(rate: Rate): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    take: (caller, nowMs) => {
      const bucket = buckets.get(caller) ?? { tokens: rate.burst, refilledMs: nowMs };
      // Entered again, so that the map's order is that of the last request.
      buckets.delete(caller);
      buckets.set(caller, bucket);
      if (buckets.size > MAX_CALLERS) forgetOldest(buckets);
      refill(bucket, rate, nowMs);
      if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / rate.perSecond);
      bucket.tokens -= 1;
      return 0;
    },
  };
}

function refill(bucket: Bucket, rate: Rate, nowMs: number): void {
  const passedMs = Math.max(0, nowMs - bucket.refilledMs);
  bucket.tokens = Math.min(rate.burst, bucket.tokens + (passedMs / 1000) * rate.perSecond);
  bucket.refilledMs = nowMs;
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  const oldest = buckets.keys().next();
  if (oldest.done !== true) buckets.delete(oldest.value);
}

/**
 * Who a request is counted for: the address, of IPv6 the /64 that one household or server has.
 */
export function callerOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  if (!plain.includes(':')) return plain;
  return networkGroups(plain.split('%', 1).join('')).join(':');
}

/** The first four of the eight groups of an IPv6 address, with `::` written out. */
function networkGroups(address: string): readonly string[] {
  const [head = '', tail = ''] = address.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4);
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address ?? '');
}
