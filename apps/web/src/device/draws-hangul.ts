const sizePx = 24;

function drawn(letter: string): string | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = sizePx;
  canvas.height = sizePx;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.font = `${sizePx}px sans-serif`;
  context.fillText(letter, 0, sizePx - 4);
  return context.getImageData(0, 0, sizePx, sizePx).data.join();
}

/**
 * Whether this device has Korean letters of its own. One that has none draws the same box for every
 * syllable.
 */
export function drawsHangul(): boolean {
  return drawn('가') !== drawn('뷁');
}
