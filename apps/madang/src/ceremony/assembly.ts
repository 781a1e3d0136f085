import { compareText, encodeKnown, equalBytes, fail, ok, type Result, utf8 } from '@madang/base';
import { sha256, tag } from '@madang/crypto';
import { createMachine } from '@madang/kernel';
import { cometAddress, cometGenesis, overTwoThirds } from '@madang/node';
import { encodeGenesis, type Genesis, genesisHash, writePolicy } from '@madang/protocol';
import { services } from '@madang/services';
import { firstGrant, PARAMS } from '../data/found.ts';
import type { NetworkNode } from '../network/settings.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { checkContribution, checkDistinct, contributionBytes } from './contribution.ts';
import {
  type Agreement,
  type CeremonyRecord,
  type Contribution,
  ceremonyRecord,
  textOf,
} from './forms.ts';

/** Everything that follows from the contributions, the same wherever it is computed. */
export interface Assembly {
  readonly ceremony: Agreement;
  /** Ascending by institution. */
  readonly contributions: readonly Contribution[];
  readonly chain: Uint8Array;
  readonly policyText: string;
  readonly nodes: readonly NetworkNode[];
  /** The files that every institution gets, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly record: CeremonyRecord;
  /** What the institutions sign. */
  readonly digest: Uint8Array;
}

/** Fewest institutions of a network: fewer survive no failure. */
const FEWEST = 4;
const MOST = 32;

/**
 * Puts contributions together. Fails with the code of the first thing that is wrong with them, or
 * between them: `OTHER_CEREMONY`, `INSTITUTION_TWICE`, `CEREMONY_KEY_TWICE`,
 * `INSTITUTION_COUNT`, `GENESIS_REFUSED`, or as {@link checkContribution}.
 */
export async function assemble(
  given: readonly Contribution[],
): Promise<Result<Assembly, CommandError>> {
  const contributions = [...given].sort((a, b) => compareText(idOf(a), idOf(b)));
  const [first] = contributions;
  if (first === undefined) return fail(wrongCount(0));
  for (const one of contributions) {
    const checked = await checkContribution(one);
    if (!checked.ok) return checked;
  }
  const { ceremony } = first.statement;
  const together = checkTogether(contributions, ceremony);
  return together.ok ? build(contributions, ceremony) : together;
}

function checkTogether(
  contributions: readonly Contribution[],
  ceremony: Agreement,
): Result<void, CommandError> {
  const agreed = agreementText(ceremony);
  const stranger = contributions.find((one) => agreementText(one.statement.ceremony) !== agreed);
  if (stranger !== undefined) return fail(otherCeremony(idOf(stranger), ceremony));
  const twice = contributions.find((one, n) => n > 0 && idOf(one) === idOf(contributions[n - 1]));
  if (twice !== undefined) return fail(institutionTwice(idOf(twice)));
  const distinct = checkDistinct(contributions);
  if (!distinct.ok) return distinct;
  const count = contributions.length;
  return count < FEWEST || count > MOST ? fail(wrongCount(count)) : ok(undefined);
}

function agreementText({ name, names, time }: Agreement): string {
  return JSON.stringify([name, names.en, names.ko, time]);
}

function build(
  contributions: readonly Contribution[],
  ceremony: Agreement,
): Result<Assembly, CommandError> {
  const genesis = genesisOf(contributions, ceremony);
  const bytes = encodeGenesis(genesis);
  const begun = createMachine(services).genesis(bytes);
  if (!begun.ok) return fail(refused(begun.error.name));
  const chain = genesisHash(bytes);
  const threshold = overTwoThirds(contributions.length);
  const comments = [ceremony.names.en];
  const policy = writePolicy({ genesis, chain, threshold, comments });
  if (!policy.ok) return fail(refused(policy.error.code));
  const nodes = contributions.map(nodeOf);
  const files = new Map([
    ['genesis.cbor', bytes],
    ['network-genesis.json', utf8(networkGenesis(chain, ceremony))],
    ['nodes.json', utf8(`${JSON.stringify({ nodes }, undefined, 2)}\n`)],
    ['policy.txt', utf8(policy.value)],
  ]);
  const record: CeremonyRecord = {
    kind: 'madang/ceremony',
    version: 1,
    ceremony,
    chain,
    contributions: contributions.map((one) => ({
      institution: idOf(one),
      digest: sha256(contributionBytes(one)),
    })),
    files: [...files].map(([name, content]) => ({ name, digest: sha256(content) })),
  };
  files.set(RECORD_FILE, utf8(textOf(ceremonyRecord, record)));
  const digest = assemblyDigest(record);
  const policyText = policy.value;
  return ok({ ceremony, contributions, chain, policyText, nodes, files, record, digest });
}

/** The name of the ceremony's record among the files of an assembly. */
export const RECORD_FILE = 'ceremony.json';

const ASSEMBLY_TAG = tag('madang/ceremony/1');

/** What stands for an assembly. */
function assemblyDigest(record: CeremonyRecord): Uint8Array {
  return sha256(ASSEMBLY_TAG, encodeKnown(ceremonyRecord, record));
}

function networkGenesis(chain: Uint8Array, { time }: Agreement): string {
  return cometGenesis({ chain, timeMs: time, afterHeight: 0 });
}

function genesisOf(contributions: readonly Contribution[], ceremony: Agreement): Genesis {
  return {
    version: 1,
    name: ceremony.name,
    time: ceremony.time,
    params: PARAMS,
    nodeKeys: contributions.map(({ statement }) => statement.keys.node),
    institutions: contributions.map(({ statement: { institution, keys } }) => ({
      ...institution,
      governance: keys.governance,
      consensus: keys.consensus,
      cosigner: keys.cosigner,
    })),
    grants: contributions.flatMap(({ statement: { institution, keys } }) => [
      firstGrant(keys.custodian, 'document.custodian', institution.id),
      ...(keys.issuer === undefined
        ? []
        : [firstGrant(keys.issuer, 'document.issuer', institution.id)]),
    ]),
  };
}

function nodeOf({ statement: { institution, keys, node } }: Contribution): NetworkNode {
  const { host, port, api } = node;
  return { institution: institution.id, id: cometAddress(keys.p2p), host, port, api };
}

function idOf(one: Contribution | undefined): string {
  return one?.statement.institution.id ?? '';
}

/** The contribution of an institution, if there is one. */
export function contributionOf(
  { contributions }: Pick<Assembly, 'contributions'>,
  id: string,
): Contribution | undefined {
  return contributions.find((one) => idOf(one) === id);
}

/** Whether two contributions say the same, however their files are written. */
export function isSame(one: Contribution, other: Contribution): boolean {
  return equalBytes(contributionBytes(one), contributionBytes(other));
}

function otherCeremony(id: string, { name }: Agreement): CommandError {
  return commandError(
    'OTHER_CEREMONY',
    `The contribution of ${id} is for another ceremony: name, title and time are not those of the others (${name}).`,
    `${id} 의 제출 파일은 다른 시작 절차의 것입니다. 이름과 제목, 시각이 다른 기관(${name})과 다릅니다.`,
  );
}

function institutionTwice(id: string): CommandError {
  return commandError(
    'INSTITUTION_TWICE',
    `There are two contributions of ${id}; give the one that it vouches for.`,
    `${id} 의 제출 파일이 두 개입니다. 그 기관이 확인한 것 하나만 쓰십시오.`,
  );
}

function wrongCount(count: number): CommandError {
  return commandError(
    'INSTITUTION_COUNT',
    `A network begins with ${FEWEST} to ${MOST} institutions; here are ${count}.`,
    `네트워크는 ${FEWEST}~${MOST}개 기관으로 시작합니다. 여기에는 ${count}개가 있습니다.`,
  );
}

function refused(name: string): CommandError {
  return commandError(
    'GENESIS_REFUSED',
    `These contributions make no ledger: the rules of the genesis refuse them (${name}).`,
    `이 제출 파일들로는 원장을 시작할 수 없습니다. 시작 규칙에 맞지 않습니다(${name}).`,
  );
}
