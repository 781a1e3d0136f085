import { toHex } from '@madang/base';
import { describe, expect, test } from 'vitest';
import {
  checkCommit,
  checkWhole,
  decodeLightBlock,
  encodeLightBlock,
  headerHash,
  parseRpcCommit,
  parseRpcValidators,
  validatorsHash,
  voteMessage,
} from '../src/comet/index.ts';
import { lightBlockOf, lightVectors, type RpcBlock } from './light-vectors.ts';

interface Golden extends RpcBlock {
  readonly name: string;
  readonly headerHash: string;
  readonly validatorsHash: string;
  readonly signBytes: readonly string[];
}

const { blocks, chainId } = lightVectors('light-blocks-0.38.25') as {
  readonly chainId: string;
  readonly blocks: readonly Golden[];
};

describe('a light block that CometBFT’s library made', () => {
  const cases = blocks.map((golden, n) => ({ ...golden, name: `${String(n)} ${golden.name}` }));

  test.each(cases)('has its hashes and the messages of its votes: $name', (golden) => {
    const { header, commit, validators } = lightBlockOf(golden);
    expect(toHex(headerHash(header))).toBe(golden.headerHash);
    expect(toHex(commit.blockId.hash)).toBe(golden.headerHash);
    expect(toHex(validatorsHash(validators))).toBe(golden.validatorsHash);
    const messages = commit.votes.map((vote) =>
      vote.kind === 'absent' ? '' : toHex(voteMessage(chainId, commit, vote)),
    );
    expect(messages).toEqual(golden.signBytes);
  });

  test.each(cases)('is whole, and the same after its file: $name', (golden) => {
    const block = lightBlockOf(golden);
    expect(checkWhole(chainId, block)).toEqual({ ok: true, value: undefined });
    const file = encodeLightBlock(block);
    expect(decodeLightBlock(file)).toEqual({ ok: true, value: block });
  });

  test('is decided by the votes in it, where more than two thirds are for it', async () => {
    for (const golden of blocks) {
      const tally = await checkCommit(chainId, lightBlockOf(golden));
      expect(tally.ok, golden.name).toBe(true);
    }
    expect(blocks).toHaveLength(41);
  });

  test('is not decided on another chain', async () => {
    const [golden] = blocks;
    const tally = await checkCommit('madang-another', lightBlockOf(golden!));
    expect(tally).toMatchObject({ ok: false, error: { code: 'CONSENSUS_VOTE_WRONG' } });
  });
});

/** Puts another value at a path of an answer. */
function changed(json: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const copy = structuredClone(json) as Record<string | number, unknown>;
  copy[step] = changed(copy[step], rest, value);
  return copy;
}

describe('an answer of the RPC is refused', () => {
  const golden = blocks.find(({ name }) => name === 'votes ccc-')!;
  const header = ['signed_header', 'header'] as const;
  const votes = ['signed_header', 'commit', 'signatures'] as const;
  const absent = golden.signBytes.indexOf('');

  test.each([
    ['another block protocol', [...header, 'version', 'block'], '12'],
    ['a height in digits of its own', [...header, 'height'], '07'],
    ['a height as a number', [...header, 'height'], 7],
    ['a height beyond what is counted exactly', [...header, 'height'], '9007199254740993'],
    ['a day that there is not', [...header, 'time'], '2026-02-29T00:00:00Z'],
    ['a time with a zero too many', [...header, 'time'], '2026-02-28T00:00:00.10Z'],
    ['a time elsewhere', [...header, 'time'], '2026-02-28T00:00:00+09:00'],
    ['a time before 1970', [...header, 'time'], '1969-12-31T23:59:59Z'],
    ['a short hash', [...header, 'validators_hash'], 'AB'],
    ['a hash in small letters', [...header, 'data_hash'], 'ab'.repeat(32)],
    ['no proposer', [...header, 'proposer_address'], undefined],
    ['a round below 0', ['signed_header', 'commit', 'round'], -1],
    ['a broken round', ['signed_header', 'commit', 'round'], 0.5],
    ['a vote of no kind', [...votes, 0, 'block_id_flag'], 4],
    ['a vote without a signature', [...votes, 0, 'signature'], null],
    ['a signature too long', [...votes, 0, 'signature'], 'A'.repeat(88)],
    ['an absent vote with a signature', [...votes, absent, 'signature'], 'AA=='],
    ['an absent vote with an address', [...votes, absent, 'validator_address'], 'AB'.repeat(20)],
    ['an absent vote with a time', [...votes, absent, 'timestamp'], '2026-02-28T00:00:00Z'],
    ['a vote that is said to be absent', [...votes, 0, 'block_id_flag'], 1],
    ['no list of votes', [...votes], {}],
    ['more votes than there can be', [...votes], Array.from({ length: 129 }, () => ({}))],
    ['nothing', [], null],
  ] as const)('with %s', (_, path, value) => {
    const answer = parseRpcCommit(changed(golden.commit, path, value));
    expect(answer).toMatchObject({ ok: false, error: { code: 'CONSENSUS_JSON_NOT_VALID' } });
  });

  test.each([
    ['another kind of key', ['validators', 0, 'pub_key', 'type'], 'tendermint/PubKeySecp256k1'],
    ['an address of another key', ['validators', 0, 'address'], 'AB'.repeat(20)],
    ['power below 0', ['validators', 0, 'voting_power'], '-1'],
    ['more power than can be', ['validators', 0, 'voting_power'], '1152921504606846976'],
    ['a total beyond the limit', ['total'], '129'],
    ['nothing', [], 'x'],
  ] as const)('of validators with %s', (_, path, value) => {
    const answer = parseRpcValidators(changed(golden.validators, path, value));
    expect(answer).toMatchObject({ ok: false, error: { code: 'CONSENSUS_JSON_NOT_VALID' } });
  });

  test('and what was left as it is, is read', () => {
    expect(parseRpcCommit(changed(golden.commit, [...header, 'version', 'block'], '11')).ok).toBe(
      true,
    );
    expect(parseRpcValidators(golden.validators).ok).toBe(true);
  });
});
