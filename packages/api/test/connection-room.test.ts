import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createNetServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectionsMax, keepRoom, openFilesMax } from '../src/connection-room.ts';

const server = createServer((_, response) => response.end('here'));
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Asks over a connection of its own, which stays open, and gives what came back. */
function ask(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    );
    sockets.push(socket);
    socket.once('data', (bytes) => resolve(bytes.toString()));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed without an answer')));
  });
}

describe('a server with few connections', () => {
  it('answers one after the other who keep theirs, although all of them are more', async () => {
    keepRoom(server, 10);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    for (let turn = 0; turn < 4; turn++) {
      const answers = await Promise.all(Array.from({ length: 5 }, () => ask(port)));
      expect(answers.every((text) => text.includes('here'))).toBe(true);
      // Longer than it takes until the server looks through its connections again.
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(sockets.length).toBe(20);
  });
});

describe('a server with as many connections as it may have', () => {
  it('closes what comes besides, whoever accepted it', async () => {
    const busy = createServer(() => undefined);
    keepRoom(busy, 2);
    const listener = createNetServer((socket) => busy.emit('connection', socket));
    await new Promise<void>((resolve) => {
      listener.listen(0, '127.0.0.1', resolve);
    });
    const { port } = listener.address() as AddressInfo;
    const asked = [1, 2, 3].map(() => ask(port));
    await expect(asked[2]).rejects.toThrow(/closed|ECONNRESET/);
    const open = await Promise.race([...asked.slice(0, 2), Promise.resolve('both wait')]);
    expect(open).toBe('both wait');
    listener.close();
    for (const socket of sockets) socket.destroy();
    const ended = await Promise.allSettled(asked);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});

describe('connectionsMax', () => {
  it('leaves a quarter of the open files to the ledger, and has an upper bound', () => {
    expect(connectionsMax(1_024)).toBe(768);
    expect(connectionsMax(1_000_000)).toBe(16_384);
    for (const unknown of [undefined, Number.NaN]) expect(connectionsMax(unknown)).toBe(4_096);
    expect(connectionsMax(0)).toBe(1);
  });

  it('goes by what the system says of this process', () => {
    expect(openFilesMax() ?? 1).toBeGreaterThan(0);
  });
});
