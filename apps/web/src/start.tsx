import { applyPreferences, loadPreferences } from '@madang/ui';
import '@madang/ui/styles.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { drawsHangul } from './device/draws-hangul.ts';
import { listUnsettled } from './device/said-store.ts';
import type { Ledger } from './ledger.ts';
import { openEarly } from './real/early-link.ts';
import './site.css';

/** A resident's page, which is one task on a telephone and maybe a slow network. */
function isLinkPage(): boolean {
  return /^(\/en)?\/link\/?$/.test(location.pathname);
}

/**
 * Fonts come after everything else: the text is already there in the system's letters. A resident's
 * page stays in those, wherever the device has Korean letters at all.
 */
function loadFontsLater(): void {
  if (isLinkPage() && drawsHangul()) return;
  const load = () => void import('@madang/ui/fonts.css');
  if ('requestIdleCallback' in globalThis) requestIdleCallback(load);
  else setTimeout(load, 200);
}

/** What was signed and did not get through before goes out now. A kept page sends its own act. */
async function sendUnsent(ledger: Ledger): Promise<void> {
  if (isLinkPage()) return;
  const { listUnsent, sendKept } = await import('./device/send-kept.ts');
  const never = new AbortController().signal;
  for (const kept of await listUnsent()) {
    if (location.pathname.endsWith(`/notarise/${kept.number}`)) continue;
    await sendKept(ledger, kept, never, () => undefined);
  }
}

/** What residents signed and did not get through goes out too; their own page sends its own. */
async function sendUnsettled(): Promise<void> {
  if (isLinkPage()) return;
  if ((await listUnsettled()).length === 0) return;
  const { sendEverything } = await import('./resident/send-everything.ts');
  await sendEverything();
}

/** Draws the app on a ledger, then does what can wait. */
export function start(ledger: Ledger): void {
  if (isLinkPage()) openEarly();
  applyPreferences(loadPreferences());
  const root = document.getElementById('app');
  if (root === null) return;
  root.replaceChildren();
  render(<App ledger={ledger} />, root);
  loadFontsLater();
  sendUnsent(ledger).catch(() => undefined);
  sendUnsettled().catch(() => undefined);
  if ('serviceWorker' in navigator) {
    navigator.serviceWorker.register('/worker.js').catch(() => undefined);
  }
}
