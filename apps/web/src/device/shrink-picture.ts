/** The longer side of a picture that is put on public record, pixels. */
const longestPx = 640;
const quality = 0.85;

/**
 * A picture made small, without what cameras write into their files, such as the place. Undefined
 * if the file is none that this browser can read.
 */
export async function shrunkPicture(file: Blob): Promise<Uint8Array | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) return undefined;
  const scale = Math.min(1, longestPx / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
  picture.close();
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await blob.arrayBuffer());
}
