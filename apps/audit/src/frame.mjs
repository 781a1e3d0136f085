import { readSync } from 'node:fs';
import { sameBytes, sha256 } from './bytes.mjs';
import { InputError, openFile, systemCode } from './files.mjs';
import { read } from './records.mjs';
import { bytes, hash, record, smallUint, text } from './shape.mjs';
import { Mismatch } from './verdict.mjs';

/** ASCII at the start of every dossier (docs/spec/dossier.md). */
export const DOSSIER_MAGIC = Buffer.from('madang-dossier/1\n', 'latin1');

const MAX_DOSSIER_BYTES = 2 ** 30;
/** Bytes of the encoding of a part. */
export const MAX_PART_BYTES = 16 * 2 ** 20;
const MAX_HEADER_BYTES = 4096;

const headerShape = record({
  chain: hash,
  title: text(1, 200),
  matter: text(1, 64),
  parts: smallUint(0, 1_000_000),
});
const partShape = record({ name: text(1, 64), type: text(1, 64), bytes: bytes() });

/**
 * @typedef {ReturnType<typeof headerShape>} Header
 * @typedef {ReturnType<typeof partShape>} Part
 */

/**
 * Where the bytes of a part stand in the file, and their SHA-256.
 * @typedef {{ at: number, size: number, digest: Uint8Array }} Place
 */

/** Reads the frame of a dossier from a file. */
export class DossierReader {
  /**
   * @param {import('node:fs/promises').FileHandle} handle
   * @param {number} size
   * @param {string} path
   */
  constructor(handle, size, path) {
    this.handle = handle;
    this.size = size;
    this.path = path;
    this.at = 0;
  }

  /** @param {string} path */
  static async open(path) {
    const handle = await openFile(path);
    if (handle === undefined) throw new InputError('NO_SUCH_FILE', { path });
    return new DossierReader(handle, (await handle.stat()).size, path);
  }

  async close() {
    await this.handle.close();
  }

  /** @param {number} length */
  async take(length) {
    if (this.at + length > this.size) throw new Mismatch('DOSSIER_CUT_SHORT');
    const buffer = Buffer.alloc(length);
    for (let filled = 0; filled < length; ) {
      const { bytesRead } = await this.handle.read(
        buffer,
        filled,
        length - filled,
        this.at + filled,
      );
      if (bytesRead === 0) throw new Mismatch('DOSSIER_CUT_SHORT');
      filled += bytesRead;
    }
    this.at += length;
    return buffer;
  }

  async header() {
    if (this.size > MAX_DOSSIER_BYTES)
      throw new Mismatch('TOO_LARGE', { maxBytes: MAX_DOSSIER_BYTES });
    const magic = await this.take(DOSSIER_MAGIC.length);
    if (!sameBytes(magic, DOSSIER_MAGIC)) throw new Mismatch('NOT_A_DOSSIER');
    return read(headerShape, await this.block(MAX_HEADER_BYTES), 'header');
  }

  /** @param {string} where */
  async part(where) {
    const encoded = await this.block(MAX_PART_BYTES);
    return read(partShape, encoded, where, MAX_PART_BYTES);
  }

  /**
   * Where the bytes of the part stand that was read last. Keys are sorted when they are encoded,
   * the longest last, so that a part ends with its bytes.
   * @param {Part} part
   * @returns {Place}
   */
  placeOf({ bytes: { length: size }, bytes }) {
    return { at: this.at - size, size, digest: sha256(bytes) };
  }

  /**
   * The bytes of a part once more, in a file that may have been changed meanwhile.
   * @param {Place} place
   * @returns {Uint8Array}
   */
  again({ at, size, digest }) {
    const { handle, path } = this;
    const buffer = new Uint8Array(size);
    try {
      for (let filled = 0, read = -1; filled < size && read !== 0; filled += read) {
        read = readSync(handle.fd, buffer, filled, size - filled, at + filled);
      }
    } catch (error) {
      throw new InputError('FILE_UNREADABLE', { path, why: systemCode(error) });
    }
    if (!sameBytes(sha256(buffer), digest)) throw new InputError('FILE_CHANGED', { path });
    return buffer;
  }

  /** @param {number} maxBytes */
  async block(maxBytes) {
    const length = (await this.take(4)).readUInt32BE();
    if (length > maxBytes) throw new Mismatch('TOO_LARGE', { maxBytes });
    return this.take(length);
  }
}
