import type { Command } from '../command.ts';

/**
 * Every command by its name, in the order in which the help shows them. What a command needs is
 * loaded when it is asked for: most need little of what a server needs.
 */
export const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['start', async () => (await import('./start.ts')).start],
  ['notarise', async () => (await import('./notarise.ts')).notarise],
  ['verify', async () => (await import('./verify.ts')).verify],
  ['key', async () => (await import('./key.ts')).key],
  ['scenario', async () => (await import('./scenario.ts')).scenario],
  ['init', async () => (await import('./init.ts')).init],
  ['doctor', async () => (await import('./doctor.ts')).doctor],
  ['divergence', async () => (await import('./divergence.ts')).divergence],
  ['backup', async () => (await import('./backup.ts')).backup],
  ['restore', async () => (await import('./restore.ts')).restore],
  ['network', async () => (await import('./network.ts')).network],
  ['upgrade', async () => (await import('./upgrade.ts')).upgrade],
  ['archive', async () => (await import('./archive.ts')).archive],
  ['compact', async () => (await import('./compact.ts')).compact],
  ['witness', async () => (await import('./witness.ts')).witness],
  ['policy', async () => (await import('./policy.ts')).policy],
  ['ceremony', async () => (await import('./ceremony.ts')).ceremony],
  ['govern', async () => (await import('./govern.ts')).govern],
  ['peers', async () => (await import('./peers.ts')).peers],
  ['invite', async () => (await import('./invite.ts')).invite],
  ['join', async () => (await import('./join.ts')).join],
  ['trustee', async () => (await import('./trustee.ts')).trustee],
]);
