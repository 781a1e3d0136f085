import { correction, generate } from 'lean-qr';
import { useMemo } from 'preact/hooks';

/** Turns a text into the outline of its QR code: one run of dark modules after another. */
export function qrOutline(text: string): { size: number; outline: string } {
  const bitmap = generate(text, { minCorrectionLevel: correction.M });
  let outline = '';
  for (let y = 0; y < bitmap.size; y += 1) {
    let x = 0;
    while (x < bitmap.size) {
      const start = x;
      while (x < bitmap.size && bitmap.get(x, y)) x += 1;
      if (x > start) outline += `M${start} ${y}h${x - start}v1h-${x - start}z`;
      x += 1;
    }
  }
  return { size: bitmap.size, outline };
}

/** Draws the QR code of a text, dark on white in both themes so that every camera reads it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, outline } = useMemo(() => qrOutline(text), [text]);
  return (
    <div class="m-qr">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        shape-rendering="crispEdges"
        role="img"
        aria-label={label}
      >
        <path d={outline} />
      </svg>
    </div>
  );
}
