import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { fail, ok, type Result } from '@madang/base';
import { type KeyPair, keyPairFromSeed } from '@madang/crypto';
import {
  accountOf,
  encodeGenesis,
  type Genesis,
  genesisHash,
  type Institution,
  writePolicy,
} from '@madang/protocol';
import type { CityPlan } from '../demo/gaon.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { createKeyFile, readKeyFile } from './key-file.ts';
import { type Layout, secretFile } from './layout.ts';

/** Limits that a new ledger begins with. */
export const PARAMS = {
  maxExpiryMs: 600_000,
  maxBlockCostUs: 500_000,
  maxTransactionBytes: 65_536,
};

/** What is kept of a plan: how the city is called and what this server does for it. */
export interface City {
  readonly format: number;
  readonly names: { readonly en: string; readonly ko: string };
  readonly isDemo: boolean;
  /** The institution whose vault this server keeps. */
  readonly custodian: string;
  /** Institutions whose clerk has a key here. */
  readonly issuers: readonly string[];
}

/** Whether a folder has a ledger whose founding, and whose demo, was finished. */
export function isFounded(layout: Layout): boolean {
  // Unlike existsSync this tells a folder that may not be read from one that is not there.
  const isThere = (file: string): boolean =>
    statSync(file, { throwIfNoEntry: false }) !== undefined;
  return isThere(layout.city) && !isThere(layout.halfMade);
}

/**
 * Makes a new ledger's folder: each secret in a file of its own, genesis, policy. The file that
 * names the city is written last, so a founding that was cut short is simply done again with the
 * same keys.
 */
export function foundLedger(
  layout: Layout,
  plan: CityPlan,
  timeMs: number,
): Result<void, CommandError> {
  mkdirSync(layout.folder, { recursive: true, mode: 0o700 });
  const keys = makeKeys(layout, plan);
  if (!keys.ok) return keys;
  const genesis = genesisOf(plan, keys.value, timeMs);
  const bytes = encodeGenesis(genesis);
  const chain = genesisHash(bytes);
  const comments = [plan.names.en];
  const policy = writePolicy({ genesis, chain, threshold: plan.threshold, comments });
  if (!policy.ok) {
    const { code, message } = policy.error;
    return fail(commandError(code, message, message));
  }
  const { names, isDemo, custodian, issuers } = plan;
  const city: City = { format: 1, names, isDemo, custodian, issuers };
  writeWhole(layout.genesis, bytes);
  writeWhole(layout.policy, policy.value);
  writeJson(layout.city, city);
  return ok(undefined);
}

/** Written beside and moved into place, so that there is never half a file. */
export function writeWhole(file: string, content: Uint8Array | string): void {
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, content, { mode: 0o600, flush: true });
  renameSync(unfinished, file);
}

/** Writes a value as JSON that people can read, as {@link writeWhole} does. */
export function writeJson(file: string, value: unknown): void {
  writeWhole(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** The keys that an institution's people have for registers and decisions, and their roles. */
export const PEOPLE_KEYS = {
  registrar: ['people.registrar'],
  attester: ['people.attester'],
  'officer-1': ['people.attester', 'vote.officer', 'election.officer'],
  'officer-2': ['people.attester', 'vote.officer', 'election.officer'],
} as const;

/** The names of the keys of an institution, as their files are called. */
export const INSTITUTION_KEYS = ['governance', 'consensus', 'cosigner'] as const;

/**
 * Whose node it is, and the names of its key and of its custodian's while all lie in one folder.
 */
export interface PlannedNode {
  readonly institution: string;
  readonly node: string;
  readonly custodian: string;
}

/** The nodes of a plan. The folder in which it is founded is that of the plan's custodian. */
export function nodesOf({ custodian, institutions, isNetwork }: CityPlan): readonly PlannedNode[] {
  const ids = isNetwork === true ? institutions.map(({ id }) => id) : [custodian];
  return ids.map((id) => nodeOf(id, custodian));
}

/** The node of an institution, in the folder that is the custodian's. */
export function nodeOf(id: string, custodian: string): PlannedNode {
  return id === custodian
    ? { institution: id, node: 'node', custodian: 'custodian' }
    : { institution: id, node: `${id}.node`, custodian: `${id}.custodian` };
}

type Keys = ReadonlyMap<string, KeyPair>;

function makeKeys(layout: Layout, plan: CityPlan): Result<Keys, CommandError> {
  const names = [
    ...nodesOf(plan).flatMap(({ node, custodian }) => [node, custodian]),
    ...plan.institutions.flatMap(({ id }) => INSTITUTION_KEYS.map((use) => `${id}.${use}`)),
    ...plan.issuers.map((id) => `${id}.issuer`),
    ...peopleHolders(plan).map(({ institution, use }) => `${institution}.${use}`),
  ];
  const vault = makeOrRead(secretFile(layout, 'vault'), 'aes-256');
  if (!vault.ok) return vault;
  const keys = new Map<string, KeyPair>();
  for (const name of names) {
    const seed = makeOrRead(secretFile(layout, name), 'ed25519');
    if (!seed.ok) return seed;
    keys.set(name, keyPairFromSeed(seed.value));
  }
  return ok(keys);
}

/** A key of somebody of an institution. */
export interface PeopleHolder {
  readonly institution: string;
  readonly use: keyof typeof PEOPLE_KEYS;
}

/** The desk of the registrar has two officers, for one alone attests nobody of its own register. */
export function peopleHolders({ people }: CityPlan): readonly PeopleHolder[] {
  if (people === undefined) return [];
  const { registrar, attester } = people;
  return [
    { institution: registrar, use: 'registrar' },
    { institution: registrar, use: 'officer-1' },
    { institution: registrar, use: 'officer-2' },
    { institution: attester, use: 'attester' },
  ];
}

/** The secret of a file, which is made if it is not there. */
export function makeOrRead(
  file: string,
  use: 'ed25519' | 'aes-256',
): Result<Uint8Array, CommandError> {
  return existsSync(file) ? readKeyFile(file, use) : createKeyFile(file, use);
}

/** A role that a key holds from the first moment and cannot pass on. */
export function firstGrant(
  key: Uint8Array,
  role: string,
  institution: string,
): Genesis['grants'][0] {
  return { account: accountOf('ed25519', key), delegable: false, institution, role };
}

function genesisOf(plan: CityPlan, keys: Keys, timeMs: number): Genesis {
  const publicKey = (name: string): Uint8Array => keys.get(name)?.publicKey ?? new Uint8Array();
  const grantTo = (name: string, role: string, institution: string) =>
    firstGrant(publicKey(name), role, institution);
  const institutions = plan.institutions.map(
    ({ id, names }): Institution => ({
      id,
      names,
      operator: plan.operator,
      governance: publicKey(`${id}.governance`),
      consensus: publicKey(`${id}.consensus`),
      cosigner: publicKey(`${id}.cosigner`),
    }),
  );
  return {
    version: 1,
    name: plan.name,
    time: timeMs,
    params: PARAMS,
    nodeKeys: nodesOf(plan).map(({ node }) => publicKey(node)),
    institutions,
    grants: [
      ...nodesOf(plan).map(({ institution, custodian }) =>
        grantTo(custodian, 'document.custodian', institution),
      ),
      ...plan.issuers.map((id) => grantTo(`${id}.issuer`, 'document.issuer', id)),
      ...peopleHolders(plan).flatMap(({ institution, use }) =>
        PEOPLE_KEYS[use].map((role) => grantTo(`${institution}.${use}`, role, institution)),
      ),
    ],
  };
}
