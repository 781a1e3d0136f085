import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { layoutOf } from '../src/data/layout.ts';
import { readNetworkSettings } from '../src/network/settings.ts';
import { temporaryFolder } from './support/city.ts';

const node = {
  institution: 'city',
  id: 'a'.repeat(40),
  host: '127.0.0.1',
  port: 26_656,
  api: 'http://127.0.0.1',
};
const settings = { format: 1, institution: 'city', listen: '0.0.0.0', pace: 'wide', nodes: [node] };
const stateSync = {
  rpcServers: ['http://one.example:26657', 'unix:///run/two.sock'],
  trustHeight: 7,
  trustHash: 'AB'.repeat(32),
};

it('the settings of a network say from where a new node begins, or nothing of it', () => {
  const layout = layoutOf(temporaryFolder());
  const read = (given: object) => {
    writeFileSync(layout.network, JSON.stringify({ ...settings, ...given }));
    return readNetworkSettings(layout);
  };
  expect(read({})).toMatchObject({ ok: true });
  const whole = read({ stateSync });
  expect(whole.ok ? whole.value?.stateSync : undefined).toEqual(stateSync);
  const wrong = [
    { rpcServers: ['http://one.example:26657'] },
    { rpcServers: ['http://one"\nenable', 'unix:///run/two.sock'] },
    { trustHash: 'AB' },
    { trustHeight: 0 },
  ];
  for (const one of wrong) {
    expect(read({ stateSync: { ...stateSync, ...one } }), JSON.stringify(one)).toMatchObject({
      ok: false,
    });
  }
});
