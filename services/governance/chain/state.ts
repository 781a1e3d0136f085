import {
  type EffectiveGrant,
  effectiveGrant,
  grantTable,
  type HeldRole,
  heldRoleText,
  type Institution,
  institutionTable,
  ledgerTable,
  paramsTable,
  type ReadContext,
} from '@madang/kernel/define';

/**
 * The machine itself reads these tables to find out who may act; `governance` alone writes them.
 */
export const tables = [ledgerTable, paramsTable, institutionTable, grantTable] as const;

/** Most institutions of a ledger (docs/spec/genesis.md). */
export const MAX_INSTITUTIONS = 64;

/** The grant by which an account holds a role in the block of the context. */
export function grantHeld(
  ctx: ReadContext<'governance'>,
  account: Uint8Array,
  held: HeldRole,
): EffectiveGrant | undefined {
  const lookup = (of: Uint8Array, role: HeldRole) => ctx.get(grantTable, [of, heldRoleText(role)]);
  return effectiveGrant(lookup, account, held, ctx.block.timeMs);
}

/** All institutions, ascending by id. */
export function allInstitutions(ctx: ReadContext<'governance'>): readonly Institution[] {
  return ctx.scan(institutionTable, { limit: MAX_INSTITUTIONS }).map((entry) => entry.value);
}

/**
 * Every key that has a purpose on the ledger: three of each institution, and those of the nodes.
 */
export function keysInUse(ctx: ReadContext<'governance'>): readonly Uint8Array[] {
  const nodeKeys = ctx.get(ledgerTable, [])?.nodeKeys ?? [];
  const ofInstitutions = allInstitutions(ctx).flatMap((member) => [
    member.governance,
    member.consensus,
    member.cosigner,
  ]);
  return [...nodeKeys, ...ofInstitutions];
}
