import {
  type Genesis,
  type GenesisContext,
  grantTable,
  heldRoleText,
  institutionTable,
  keyTable,
  ledgerTable,
  paramsTable,
  protocolTable,
} from '@madang/kernel/define';
import { noteKeys } from './keys.ts';

/**
 * Writes what a genesis says into the first state. Its grants bear the genesis hash as their id.
 */
export function begin(ctx: GenesisContext<'governance'>, genesis: Genesis): void {
  const { chain } = ctx;
  const { name, nodeKeys, time, params, institutions, grants } = genesis;
  ctx.put(ledgerTable, [], { chain, name, nodeKeys, time });
  ctx.put(paramsTable, [], params);
  ctx.put(protocolTable, [], { version: genesis.version });
  for (const nodeKey of nodeKeys) ctx.put(keyTable, nodeKey, { use: 'node' });
  for (const institution of institutions) {
    ctx.put(institutionTable, institution.id, institution);
    noteKeys(ctx, institution);
  }
  for (const { account, delegable, institution, role } of grants) {
    ctx.put(grantTable, [account, heldRoleText({ institution, role })], { id: chain, delegable });
  }
}
