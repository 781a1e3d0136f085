// Restores a snapshot into a data folder and kills itself in the middle of it: at a chunk, when
// everything is durable and nothing adopted, or at the end.
import { checkMetadata } from '../../src/snapshot/format.ts';
import { keptSnapshots } from '../../src/snapshot/kept.ts';
import { beginRestoring } from '../../src/snapshot/restore.ts';
import { openStore } from '../../src/store/store.ts';
import { fakeChain, fakeGenesis } from '../fake-blocks.ts';

const [folder = '', snapshots = '', appHash = '', killAt = ''] = process.argv.slice(2);
const store = await openStore({ folder }, fakeGenesis);
const [kept] = keptSnapshots(snapshots).list();
if (!store.ok || kept === undefined) throw new Error('It cannot begin.');
const expected = { chain: fakeChain, appHash: new Uint8Array(Buffer.from(appHash, 'hex')) };
const checked = checkMetadata(kept.metadata, expected);
if (!checked.ok) throw new Error(checked.error);
const { height, chunkCount } = kept;
const restoring = beginRestoring({ folder, checked: checked.value, ...expected, height });
for (let index = 0; index < chunkCount; index++) {
  if (String(index) === killAt) process.kill(process.pid, 'SIGKILL');
  const chunk = keptSnapshots(snapshots).chunk(height, index) ?? new Uint8Array();
  const applied = restoring.apply(chunk);
  if (`during ${String(index)}` === killAt) process.kill(process.pid, 'SIGKILL');
  if (!(await applied).ok) throw new Error('A chunk was refused.');
}
if (killAt === 'before adopting') process.kill(process.pid, 'SIGKILL');
const adopted = store.value.adopt();
if (killAt === 'while adopting') process.kill(process.pid, 'SIGKILL');
if (!(await adopted).ok) throw new Error('It was not adopted.');
await store.value.close();
