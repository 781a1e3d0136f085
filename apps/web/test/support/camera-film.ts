import { writeFile } from 'node:fs/promises';
import { qrOutline } from '@madang/ui';

const widthPx = 640;
const heightPx = 480;
const quietModules = 4;
const white = 235;
const black = 16;

/** One frame in YUV 4:2:0: the code in the middle of a white wall. */
function frameOf(text: string): Buffer {
  const { size, outline } = qrOutline(text);
  const scale = Math.floor(heightPx / (size + 2 * quietModules));
  const left = Math.floor((widthPx - size * scale) / 2);
  const top = Math.floor((heightPx - size * scale) / 2);
  const luma = Buffer.alloc(widthPx * heightPx, white);
  for (const [, x, y, run] of outline.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let row = 0; row < scale; row += 1) {
      const line = top + Number(y) * scale + row;
      const start = line * widthPx + left + Number(x) * scale;
      luma.fill(black, start, start + Number(run) * scale);
    }
  }
  return Buffer.concat([luma, Buffer.alloc((widthPx * heightPx) / 2, 128)]);
}

/** Writes a film (Y4M) that a browser takes for its camera: it shows the QR code of a text. */
export async function writeFilm(file: string, text: string): Promise<void> {
  const head = `YUV4MPEG2 W${widthPx} H${heightPx} F10:1 Ip A1:1 C420jpeg\n`;
  const frame = Buffer.concat([Buffer.from('FRAME\n'), frameOf(text)]);
  await writeFile(file, Buffer.concat([Buffer.from(head), frame, frame, frame, frame]));
}
