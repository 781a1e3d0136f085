import { inflateSync } from 'node:zlib';

/** A decoded screenshot: rows of pixels, each of `bytesPerPixel`. */
interface Image {
  readonly width: number;
  readonly height: number;
  readonly bytesPerPixel: number;
  readonly filtered: Buffer;
}

/** Screens whose darkest or lightest share is above this are blank. */
const LEAST_INK_PERCENT = 0.2;

/**
 * Throws unless something is drawn: on a machine without fonts a headless browser draws no text,
 * and
 * every selector is still found.
 */
export function assertInk(png: Buffer): void {
  const percent = inkPercent(png);
  if (percent < LEAST_INK_PERCENT) {
    throw new Error(`The screenshot is blank: ${percent.toFixed(2)} percent of it is ink.`);
  }
}

/** The share of a screenshot, in percent, that differs from its most frequent shade. */
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

/** Reads what a browser writes: eight bits a channel, not interlaced (RFC 2083). */
function readPng(png: Buffer): Image {
  const parts: Buffer[] = [];
  for (let offset = 8; offset < png.length; ) {
    const lengthBytes = png.readUInt32BE(offset);
    if (png.toString('latin1', offset + 4, offset + 8) === 'IDAT') {
      parts.push(png.subarray(offset + 8, offset + 8 + lengthBytes));
    }
    offset += lengthBytes + 12;
  }
  return {
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    bytesPerPixel: png[25] === 6 ? 4 : 3,
    filtered: inflateSync(Buffer.concat(parts)),
  };
}

/** Undoes the row filters (RFC 2083 section 6). */
function pixelsOf({ width, height, bytesPerPixel, filtered }: Image): Buffer {
  const strideBytes = width * bytesPerPixel;
  const pixels = Buffer.alloc(strideBytes * height);
  for (let y = 0; y < height; y += 1) {
    const filter = filtered[y * (strideBytes + 1)] ?? 0;
    for (let x = 0; x < strideBytes; x += 1) {
      const at = y * strideBytes + x;
      const hasLeft = x >= bytesPerPixel;
      const left = hasLeft ? (pixels[at - bytesPerPixel] ?? 0) : 0;
      const up = y === 0 ? 0 : (pixels[at - strideBytes] ?? 0);
      const upLeft = y === 0 || !hasLeft ? 0 : (pixels[at - strideBytes - bytesPerPixel] ?? 0);
      const raw = filtered[y * (strideBytes + 1) + 1 + x] ?? 0;
      pixels[at] = raw + guessOf(filter, { left, up, upLeft });
    }
  }
  return pixels;
}

interface Neighbours {
  readonly left: number;
  readonly up: number;
  readonly upLeft: number;
}

/** What a row filter subtracted. */
function guessOf(filter: number, { left, up, upLeft }: Neighbours): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth({ left, up, upLeft }) : 0;
}

function paeth({ left, up, upLeft }: Neighbours): number {
  const guess = left + up - upLeft;
  const toLeft = Math.abs(guess - left);
  const toUp = Math.abs(guess - up);
  const toBoth = Math.abs(guess - upLeft);
  if (toLeft <= toUp && toLeft <= toBoth) return left;
  return toUp <= toBoth ? up : upLeft;
}
