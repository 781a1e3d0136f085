import { mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { InputError, systemCode } from './files.mjs';

/*
 * What is remembered of every voter stands in a file, so that memory does not grow with their
 * number. The file has no name, and is gone with the process.
 */

/** Length of the name and of the value, 4 bytes each. */
const HEAD_BYTES = 8;
/** Most entries are shorter, and so are read at once. */
const SHORT_BYTES = 512;
/** Entries begin at multiples of so many bytes, which are counted: 32 bits address 64 GiB. */
const UNIT_BYTES = 16;
const FIRST_SLOTS = 1 << 10;

/** @type {{ fd: number, size: number } | undefined} */
let file;

/** The file of this process, opened when it is first needed. */
function theFile() {
  if (file !== undefined) return file;
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-audit-'));
  try {
    file = { fd: openSync(path.join(folder, 'kept'), 'wx+', 0o600), size: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
  return file;
}

/**
 * @template T
 * @param {() => T} use of the file
 * @returns {T}
 */
function orUnusable(use) {
  try {
    return use();
  } catch (error) {
    throw new InputError('SCRATCH_UNUSABLE', { folder: tmpdir(), why: systemCode(error) });
  }
}

/**
 * @param {number} at
 * @param {number} size
 * @returns {Buffer} shorter where the file ends before
 */
function readAt(at, size) {
  const bytes = Buffer.alloc(size);
  return bytes.subarray(
    0,
    orUnusable(() => readSync(theFile().fd, bytes, 0, size, at)),
  );
}

/**
 * Appends bytes, and gives where they begin.
 * @param {Buffer} bytes
 */
function append(bytes) {
  return orUnusable(() => {
    const { fd, size: at } = theFile();
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(fd, bytes, done, bytes.length - done, at + done);
    }
    theFile().size = Math.ceil((at + bytes.length) / UNIT_BYTES) * UNIT_BYTES;
    return at;
  });
}

/**
 * A map in the file. Of an entry 10 to 22 bytes of memory are held. A value that was got is a copy:
 * what is changed in it is forgotten unless it is set again.
 * @template V
 */
export class FileMap {
  constructor() {
    this.size = 0;
    /** How many slots are taken: names that were deleted keep theirs. */
    this.taken = 0;
    /** For each entry two numbers: where it begins, in units plus 1, 0 is free; its name's hash. */
    this.slots = new Uint32Array(2 * FIRST_SLOTS);
  }

  /** @param {string | number} name */
  has(name) {
    return this.get(name) !== undefined;
  }

  /**
   * @param {string | number} name
   * @returns {V | undefined}
   */
  get(name) {
    return this.find(name).value;
  }

  /**
   * @param {string | number} name
   * @param {V} value
   */
  set(name, value) {
    const { slot, value: old } = this.find(name);
    this.put(slot, name, value);
    if (old === undefined) this.size += 1;
  }

  /** @param {string | number} name */
  delete(name) {
    const { slot, value: old } = this.find(name);
    if (old === undefined) return;
    this.put(slot, name, undefined);
    this.size -= 1;
  }

  /**
   * The slot of a name, and its value if it has one.
   * @param {string | number} name
   * @returns {{ slot: number, value?: V }}
   */
  find(name) {
    const wanted = Buffer.from(String(name));
    const hash = hashOf(wanted);
    const { slots } = this;
    for (let slot = (2 * hash) % slots.length; ; slot = (slot + 2) % slots.length) {
      if (slots[slot] === 0) return { slot };
      if (slots[slot + 1] !== hash) continue;
      const at = (slots[slot] - 1) * UNIT_BYTES;
      const start = readAt(at, SHORT_BYTES);
      const [from, size] = [HEAD_BYTES + start.readUInt32BE(0), start.readUInt32BE(4)];
      const entry = from + size <= start.length ? start : readAt(at, from + size);
      if (!entry.subarray(HEAD_BYTES, from).equals(wanted)) continue;
      return { slot, value: deserialize(entry.subarray(from, from + size)) };
    }
  }

  /**
   * @param {number} slot of the name
   * @param {string | number} name
   * @param {V | undefined} value
   */
  put(slot, name, value) {
    const [named, valued] = [Buffer.from(String(name)), serialize(value)];
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(named.length, 0);
    head.writeUInt32BE(valued.length, 4);
    const { slots } = this;
    if (slots[slot] === 0) this.taken += 1;
    slots[slot] = 1 + append(Buffer.concat([head, named, valued])) / UNIT_BYTES;
    slots[slot + 1] = hashOf(named);
    if (8 * this.taken > 3 * slots.length) this.widen();
  }

  widen() {
    const old = this.slots;
    const slots = new Uint32Array(2 * old.length);
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue;
      let slot = (2 * old[from + 1]) % slots.length;
      while (slots[slot] !== 0) slot = (slot + 2) % slots.length;
      slots[slot] = old[from];
      slots[slot + 1] = old[from + 1];
    }
    this.slots = slots;
  }
}

/**
 * FNV-1a, with its bits mixed once more.
 * @param {Uint8Array} bytes
 */
function hashOf(bytes) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
