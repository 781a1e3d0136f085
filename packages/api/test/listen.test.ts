import { execFileSync } from 'node:child_process';
import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expectOk } from '@madang/base';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listening, listen, listenWith, SOCKETS_FOR_MANY } from '../src/listen.ts';

const hosts = ['127.0.0.1'];
let answered = 0;
const open: Listening[] = [];

async function start(port = 0): Promise<Listening> {
  const answers = {
    listener: (_: IncomingMessage, response: ServerResponse) => {
      answered += 1;
      response.end('here');
    },
    refuseBroken: () => undefined,
  };
  const listening = await listen({ hosts, port }, answers, SOCKETS_FOR_MANY);
  const started = expectOk(listening, 'a server');
  open.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close(0)));
  answered = 0;
});

/** Connects so many times, sends a request each, and then says so in shared memory. */
const CONNECTING = `
  const { connect } = require('node:net');
  const { workerData: { port, count, said } } = require('node:worker_threads');
  let left = count;
  for (let n = 0; n < count; n++) {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n', () => {
        left -= 1;
        if (left > 0) return;
        Atomics.store(said, 0, 1);
        Atomics.notify(said, 0);
      });
    });
    socket.on('error', () => undefined);
  }
`;

describe('a server that listens', () => {
  // Elsewhere than on Linux sockets cannot share a port so that each gets its part.
  it.skipIf(process.platform !== 'linux')(
    'lets those in who came while it was busy, many in one turn of its loop',
    async () => {
      const { port } = await start();
      const count = 128;
      const said = new Int32Array(new SharedArrayBuffer(4));
      const worker = new Worker(CONNECTING, { eval: true, workerData: { port, count, said } });
      // Nothing is accepted meanwhile: this thread waits.
      expect(Atomics.wait(said, 0, 0, 20_000)).not.toBe('timed-out');
      let turns = 0;
      for (; answered < count && turns < count; turns++) await setImmediate();
      await worker.terminate();
      expect(answered).toBe(count);
      expect(turns).toBeLessThan(count / 2);
    },
  );

  it('shares its port with no other server, of this process or another', async () => {
    const { port } = await start();
    const other = await listenWith({ hosts, port }, () => undefined);
    expect(other).toEqual({ ok: false, error: { code: 'PORT_IN_USE', host: hosts[0], port } });
    const code = `require('node:net').createServer().on('error', ({ code }) => console.log(code))
      .listen({ port: ${String(port)}, host: '127.0.0.1' }, () => process.exit())`;

    expect(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })).toBe('EADDRINUSE\n');
  });

  it('gives its port back when it is closed, with what is idle', async () => {
    const first = await start();
    const socket = connect(first.port, '127.0.0.1');
    const ended = new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => {
      socket.once('data', resolve);
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    });
    await first.close(60_000);
    await ended;
    const again = await start(first.port);
    const status = await new Promise((resolve, reject) => {
      get({ port: again.port, host: '127.0.0.1', agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(200);
  });
});
