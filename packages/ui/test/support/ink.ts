import { inflateSync } from 'node:zlib';

type Image = { width: number; height: number; bytesPerPixel: number; rows: Buffer };

function readPng(png: Buffer): Image {
  const parts: Buffer[] = [];
  for (let offset = 8; offset < png.length; ) {
    const lengthBytes = png.readUInt32BE(offset);
    if (png.toString('latin1', offset + 4, offset + 8) === 'IDAT') {
      parts.push(png.subarray(offset + 8, offset + 8 + lengthBytes));
    }
    offset += lengthBytes + 12;
  }
  const bytesPerPixel = png[25] === 6 ? 4 : 3;
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  return { width, height, bytesPerPixel, rows: inflateSync(Buffer.concat(parts)) };
}

function paeth(left: number, up: number, upLeft: number): number {
  const guess = left + up - upLeft;
  const [toLeft, toUp, toBoth] = [left, up, upLeft].map((each) => Math.abs(guess - each));
  if (toLeft === undefined || toUp === undefined || toBoth === undefined) return 0;
  if (toLeft <= toUp && toLeft <= toBoth) return left;
  return toUp <= toBoth ? up : upLeft;
}

/** Undoes the five row filters of PNG (RFC 2083 section 6). */
function pixelsOf({ width, height, bytesPerPixel, rows }: Image): Buffer {
  const strideBytes = width * bytesPerPixel;
  const pixels = Buffer.alloc(strideBytes * height);
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (strideBytes + 1)] ?? 0;
    for (let x = 0; x < strideBytes; x += 1) {
      const at = y * strideBytes + x;
      const left = x < bytesPerPixel ? 0 : (pixels[at - bytesPerPixel] ?? 0);
      const up = y === 0 ? 0 : (pixels[at - strideBytes] ?? 0);
      const upLeft =
        x < bytesPerPixel || y === 0 ? 0 : (pixels[at - strideBytes - bytesPerPixel] ?? 0);
      const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)];
      pixels[at] = (rows[y * (strideBytes + 1) + 1 + x] ?? 0) + (guesses[filter] ?? 0);
    }
  }
  return pixels;
}

/** The share of a screenshot, in percent, whose darkness differs from its most frequent one. */
export function inkPercent(png: Buffer): number {
  const image = readPng(png);
  const pixels = pixelsOf(image);
  const counts = new Uint32Array(256);
  for (let at = 1; at < pixels.length; at += image.bytesPerPixel) {
    const green = pixels[at] ?? 0;
    counts[green] = (counts[green] ?? 0) + 1;
  }
  return 100 - (100 * Math.max(...counts)) / (image.width * image.height);
}
