import { utf8 } from '@madang/base';
import { type KeyPair, keyPairFromSeed, sha256, tag } from '@madang/crypto';
import { accountOf, type Genesis } from '@madang/protocol';
import type { Scenario } from './model.ts';

const SEED_TAG = tag('madang/scenario-key/1');

/** Limits of the ledger where the scenario names none. */
export const DEFAULT_PARAMS = {
  maxExpiryMs: 600_000,
  maxBlockCostUs: 500_000,
  maxTransactionBytes: 65_536,
};

/**
 * The keys of a scenario. They are derived from its title, so that it always makes the same ledger.
 */
export interface Cast {
  readonly genesis: Genesis;
  readonly nodeKey: KeyPair;
  /** Cosigner keys by institution, in the order of the genesis. */
  readonly cosigners: ReadonlyMap<string, KeyPair>;
  /** The key that an actor acts with; undefined if there is no such actor or institution. */
  readonly actorKey: (actor: string) => KeyPair | undefined;
}

/** Gives everybody in a scenario their keys and writes the genesis. */
export function castOf(scenario: Scenario): Cast {
  const keyOf = (...names: readonly string[]): KeyPair =>
    keyPairFromSeed(sha256(SEED_TAG, utf8([scenario.title, ...names].join('\n'))));
  const nodeKey = keyOf('node');
  const ids = scenario.institutions.map((one) => one.id);
  return {
    nodeKey,
    cosigners: new Map(ids.map((id) => [id, keyOf('institution', id, 'cosigner')])),
    actorKey: (name) => {
      const actor = scenario.actors.get(name);
      if (actor === undefined) return undefined;
      if (actor.kind === 'person') return keyOf('actor', name);
      return ids.includes(actor.institution)
        ? keyOf('institution', actor.institution, 'governance')
        : undefined;
    },
    genesis: {
      version: 1,
      name: 'scenario',
      time: scenario.startMs,
      params: { ...DEFAULT_PARAMS, ...scenario.params },
      grants: grantsOf(scenario, keyOf),
      nodeKeys: [nodeKey.publicKey],
      institutions: scenario.institutions.map(({ id, en, ko }) => ({
        id,
        names: { en, ko },
        operator: { en: 'This scenario', ko: '이 시나리오' },
        governance: keyOf('institution', id, 'governance').publicKey,
        consensus: keyOf('institution', id, 'consensus').publicKey,
        cosigner: keyOf('institution', id, 'cosigner').publicKey,
      })),
    },
  };
}

function grantsOf(
  scenario: Scenario,
  keyOf: (...names: readonly string[]) => KeyPair,
): Genesis['grants'] {
  return [...scenario.actors].flatMap(([name, actor]) =>
    actor.kind === 'institution'
      ? []
      : actor.roles.map(({ institution, role, delegable }) => ({
          account: accountOf('ed25519', keyOf('actor', name).publicKey),
          institution,
          role,
          delegable,
        })),
  );
}
