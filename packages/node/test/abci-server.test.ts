import { connect } from 'node:net';
import path from 'node:path';
import { concat } from '@madang/base';
import { Request, Response } from 'cosmjs-types/tendermint/abci/types';
import { expect, it, onTestFinished } from 'vitest';
import { serveAbci } from '../src/comet/abci-server.ts';
import { FrameReader, frame } from '../src/comet/frames.ts';
import { temporaryFolder } from './temporary.ts';

const checkOf = (n: number): Uint8Array =>
  frame(Request.encode(Request.fromPartial({ checkTx: { tx: Uint8Array.of(n) } })).finish());
const flush = frame(Request.encode(Request.fromPartial({ flush: {} })).finish());

it('begins the checks that come together at once, and answers in their order', async () => {
  const socketPath = path.join(temporaryFolder(), 'application.sock');
  const begun: number[] = [];
  const waiting: (() => void)[] = [];
  const server = await serveAbci({
    socketPath,
    application: async ({ checkTx }) => {
      if (checkTx === undefined) return Response.fromPartial({ flush: {} });
      const [n = 0] = checkTx.tx;
      begun.push(n);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return Response.fromPartial({ checkTx: { code: n } });
    },
    onFailure: (thrown) => {
      throw thrown;
    },
  });
  onTestFinished(() => server.close());
  const socket = connect(socketPath);
  onTestFinished(() => {
    socket.destroy();
  });
  const reader = new FrameReader();
  const codes: (number | undefined)[] = [];
  socket.on('data', (chunk: Uint8Array) => {
    const answers = reader.push(chunk).map((bytes) => Response.decode(bytes));
    codes.push(...answers.map(({ checkTx }) => checkTx?.code));
  });
  socket.write(concat(checkOf(1), checkOf(2), checkOf(3), flush));
  await expect.poll(() => begun).toEqual([1, 2, 3]);
  for (const end of waiting.reverse()) {
    expect(codes).toEqual([]);
    end();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => codes).toEqual([1, 2, 3, undefined]);
});
