/** A receipt is at most this long (docs/spec/receipt.md). */
export const receiptMaxBytes = 65_536;

/** A receipt to be checked, where it came from, and the document that goes with it. */
export type VerifyInput = {
  receipt?: { name: string; bytes: Uint8Array; fetched: boolean };
  file?: { name: string; blob: Blob };
  /** The dossier of a decision, which is checked by itself. */
  dossier?: { name: string; bytes: Uint8Array };
  /** What says that somebody signed two ledgers, checked by itself as well. */
  contradiction?: { name: string; bytes: Uint8Array };
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

/** Every dossier begins like this (docs/spec/dossier.md). */
const dossierMark = new TextEncoder().encode('madang-dossier/');

/** So does every proof that somebody signed two ledgers (docs/spec/equivocation.md). */
const contradictionMark = new TextEncoder().encode('madang/equivocation/');
const contradictionMaxBytes = 1_048_576;

async function beginsWith(file: File, mark: Uint8Array): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, mark.length).arrayBuffer());
  return mark.every((each, at) => head[at] === each);
}

/** What is checked by itself, without anything beside it. */
async function readWhole(file: File): Promise<VerifyInput | undefined> {
  const isDossier = file.name.endsWith('.dossier') || (await beginsWith(file, dossierMark));
  const isContradiction =
    file.size <= contradictionMaxBytes && (await beginsWith(file, contradictionMark));
  if (!isDossier && !isContradiction) return undefined;
  const whole = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  return isDossier ? { dossier: whole } : { contradiction: whole };
}

/** Sorts dropped files into the receipt and the document; a receipt is known by what is in it. */
export async function addFiles(
  before: VerifyInput,
  files: readonly File[],
): Promise<{ input: VerifyInput; trouble?: VerifyTrouble }> {
  const { dossier: _, contradiction: __, ...rest } = before;
  let input: VerifyInput = rest;
  for (const file of files) {
    const whole = await readWhole(file);
    if (whole !== undefined) return { input: whole };
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
