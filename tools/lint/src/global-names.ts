/**
 * What deterministic code may use of the language's global names. Everything that is not here is
 * refused, so a new global of a new engine is refused until somebody has thought about it.
 */

/** Names that may be used in any way: nothing reachable through them differs between machines. */
export const freeNames: ReadonlySet<string> = new Set([
  'undefined',
  'parseInt',
  'ArrayBuffer',
  'BigInt64Array',
  'BigUint64Array',
  'DataView',
  'Int16Array',
  'Int32Array',
  'Int8Array',
  'Map',
  'Set',
  'Uint16Array',
  'Uint32Array',
  'Uint8Array',
  'WeakMap',
  'WeakSet',
]);

/** Functions that may also be handed to another function, as in `texts.map(Number)`. */
export const passableNames: ReadonlySet<string> = new Set([
  'BigInt',
  'Boolean',
  'Number',
  'String',
]);

/** Names that may be called, constructed, compared with `instanceof`, or used by these members. */
export const membersByName: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['Array', new Set(['from', 'isArray', 'of'])],
  ['BigInt', new Set(['asIntN', 'asUintN'])],
  ['Boolean', new Set()],
  ['Error', new Set()],
  [
    'Math',
    // Exact on integers. The others are approximated as each engine likes, or random.
    new Set(['abs', 'ceil', 'clz32', 'floor', 'imul', 'max', 'min', 'sign', 'trunc']),
  ],
  [
    'Number',
    new Set(['MAX_SAFE_INTEGER', 'MIN_SAFE_INTEGER', 'isInteger', 'isSafeInteger', 'parseInt']),
  ],
  [
    'Object',
    // No keys, values or entries: their order is the order of construction.
    new Set(['assign', 'create', 'freeze', 'fromEntries', 'hasOwn', 'is', 'isFrozen']),
  ],
  ['RangeError', new Set()],
  ['String', new Set(['fromCharCode', 'fromCodePoint', 'raw'])],
  ['Symbol', new Set(['iterator'])],
  ['TypeError', new Set()],
]);

/** Members of any object that lead back to the global constructors. */
export const escapeMembers: ReadonlySet<string> = new Set([
  '__proto__',
  'callee',
  'caller',
  'constructor',
  'prototype',
]);
