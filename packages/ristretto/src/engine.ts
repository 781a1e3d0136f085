import { assert, expectOk, fromBase64 } from '@madang/base';
import { MODULE } from './module.ts';

/** What assembly/index.ts gives; every argument is an address in its memory. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly pointBytes: { readonly value: number };
  readonly tableBytes: { readonly value: number };
  readonly termsMax: { readonly value: number };
  readonly stepsMax: { readonly value: number };
  heap(): number;
  identity(p: number): void;
  decode(p: number, bytes: number): number;
  encode(bytes: number, p: number): void;
  fromUniform(p: number, bytes: number): void;
  isIdentity(p: number): number;
  addPoints(p: number, q: number, r: number): void;
  negatePoint(p: number, q: number): void;
  multiplyPoint(p: number, scalar: number, q: number): void;
  makeTable(table: number, p: number): void;
  multiplyBase(p: number, scalar: number, table: number): void;
  sumElements(p: number, elements: number, scalars: number, count: number, width: number): number;
  markSteps(marks: number, p: number, q: number, count: number): void;
  multiplyAdd(h: number, a: number, b: number, c: number): void;
  reduce(h: number, bytes: number): void;
}

/** As much of the interface of WebAssembly as is used; every engine of JavaScript has it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const PAGE_BYTES = 65_536;

/** The compiled module and its memory. One thread has one. */
export interface Engine {
  readonly exports: Exports;
  /** Sets bytes aside for good. */
  readonly allocate: (bytes: number) => number;
  readonly write: (at: number, bytes: Uint8Array) => void;
  readonly read: (at: number, count: number) => Uint8Array;
}

let engine: Engine | undefined;

/** The engine of this thread, compiled when it is first asked for. */
export function theEngine(): Engine {
  engine ??= start();
  return engine;
}

function start(): Engine {
  const module = new WebAssembly.Module(expectOk(fromBase64(MODULE), 'the module is base64'));
  const exports = new WebAssembly.Instance(module, {}).exports as Exports;
  let free = exports.heap();
  return {
    exports,
    allocate: (bytes) => {
      const at = Math.ceil(free / 16) * 16;
      free = at + bytes;
      const missing = free - exports.memory.buffer.byteLength;
      if (missing > 0) exports.memory.grow(Math.ceil(missing / PAGE_BYTES));
      assert(free <= exports.memory.buffer.byteLength, 'the memory grows');
      return at;
    },
    write: (at, bytes) => new Uint8Array(exports.memory.buffer).set(bytes, at),
    read: (at, count) => new Uint8Array(exports.memory.buffer).slice(at, at + count),
  };
}
