import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createReadLine } from '../src/read-line.ts';
import type { ApiRoom } from '../src/room.ts';
import { recordRoutes } from '../src/routes-records.ts';

/** Reads that come at once, each noted when it goes on. */
function come(line: ReturnType<typeof createReadLine>, count: number, from = 0): number[] {
  const gone: number[] = [];
  for (let number = from; number < from + count; number++) {
    const waits = line.wait();
    if (waits === undefined) gone.push(number);
    else void waits.then(() => gone.push(number));
  }
  return gone;
}

it('lets few reads go on at once', () => {
  const line = createReadLine(3);
  expect(come(line, 3)).toEqual([0, 1, 2]);
});

it('lets so many go on in each turn of the loop, in the order in which they came', async () => {
  const line = createReadLine(3);
  const gone = come(line, 8);
  expect(gone).toEqual([0, 1, 2]);
  await setImmediate();
  expect(gone).toEqual([0, 1, 2, 3, 4, 5]);
  // Whoever comes now stands behind those who wait.
  const later = come(line, 2, 8);
  await setImmediate();
  expect([...gone, ...later]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  await setImmediate();
  expect(later).toEqual([8, 9]);
});

it('lets all go on in the end, also where the line never was empty meanwhile', async () => {
  const line = createReadLine(10);
  const gone: (readonly number[])[] = [];
  for (let number = 0; number < 24_000; number += 20) {
    gone.push(come(line, 20, number));
    await setImmediate();
  }
  for (let turns = 0; turns < 1_300; turns++) await setImmediate();
  expect(gone.flat()).toEqual(Array.from({ length: 24_000 }, (_, number) => number));
});

it('rests when nobody waits', async () => {
  const line = createReadLine(2);
  come(line, 2);
  await setImmediate();
  await setImmediate();
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Immediate')).toEqual([]);
  expect(come(line, 3)).toEqual([0, 1]);
});

it('is not for acts, nor for what is asked right after one', () => {
  // Routes are declared before a room is looked at.
  const routes = recordRoutes({ options: {} } as ApiRoom);
  const first = routes.filter(({ goesFirst }) => goesFirst === true);
  expect(first.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    'get /api/receipts/:which',
    'get /api/transactions/:id',
    'post /api/transactions',
  ]);
});
