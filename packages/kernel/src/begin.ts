import { compareText, decode, equalBytes, ok, type Result, toHex } from '@madang/base';
import { isValidKey } from '@madang/crypto';
import { type Genesis, genesis as genesisCodec, genesisHash, type Params } from '@madang/protocol';
import { hashOfParams } from './execute.ts';
import { kernelErrors } from './kernel-errors.ts';
import { overlay } from './overlay.ts';
import { type Refusal, refuse } from './refusal.ts';
import { readParams } from './roles.ts';
import type { Rules } from './rules.ts';
import { reasonOf } from './screen.ts';
import type { StateChange, StateReader } from './state.ts';
import { encodeRecord } from './table.ts';

/** The first state of a ledger. */
export interface BeginResult {
  readonly genesis: Genesis;
  /** The genesis hash. */
  readonly chain: Uint8Array;
  readonly changes: readonly StateChange[];
  readonly params: Params;
  readonly paramsHash: Uint8Array;
}

const emptyState: StateReader = { get: () => undefined, scan: () => [] };

/** Builds the first state from the bytes of a genesis. */
export function beginLedger(rules: Rules, bytes: Uint8Array): Result<BeginResult, Refusal> {
  const decoded = decode(genesisCodec, bytes);
  if (!decoded.ok) return refuse(kernelErrors.GENESIS_NOT_VALID, reasonOf(decoded.error));
  const genesis = decoded.value;
  const verdict = checkGenesis(rules, genesis);
  if (!verdict.ok) return verdict;
  const chain = genesisHash(bytes);
  const changes = overlay(emptyState);
  for (const service of rules.services) {
    service.genesis?.(
      {
        chain,
        put: (table, key, value) => {
          changes.put(table.stateKey(key), encodeRecord(table, value));
        },
      },
      genesis,
    );
  }
  const params = readParams(changes);
  return ok({
    genesis,
    chain,
    changes: changes.changes(),
    params,
    paramsHash: hashOfParams(params),
  });
}

function checkGenesis(rules: Rules, genesis: Genesis): Result<void, Refusal> {
  const { institutions, grants, nodeKeys } = genesis;
  const notValid = (at: string, reason: string) =>
    refuse(kernelErrors.GENESIS_NOT_VALID, { at, reason });
  const isAscending = institutions.every((one, index) => {
    const previous = institutions[index - 1];
    return previous === undefined || compareText(previous.id, one.id) < 0;
  });
  if (!isAscending) return notValid('institutions', 'NOT_ASCENDING');
  const keys = [
    ...nodeKeys,
    ...institutions.flatMap((one) => [one.governance, one.consensus, one.cosigner]),
  ];
  if (!keys.every((key) => isValidKey('ed25519', key))) return notValid('', 'KEY_NOT_VALID');
  if (new Set(keys.map(toHex)).size !== keys.length) return notValid('', 'KEY_TWICE');
  for (const [index, grant] of grants.entries()) {
    const at = `grants[${String(index)}]`;
    if (!institutions.some(({ id }) => id === grant.institution)) {
      return notValid(at, 'UNKNOWN_INSTITUTION');
    }
    if (!rules.roleNames.has(grant.role)) return notValid(at, 'UNKNOWN_ROLE');
    const isTwice = grants.slice(0, index).some((other) => isSameGrant(grant, other));
    if (isTwice) return notValid(at, 'GRANT_TWICE');
  }
  return ok(undefined);
}

type GenesisGrant = Genesis['grants'][number];

function isSameGrant(left: GenesisGrant, right: GenesisGrant): boolean {
  return (
    left.institution === right.institution &&
    left.role === right.role &&
    equalBytes(left.account, right.account)
  );
}
