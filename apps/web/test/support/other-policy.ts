import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';

/** Has a page meet a server with another policy, until what it gives is called. */
export async function serveOtherPolicy(page: Page, policy: string): Promise<() => Promise<void>> {
  const policyFingerprint = createHash('sha256').update(policy).digest('hex');
  await page.route('**/api/ledger', async (route) => {
    const told = (await (await route.fetch()).json()) as object;
    await route.fulfill({ json: { ...told, policyFingerprint } });
  });
  await page.route('**/api/policy', (route) => route.fulfill({ body: policy }));
  return async () => {
    await page.unroute('**/api/ledger');
    await page.unroute('**/api/policy');
  };
}
