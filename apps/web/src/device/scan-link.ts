const receiptNumber = /^[0-9A-HJKMNP-TV-Z]{12}$/;
const recordNumber = /^\d{1,15}$/;
const transactionId = /^[0-9a-f]{64}$/;

/**
 * Reads what a person typed or a code held: a receipt number (spaces and hyphens do not matter, nor
 * do O for 0 and I or L for 1), a record number, a transaction id. Undefined when it is none.
 */
export function readNumber(typed: string): string | undefined {
  const bare = typed.replace(/[\s-]/g, '').replaceAll(',', '');
  if (recordNumber.test(bare) && bare.length !== 12) return bare;
  if (transactionId.test(bare.toLowerCase())) return bare.toLowerCase();
  const upper = bare.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  if (receiptNumber.test(upper)) return upper;
  return recordNumber.test(bare) ? bare : undefined;
}

/** Reads the number out of the address that a receipt's QR code holds. */
export function readScanned(text: string): string | undefined {
  if (!URL.canParse(text)) return readNumber(text);
  const address = new URL(text);
  const record = /^(?:\/en)?\/records\/(\d{1,15})$/.exec(address.pathname);
  const number = record?.[1] ?? address.searchParams.get('n');
  return number === null ? undefined : readNumber(number);
}
