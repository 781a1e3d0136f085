import { concat } from '@madang/base';
import { type KeyPair, keyPairFromSeed, sha256, signSync } from '@madang/crypto';
import {
  type Commit,
  type Header,
  headerHash,
  type LightBlock,
  type Validator,
  type Vote,
  validatorAddress,
  validatorsHash,
  voteMessage,
} from '@madang/protocol/comet';

/** A validator of a test, and how it votes. */
export interface Voter {
  readonly pair: KeyPair;
  readonly power: bigint;
}

const named = (text: string) => sha256(Uint8Array.from(Buffer.from(text)));

/** A validator with a key of its own for each name. */
export function voter(name: string, power = 1n): Voter {
  return { pair: keyPairFromSeed(named(name)), power };
}

/** The order of CometBFT's sets where everybody has the same power: by address. */
export function setOf(voters: readonly Voter[]): readonly Voter[] {
  return voters.toSorted((left, right) =>
    Buffer.compare(validatorAddress(left.pair.publicKey), validatorAddress(right.pair.publicKey)),
  );
}

/** The public half. */
export function validatorsOf(voters: readonly Voter[]): readonly Validator[] {
  return voters.map(({ pair, power }) => ({ key: pair.publicKey, power }));
}

/** What a block of a test is made of; whatever is left out is good. */
export interface BlockPlan {
  readonly voters: readonly Voter[];
  readonly next?: readonly Voter[];
  readonly height: number;
  readonly timeNs?: bigint;
  readonly appHash?: Uint8Array;
  readonly chainId?: string;
  readonly round?: number;
  /** What the validators say, by index in the set; for the block unless told. */
  readonly votes?: readonly Vote['kind'][];
}

/** The chain of blocks that name no other. */
export const LIGHT_CHAIN_ID = 'madang-test';
/** When height 0 would have been; each height is a second later unless told. */
export const LIGHT_BEGIN_NS = 1_800_000_000_000_000_000n;
const SECOND_NS = 1_000_000_000n;

/** A light block that its validators signed. */
export function lightBlock(plan: BlockPlan): LightBlock {
  const validators = validatorsOf(plan.voters);
  const header: Header = {
    appVersion: 1,
    chainId: plan.chainId ?? LIGHT_CHAIN_ID,
    height: plan.height,
    timeNs: plan.timeNs ?? LIGHT_BEGIN_NS + BigInt(plan.height) * SECOND_NS,
    lastBlockId: { hash: named('last'), partCount: 1, partsHash: named('last parts') },
    lastCommitHash: named('last commit'),
    dataHash: named('data'),
    validatorsHash: validatorsHash(validators),
    nextValidatorsHash: validatorsHash(validatorsOf(plan.next ?? plan.voters)),
    consensusHash: named('params'),
    appHash: plan.appHash ?? named('app'),
    lastResultsHash: named('results'),
    evidenceHash: named('evidence'),
    proposer: validatorAddress(concat(validators[0]?.key ?? named('nobody'))),
  };
  const { round = 0, votes = [], voters } = plan;
  const blockId = { hash: headerHash(header), partCount: 1, partsHash: named('parts') };
  const commit: Commit = { height: plan.height, round, blockId, votes: [] };
  const cast = voters.map(({ pair }, n): Vote => {
    const kind = votes[n] ?? 'commit';
    if (kind === 'absent') return { kind };
    const unsigned = {
      kind,
      address: validatorAddress(pair.publicKey),
      timeNs: header.timeNs + BigInt(n),
      signature: new Uint8Array(64),
    };
    const message = voteMessage(header.chainId, commit, unsigned);
    return { ...unsigned, signature: signSync(pair, message) };
  });
  return { header, commit: { ...commit, votes: cast }, validators };
}
