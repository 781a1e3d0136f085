import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { cbor, type Value } from './encoding.ts';

/*
 * A toy ledger, written from docs/spec by definition: recursive trees, a trie of plain arrays. It
 * shares nothing with the program under test.
 */

export function sha(...parts: (Uint8Array | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const tagged = (name: string) => Buffer.from(`${name}\0`);
const big = (value: number | bigint) => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(value));
  return out;
};

export interface Signer {
  readonly key: Buffer;
  sign(message: Uint8Array): Buffer;
}

/** An ed25519 key made from a name. */
export function signer(name: string): Signer {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), sha(name)]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const key = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { key: Buffer.from(key), sign: (message) => sign(null, message, secret) };
}

// RFC 6962 §2.1, word by word.
const split = (count: number) => {
  let k = 1;
  while (k * 2 < count) k *= 2;
  return k;
};
export function mth(hashes: Buffer[]): Buffer {
  if (hashes.length === 0) return sha();
  if (hashes.length === 1) return hashes[0] as Buffer;
  const k = split(hashes.length);
  return sha('\x01', mth(hashes.slice(0, k)), mth(hashes.slice(k)));
}
export function inclusion(index: number, hashes: Buffer[]): Buffer[] {
  if (hashes.length <= 1) return [];
  const k = split(hashes.length);
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  return index < k
    ? [...inclusion(index, left), mth(right)]
    : [...inclusion(index - k, right), mth(left)];
}
export function consistency(first: number, hashes: Buffer[], whole = true): Buffer[] {
  if (first === hashes.length) return whole ? [] : [mth(hashes)];
  const k = split(hashes.length);
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  return first <= k
    ? [...consistency(first, left, whole), mth(right)]
    : [...consistency(first - k, right, false), mth(left)];
}
const leafHashes = new WeakMap<Uint8Array, Buffer>();
export function leafHash(entry: Uint8Array): Buffer {
  return sha('\x00', entry);
}

interface Item {
  path: Buffer;
  key: Buffer;
  value: Buffer;
}
const bit = (path: Buffer, at: number) => ((path[at >> 3] ?? 0) >> (7 - (at % 8))) & 1;
const EMPTY = Buffer.alloc(32);
function marked(hash: Buffer, top: number): Buffer {
  hash[0] = ((hash[0] ?? 0) & 0x7f) | (top << 7);
  return hash;
}
const trieLeaf = (item: Item) => marked(sha(item.path, sha(item.value)), 1);
function trie(items: Item[], depth = 0): Buffer {
  if (items.length === 0) return EMPTY;
  if (items.length === 1) return trieLeaf(items[0] as Item);
  const side = (which: number) =>
    trie(
      items.filter(({ path }) => bit(path, depth) === which),
      depth + 1,
    );
  return marked(sha(side(0), side(1)), 0);
}

/** The state of a toy ledger. */
export class State {
  items: Item[] = [];

  set(key: Uint8Array, value: Value): void {
    this.items.push({ path: sha(key), key: Buffer.from(key), value: cbor(value) });
  }

  root(): Buffer {
    return trie(this.items);
  }

  /** The claim for a key with its proof: presence if the key is there, else absence. */
  claim(key: Uint8Array): { [key: string]: Value | undefined } {
    const path = sha(key);
    const siblings: Buffer[] = [];
    let left = this.items;
    while (left.length > 1) {
      const depth = siblings.length;
      const [same, other] = [0, 1].map((flip) =>
        left.filter((item) => bit(item.path, depth) === (bit(path, depth) ^ flip)),
      ) as [Item[], Item[]];
      siblings.push(trie(other, depth + 1));
      left = same;
    }
    const bitmap = Buffer.alloc(Math.ceil(siblings.length / 8));
    siblings.forEach((sibling, at) => {
      if (!sibling.equals(EMPTY)) bitmap[at >> 3] = (bitmap[at >> 3] ?? 0) | (0x80 >> (at % 8));
    });
    const end = left[0];
    const isThere = end?.path.equals(path) ?? false;
    const other = end && !isThere ? { path: end.path, valueHash: sha(end.value) } : undefined;
    const listed = Buffer.concat(siblings.filter((sibling) => !sibling.equals(EMPTY)));
    const proof = { depth: siblings.length, other, bitmap, siblings: listed };
    return { proof, value: isThere ? end?.value : undefined };
  }
}

export interface Institution {
  readonly short: string;
  readonly name: string;
  readonly signer: Signer;
}

export interface Act {
  readonly body: Buffer;
  readonly bodyHash: Buffer;
  readonly envelope: Buffer;
  readonly act: string;
  readonly expiresAt: number;
}

/** How a block differs from the usual one; `told` are further events of each act that was done. */
export interface BlockOptions {
  readonly afterMs?: number;
  readonly before?: () => void;
  readonly told?: readonly { readonly name: string; readonly fields: Value }[];
}

export interface Outcome {
  readonly code: number;
  readonly time: number;
  readonly index: number;
  readonly events: Value;
  readonly height: number;
  readonly [key: string]: Value;
}

export interface Cosigned {
  readonly who: Institution;
  readonly seconds: number;
}

const START = 1_790_000_000_000;

/** A ledger of one process, with as many institutions as wanted. */
export class Ledger {
  readonly chain = sha(tagged('madang/genesis/1'), 'a toy genesis');
  readonly origin = `madang/toy/${this.chain.toString('hex')}`;
  readonly node = signer('node');
  readonly institutions: Institution[];
  readonly state = new State();
  entries: Buffer[] = [];
  acts = new Map<number, Act>();
  outcomes = new Map<number, Outcome>();
  height = 0;
  time = START;
  private minutes = new Map<number, { count: number; chain: Buffer }>();

  constructor(institutions = ['city', 'court', 'bank']) {
    this.institutions = institutions.map((short) => ({
      short,
      name: `madang/toy/${short}`,
      signer: signer(short),
    }));
    this.state.set(Buffer.from('governance/params/'), { maxExpiryMs: 600_000 });
    this.entries.push(cbor({ type: 'genesis', genesis: this.chain }));
    this.endBlock(0, 0);
  }

  vkey(name: string, type: number, key: Uint8Array): string {
    const id = sha(`${name}\n`, Uint8Array.of(type), key).subarray(0, 4);
    const material = Buffer.concat([Uint8Array.of(type), key]);
    return `${name}+${id.toString('hex')}+${material.toString('base64')}`;
  }

  policy(threshold = 2, members = this.institutions): string {
    const witnesses = members.map(
      ({ short, name, signer: who }) => `witness ${short} ${this.vkey(name, 4, who.key)}\n`,
    );
    const names = members.map(({ short }) => short).join(' ');
    return [
      '# a toy policy\n',
      `log ${this.vkey(this.origin, 1, this.node.key)}\n`,
      ...witnesses,
      `group executors ${threshold} ${names}\n`,
      'quorum executors\n',
    ].join('');
  }

  makeAct(
    act: string,
    payload: Value,
    {
      by = [signer('person')],
      salt = Buffer.alloc(16, 7),
      lifeMs = 500_000,
      chain = this.chain,
    } = {},
  ): Act {
    const expiresAt = this.time + lifeMs;
    const body = cbor({ act, salt, chain, payload, expiresAt });
    const bodyHash = sha(body);
    const message = Buffer.concat([tagged('madang/transaction/1'), chain, bodyHash]);
    const signatures = by
      .map((who) => ({ key: who.key, suite: 'ed25519', signature: who.sign(message) }))
      .sort((a, b) => Buffer.compare(a.key, b.key));
    const envelope = cbor({ auth: { kind: 'account', signatures }, body });
    return { act, body, bodyHash, envelope, expiresAt };
  }

  /** Puts a block of acts on the log; `code` of each is 0 unless told. Returns their indexes. */
  block(
    acts: Act[],
    codes: number[] = [],
    { afterMs = 1000, before = () => {}, told = [] }: BlockOptions = {},
  ): number[] {
    this.height += 1;
    this.time += afterMs;
    before();
    const indexes = acts.map((act, index) => {
      const code = codes[index] ?? 0;
      const noted = [{ name: 'toy.noted', fields: { id: act.bodyHash } }, ...told];
      const events: Value = code === 0 ? noted : [];
      const outcome = { code, time: this.time, index, events, height: this.height };
      this.acts.set(this.entries.length, act);
      this.outcomes.set(this.entries.length, outcome);
      return (
        this.entries.push(
          cbor({
            type: 'transaction',
            act: act.act,
            body: act.bodyHash,
            outcome,
            envelope: sha(act.envelope),
          }),
        ) - 1
      );
    });
    for (const act of acts) this.remember(act);
    this.endBlock(this.height, acts.length);
    return indexes;
  }

  private remember(act: Act): void {
    const minute = Math.floor(act.expiresAt / 60_000);
    const list = this.minutes.get(minute) ?? { count: 0, chain: Buffer.alloc(32) };
    this.minutes.set(minute, { count: list.count + 1, chain: sha(list.chain, act.bodyHash) });
  }

  private replayRoot(): Buffer {
    const kept = [...this.minutes]
      .filter(([minute]) => minute >= Math.floor(this.time / 60_000))
      .sort(([a], [b]) => a - b);
    const lists = kept.flatMap(([minute, { count, chain }]) => [big(minute), big(count), chain]);
    return sha(tagged('madang/replay/1'), ...lists);
  }

  private endBlock(height: number, transactions: number): void {
    this.entries.push(
      cbor({
        type: 'block',
        time: this.time,
        height,
        stateRoot: this.state.root(),
        paramsHash: sha('parameters'),
        replayRoot: this.replayRoot(),
        transactions,
      }),
    );
  }

  hashes(size = this.entries.length): Buffer[] {
    return this.entries.slice(0, size).map((entry) => {
      const hash = leafHashes.get(entry) ?? leafHash(entry);
      leafHashes.set(entry, hash);
      return hash;
    });
  }

  noteText(size = this.entries.length, root = mth(this.hashes(size))): string {
    return `${this.origin}\n${size}\n${root.toString('base64')}\n`;
  }

  logLine(text: string, node = this.node): string {
    return signatureLine(this.origin, 1, node, node.sign(Buffer.from(text)));
  }

  cosignatureLine(text: string, { who, seconds }: Cosigned): string {
    const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
    const stamped = Buffer.concat([big(seconds), who.signer.sign(message)]);
    return signatureLine(who.name, 4, who.signer, stamped);
  }

  everybody(): Cosigned[] {
    const seconds = Math.floor(this.time / 1000) + 5;
    return this.institutions.map((who, at) => ({ who, seconds: seconds + at }));
  }

  checkpoint(size = this.entries.length, cosigners = this.everybody()): string {
    return this.sealed(this.noteText(size), cosigners);
  }

  sealed(text: string, cosigners = this.everybody()): string {
    const lines = cosigners.map((cosigned) => this.cosignatureLine(text, cosigned));
    return `${text}\n${this.logLine(text)}${lines.join('')}`;
  }

  inclusion(index: number, size = this.entries.length): Buffer {
    return Buffer.concat(inclusion(index, this.hashes(size)));
  }

  /** The fields of a receipt, to be encoded or bent. */
  receipt(index: number, size = this.entries.length): { [key: string]: Value | undefined } {
    return {
      kind: 'madang/receipt',
      version: 1,
      outcome: this.outcomes.get(index) as Outcome,
      index,
      envelope: (this.acts.get(index) as Act).envelope,
      inclusion: this.inclusion(index, size),
      checkpoint: this.checkpoint(size),
    };
  }

  /** The fields of a standing at the newest block; `from`: the size of the receipt's checkpoint. */
  standing(keys: Uint8Array[], from?: number): { [key: string]: Value | undefined } {
    const size = this.entries.length;
    const fresh = from !== undefined && {
      checkpoint: this.checkpoint(),
      consistency: Buffer.concat(consistency(from, this.hashes())),
    };
    return {
      block: this.entries[size - 1] as Buffer,
      claims: keys.map((key) => this.state.claim(key)),
      inclusion: this.inclusion(size - 1),
      ...fresh,
    };
  }

  promise(act: Act, logBy: number, node = this.node): { [key: string]: Value | undefined } {
    const promise = cbor({ body: act.bodyHash, logBy, receivedAt: this.time });
    const message = Buffer.concat([tagged('madang/promise/1'), this.chain, promise]);
    const signature = node.sign(message);
    return {
      kind: 'madang/promise',
      version: 1,
      key: node.key,
      chain: this.chain,
      promise,
      signature,
    };
  }
}

function signatureLine(name: string, type: number, who: Signer, signed: Uint8Array): string {
  const id = sha(`${name}\n`, Uint8Array.of(type), who.key).subarray(0, 4);
  return `\u2014 ${name} ${Buffer.concat([id, signed]).toString('base64')}\n`;
}

function allPaths(leaves: Buffer[]): { root: Buffer; paths: Buffer[][] } {
  if (leaves.length === 1) return { root: leaves[0] as Buffer, paths: [[]] };
  const k = split(leaves.length);
  const [left, right] = [allPaths(leaves.slice(0, k)), allPaths(leaves.slice(k))];
  const paths = [
    ...left.paths.map((path) => [...path, right.root]),
    ...right.paths.map((path) => [...path, left.root]),
  ];
  return { root: sha('\x01', left.root, right.root), paths };
}

/** What `document.notarise` commits to, with an opening for each file. */
export function commit(files: (string | Uint8Array)[]): { root: Buffer; openings: Opening[] } {
  const salted = files.map((file, at) => {
    const [salt, digest] = [sha(`salt ${at}`), sha(file)];
    return { salt, digest, leaf: sha('\x00', sha(tagged('madang/document/1'), salt, digest)) };
  });
  const { root, paths } = allPaths(salted.map(({ leaf }) => leaf));
  const openings = salted.map(({ salt, digest }, at) => {
    return { leaf: at, salt, digest, path: Buffer.concat(paths[at] ?? []) };
  });
  return { root, openings };
}

export interface Opening {
  leaf: number;
  salt: Buffer;
  digest: Buffer;
  path: Buffer;
  [key: string]: Value;
}

/** The state key under which the end of a document (or of one leaf) would stand. */
export function endingKey(id: Uint8Array, leaf = 0xffffffff): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(leaf);
  return Buffer.concat([Buffer.from('document/endings/'), id, number]);
}
