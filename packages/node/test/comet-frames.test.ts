import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expectOk, fromHex, toHex } from '@madang/base';
import { Request, Response } from 'cosmjs-types/tendermint/abci/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameError, FrameReader, frame, MAX_FRAME_BYTES } from '../src/comet/frames.ts';

interface Vector {
  readonly name: string;
  readonly frame: string;
}

/** What CometBFT's own library wrote: engines/cometbft/vectors. */
const vectors = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'vectors/abci-0.38.25.json'), 'utf8'),
) as { readonly requests: readonly Vector[]; readonly responses: readonly Vector[] };

function bytesOf({ frame: hex }: Vector): Uint8Array {
  return expectOk(fromHex(hex), 'a vector is hexadecimal');
}

/** The codec writes an empty list of numbers as a field of no bytes, which Go leaves out. */
function withEmptyList(hex: string): string {
  expect(hex).toBe('058201020802');
  return '0782010408021200';
}

function onlyMessage(bytes: Uint8Array): Uint8Array {
  const messages = new FrameReader().push(bytes);
  expect(messages).toHaveLength(1);
  return messages[0] ?? new Uint8Array();
}

describe('messages of CometBFT', () => {
  it.each(vectors.requests)(
    'a request of the kind $name reads and writes to the same bytes',
    (vector) => {
      const request = Request.decode(onlyMessage(bytesOf(vector)));
      const kind = vector.name === 'recheckTx' ? 'checkTx' : vector.name;
      const said = Object.entries(request).filter(([, value]) => value !== undefined);
      expect(said.map(([name]) => name)).toEqual([kind]);
      expect(toHex(frame(Request.encode(request).finish()))).toBe(vector.frame);
    },
  );

  it.each(vectors.responses)(
    'a response of the kind $name reads and writes to the same bytes',
    (vector) => {
      const response = Response.decode(onlyMessage(bytesOf(vector)));
      const said = Object.entries(response).filter(([, value]) => value !== undefined);
      expect(said.map(([name]) => name)).toEqual([vector.name]);
      expect(toHex(frame(Response.encode(response).finish()))).toBe(
        vector.name === 'applySnapshotChunk' ? withEmptyList(vector.frame) : vector.frame,
      );
    },
  );

  it('have the values that were put in', () => {
    const named = (name: string) => vectors.requests.find((one) => one.name === name);
    const proposal = named('prepareProposal');
    const decoded = Request.decode(onlyMessage(bytesOf(proposal ?? { name: '', frame: '' })));
    expect(decoded.prepareProposal).toMatchObject({
      height: 5_000_000_000n,
      maxTxBytes: 4_000_000n,
      time: { seconds: 1_795_675_800n, nanos: 123_456_789 },
    });
    expect(decoded.prepareProposal?.txs.map((tx) => tx.length)).toEqual([5, 300]);
  });
});

describe('FrameReader', () => {
  it('finds the messages however the stream is cut', () => {
    const message = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 6 }),
        fc.array(fc.nat(2_000)),
        (messages, cuts) => {
          const stream = Buffer.concat(messages.map(frame));
          const places = [0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length];
          places.sort((left, right) => left - right);
          const reader = new FrameReader();
          const found = places.flatMap((place, i) =>
            reader.push(new Uint8Array(stream.subarray(place, places[i + 1] ?? place))),
          );
          expect(found).toEqual(messages);
        },
      ),
    );
  });

  it('refuses a length that no message has', () => {
    const tooLong = frame(new Uint8Array(0)).length + MAX_FRAME_BYTES;
    const length = [tooLong & 127, (tooLong >> 7) & 127, (tooLong >> 14) & 127];
    const head = [...length.map((byte) => byte | 128), tooLong >> 21];
    expect(() => new FrameReader().push(Uint8Array.from(head))).toThrow(FrameError);
    expect(() => new FrameReader().push(new Uint8Array(6).fill(128))).toThrow(FrameError);
  });
});
