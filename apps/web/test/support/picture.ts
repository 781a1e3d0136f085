import { crc32, deflateSync } from 'node:zlib';

const sizePx = 64;
const ground = [0xe4, 0xea, 0xf8];
const skin = [0xf8, 0xe4, 0xd5];
const hair = [
  [0x26, 0x38, 0x5c],
  [0x5a, 0x4a, 0x42],
  [0x66, 0x74, 0x8c],
];
const coat = [
  [0x1f, 0x5a, 0x9c],
  [0x40, 0x52, 0x6a],
  [0x0c, 0x38, 0x70],
];

function chunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(content.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

const isIn = (x: number, y: number, [cx, cy, rx, ry]: readonly [number, number, number, number]) =>
  ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;

function shade(x: number, y: number, number: number): readonly number[] {
  if (isIn(x, y, [32, 28, 11, 14]) && y > 22) return skin;
  if (isIn(x, y, [32, 24, 14, 15])) return hair[number % hair.length] ?? ground;
  if (isIn(x, y, [32, 64, 24, 18])) return coat[number % coat.length] ?? ground;
  return isIn(x, y, [32, 44, 5, 8]) ? skin : ground;
}

/** A picture of nobody, another one for each number, as PNG. */
export function pngOf(number: number): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(sizePx, 0);
  head.writeUInt32BE(sizePx, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: sizePx }, (_, y) => [
    0,
    ...Array.from({ length: sizePx }, (_column, x) => shade(x, y, number)).flat(),
  ]);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(Uint8Array.from(rows.flat()))),
      chunk('IEND', new Uint8Array()),
    ]),
  );
}
