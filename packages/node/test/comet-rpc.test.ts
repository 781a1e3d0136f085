import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { toBase64, toHex } from '@madang/base';
import { checkWhole, validatorAddress } from '@madang/protocol/comet';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCometRpc } from '../src/comet/rpc.ts';
import { keyOf } from './demo.ts';
import { temporaryFolder } from './temporary.ts';

interface Golden {
  readonly name: string;
  readonly commit: unknown;
  readonly validators: { readonly validators: readonly unknown[] };
}

const vectors = new URL(
  '../../protocol/test/vectors/light-blocks-0.38.25.json.gz',
  import.meta.url,
);
const { blocks, chainId } = JSON.parse(gunzipSync(readFileSync(vectors)).toString('utf8')) as {
  readonly chainId: string;
  readonly blocks: readonly Golden[];
};
const golden = blocks.find(({ name }) => name === 'votes ccc-')!;
const HEIGHT = 7;

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
}

type Answer = (call: Call) => unknown;

/** A CometBFT that has one light block, with answers as the vectors have them. */
function goldenAnswer(validators: readonly unknown[]): Answer {
  return ({ method, params }) => {
    if (params['height'] !== String(HEIGHT)) return { error: { code: -32603, data: 'no such' } };
    if (method === 'commit') return { result: golden.commit };
    const perPage = Number(params['per_page']);
    const from = (Number(params['page']) - 1) * perPage;
    const page = validators.slice(from, from + perPage);
    const counts = { count: String(page.length), total: String(validators.length) };
    return { result: { block_height: String(HEIGHT), validators: page, ...counts } };
  };
}

async function rpcOf(answer: Answer) {
  const socketPath = path.join(temporaryFolder(), 'rpc.sock');
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    request.on('end', () => {
      const calls = JSON.parse(text) as readonly Call[];
      const answers = calls.map((call) => ({
        jsonrpc: '2.0',
        id: call.id,
        ...(answer(call) as object),
      }));
      // CometBFT answers one call of a batch by itself, and the others in no promised order.
      response.end(JSON.stringify(answers.length === 1 ? answers[0] : answers.toReversed()));
    });
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const rpc = openCometRpc(socketPath);
  onTestFinished(() => {
    rpc.close();
    server.close();
  });
  return rpc;
}

const many = Array.from({ length: 120 }, (_, n) => {
  const key = keyOf(`validator ${String(n)}`).publicKey;
  return {
    address: toHex(validatorAddress(key)).toUpperCase(),
    pub_key: { type: 'tendermint/PubKeyEd25519', value: toBase64(key) },
    voting_power: '1',
    proposer_priority: '0',
  };
});

describe('a light block of the RPC', () => {
  it('is whole', async () => {
    const rpc = await rpcOf(goldenAnswer(golden.validators.validators));
    const block = await rpc.lightBlock(HEIGHT);
    expect(block?.header.height).toBe(HEIGHT);
    expect(checkWhole(chainId, block!).ok).toBe(true);
  });

  it('is none at a height that CometBFT does not have', async () => {
    const rpc = await rpcOf(goldenAnswer(golden.validators.validators));
    expect(await rpc.lightBlock(HEIGHT + 1)).toBeUndefined();
  });

  it('has the validators of every page', async () => {
    const rpc = await rpcOf(goldenAnswer(many));
    const block = await rpc.lightBlock(HEIGHT);
    expect(block?.validators.map(({ key }) => toBase64(key))).toEqual(
      many.map(({ pub_key }) => pub_key.value),
    );
  });

  it.each([
    ['pages that never end', { block_height: '7', total: '120', validators: [] }],
    ['another form', { validators: 'four' }],
  ])('is refused with %s', async (_, result) => {
    const rpc = await rpcOf((call) =>
      call.method === 'validators' ? { result } : goldenAnswer([])(call),
    );
    await expect(rpc.lightBlock(HEIGHT)).rejects.toThrow();
  });
});
