import { AssertionFailure } from '@madang/base';

/**
 * Runs synchronous work while `Date` and `Math.random` are traps, and puts them back. Reading the
 * clock or chance inside is a bug and throws; `new Date(0)` and other pure uses of Date pass.
 */
export function deterministically<T>(work: () => T): T {
  if (isTrapped) return work();
  const { Date: realDate } = globalThis;
  const { random: realRandom } = Math;
  install(trapFor(realDate), () => refuseChance());
  isTrapped = true;
  try {
    return work();
  } finally {
    install(realDate, realRandom);
    isTrapped = false;
  }
}

let isTrapped = false;

function install(date: DateConstructor, random: () => number): void {
  globalThis.Date = date;
  // Every date leads to the constructor through its prototype, which the trap shares.
  date.prototype.constructor = date;
  Math.random = random;
}

const traps = new WeakMap<DateConstructor, DateConstructor>();

function trapFor(real: DateConstructor): DateConstructor {
  const trap = traps.get(real) ?? makeTrap(real);
  traps.set(real, trap);
  return trap;
}

function makeTrap(real: DateConstructor): DateConstructor {
  return new Proxy(real, {
    apply: () => refuseClock(),
    construct: (target, given, newTarget): object => {
      const date: unknown =
        given.length === 0 ? refuseClock() : Reflect.construct(target, given, newTarget);
      return date instanceof Object ? date : refuseClock();
    },
    get: (target, name, receiver): unknown =>
      name === 'now' ? refuseClock : Reflect.get(target, name, receiver),
  });
}

function refuseClock(): never {
  throw new AssertionFailure('deterministic code asked for the time');
}

function refuseChance(): never {
  throw new AssertionFailure('deterministic code asked for chance');
}
