/** A receipt is at most this long (docs/spec/receipt.md). */
export const receiptMaxBytes = 65_536;

/** A receipt to be checked, where it came from, and the document that goes with it. */
export type VerifyInput = {
  receipt?: { name: string; bytes: Uint8Array; fetched: boolean };
  file?: { name: string; blob: Blob };
};

/** Why a set of dropped files cannot be checked yet. */
export type VerifyTrouble = 'tooLarge' | 'needReceipt';

const kindMark = new TextEncoder().encode('madang/receipt');

function holdsMark(bytes: Uint8Array): boolean {
  for (let at = 0; at + kindMark.length <= bytes.length; at += 1) {
    if (kindMark.every((each, offset) => bytes[at + offset] === each)) return true;
  }
  return false;
}

async function readReceipt(file: File): Promise<Uint8Array | undefined> {
  if (file.size > receiptMaxBytes) return undefined;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return holdsMark(bytes) || file.name.endsWith('.receipt') ? bytes : undefined;
}

/** Sorts dropped files into the receipt and the document; a receipt is known by what is in it. */
export async function addFiles(
  before: VerifyInput,
  files: readonly File[],
): Promise<{ input: VerifyInput; trouble?: VerifyTrouble }> {
  let input = before;
  for (const file of files) {
    const bytes = await readReceipt(file);
    if (bytes !== undefined) {
      input = { ...input, receipt: { name: file.name, bytes, fetched: false } };
    } else if (file.name.endsWith('.receipt')) {
      return { input, trouble: 'tooLarge' };
    } else {
      input = { ...input, file: { name: file.name, blob: file } };
    }
  }
  return input.receipt === undefined ? { input, trouble: 'needReceipt' } : { input };
}
