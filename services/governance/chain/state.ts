import { list, record, uint } from '@madang/base';
import {
  type EffectiveGrant,
  effectiveGrant,
  grantTable,
  type HeldRole,
  heldRoleText,
  type Institution,
  institution,
  institutionTable,
  key,
  keyTable,
  ledgerTable,
  MAX_INSTITUTIONS,
  movesTable,
  paramsTable,
  protocolTable,
  type ReadContext,
  table,
} from '@madang/kernel/define';
import { agendaItem, proposal } from './proposal-schema.ts';

/** `governance/former/ || id`: institutions that were removed. No other gets their id. */
export const formerTable = table({
  service: 'governance',
  name: 'former',
  key: key.text,
  value: record({ institution, height: uint(), time: uint() }),
});

/** `governance/proposals/ || id`. */
export const proposalTable = table({
  service: 'governance',
  name: 'proposals',
  key: key.hash,
  value: proposal,
});

/** Most proposals of one institution that are open at a time. */
export const MAX_OPEN_EACH = 4;

/** `governance/agenda/`: proposals that are open, and some whose time is over. */
export const agendaTable = table({
  service: 'governance',
  name: 'agenda',
  key: key.none,
  value: list(agendaItem, { max: MAX_INSTITUTIONS * MAX_OPEN_EACH }),
});

/**
 * The machine itself reads the first five to find out who may act and by which rules, and a node
 * reads keys and moves to know with what it signs; `governance` alone writes them.
 */
export const tables = [
  ledgerTable,
  paramsTable,
  institutionTable,
  grantTable,
  protocolTable,
  keyTable,
  formerTable,
  movesTable,
  proposalTable,
  agendaTable,
] as const;

/**
 * The grant by which an account holds a role in the block of the context. What an institution
 * granted ends with its membership.
 */
export function grantHeld(
  ctx: ReadContext<'governance'>,
  account: Uint8Array,
  held: HeldRole,
): EffectiveGrant | undefined {
  if (!ctx.has(institutionTable, held.institution)) return undefined;
  const lookup = (of: Uint8Array, role: HeldRole) => ctx.get(grantTable, [of, heldRoleText(role)]);
  return effectiveGrant(lookup, account, held, ctx.block.timeMs);
}

/** All institutions, ascending by id. */
export function allInstitutions(ctx: ReadContext<'governance'>): readonly Institution[] {
  return ctx.scan(institutionTable, { limit: MAX_INSTITUTIONS }).map((entry) => entry.value);
}

/** The ids of all institutions, ascending. */
export function memberIds(ctx: ReadContext<'governance'>): readonly string[] {
  return allInstitutions(ctx).map(({ id }) => id);
}

/** Every key that has a purpose now: three of each institution, and those of the nodes. */
export function keysInUse(ctx: ReadContext<'governance'>): readonly Uint8Array[] {
  const nodeKeys = ctx.get(ledgerTable, [])?.nodeKeys ?? [];
  const ofInstitutions = allInstitutions(ctx).flatMap((member) => [
    member.governance,
    member.consensus,
    member.cosigner,
  ]);
  return [...nodeKeys, ...ofInstitutions];
}
