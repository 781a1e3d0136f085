import { expectOk, expectPresent, toHex } from '@madang/base';
import { createClient } from '@madang/client';
import { checkToEnd } from '@madang/protocol';
import { services } from '../../services/registry.ts';

const RECEIPTS = 100;

/** A client that believes the server: what is measured is not whom it believes. */
export function clientAt(baseUrl: string) {
  const policy = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };
  return createClient({ baseUrl, services, policy });
}

/** Receipts of random transactions: each must be there and check in every part. */
export async function checkReceipts(
  client: ReturnType<typeof clientAt>,
  sent: readonly Uint8Array[],
): Promise<void> {
  for (let i = 0; i < RECEIPTS; i++) {
    const id = expectPresent(sent[Math.floor(Math.random() * sent.length)], 'one was sent');
    const receipt = expectOk(await client.receipt(toHex(id)), 'every transaction has a receipt');
    await mustCheck(client, receipt);
  }
}

/** Checks a receipt in every part; one that does not hold ends the benchmark. */
export async function mustCheck(
  client: ReturnType<typeof clientAt>,
  receipt: Uint8Array,
): Promise<void> {
  const { verdict } = await checkToEnd(client.checkReceipt({ receipt }));
  if (verdict !== 'checked') throw new Error(`A receipt is ${verdict}.`);
}
