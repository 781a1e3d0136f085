// A node of a newer build than this one, for the test of an upgrade: it has the rules of this build
// as version 1, and as version 2 one service more. Told what `madang` is: start --data --port.
import { parseArgs } from 'node:util';
import { expectOk } from '@madang/base';
import { layoutOf } from '../../../apps/madang/src/data/layout.ts';
import { listenFor } from '../../../apps/madang/src/server/listening.ts';
import { openCity } from '../../../apps/madang/src/server/open-city.ts';
import { waitForStop } from '../../../apps/madang/src/server/wait-for-stop.ts';
import { newerMachine } from './newer-rules.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string', default: '' }, port: { type: 'string', default: '' } },
});
const log = (line: unknown): void => {
  process.stderr.write(`${JSON.stringify(line)}\n`);
};
const layout = layoutOf(values.data);
const { api, ledger, close } = expectOk(
  await openCity({ layout, now: Date.now, log, machine: newerMachine() }),
  'the ledger opens',
);
const port = Number(values.port);
const listening = expectOk(
  await listenFor(false, (hosts) => api.listen({ hosts, port })),
  'it listens',
);
const failure = await waitForStop(ledger);
await listening.close();
await close();
if (failure !== undefined) {
  process.stderr.write(`${failure.message.en} (${failure.code})\n`);
  process.exitCode = 1;
}
