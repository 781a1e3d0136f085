/** Asks the browser not to clear what it keeps for this city when space runs short. */
export function keepForLong(): void {
  if (!('storage' in navigator)) return;
  navigator.storage.persist().catch(() => undefined);
}
