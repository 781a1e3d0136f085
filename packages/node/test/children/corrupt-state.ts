// Changes one value in the state of a ledger that is not open, with the store's own pieces, so that
// nothing about the folder looks damaged: only the history that follows from it is another one.
// Arguments: folder of the ledger, a number that chooses the value; and the table (service/name) it
// is of, if it shall be one that cannot be read at all.
import { writeSync } from 'node:fs';
import { expectPresent, toHex } from '@madang/base';
import { statePath } from '@madang/crypto';
import { openArchive } from '../../src/store/archive.ts';
import { openDatabase } from '../../src/store/database.ts';
import { folderPaths } from '../../src/store/folder.ts';
import { putHead } from '../../src/store/head.ts';
import { openView, trieReader, valueHashOf } from '../../src/store/view.ts';
import { prepareTrie } from '../../src/trie/trie.ts';

const [folder = '', choice = '0', table = ''] = process.argv.slice(2);
const paths = folderPaths(folder);
const database = openDatabase(paths.ledger);
const opened = openView(database.snapshot(), openArchive(paths.archive));
const view = expectPresent(opened, 'there is a ledger');
const all = [...view.snapshot.state.range({ start: new Uint8Array() })].filter(({ key }) =>
  Buffer.from(key).toString('latin1').startsWith(table),
);
const { key, value } = expectPresent(all[Number(choice) % all.length], 'a state has values');
const changed =
  table === ''
    ? Uint8Array.from(value, (byte, at) => (at === value.length - 1 ? byte ^ 1 : byte))
    : value.slice(0, -1);
const trie = prepareTrie(view.trie, trieReader(view.snapshot), [
  { path: statePath(key), valueHash: valueHashOf(changed) },
]);
await database.commit((tables) => {
  tables.state.put(key, changed);
  for (const { key: bucket, bytes, offset, count } of trie.buckets) {
    tables.buckets.put(bucket, bytes.subarray(offset, offset + 32 + 64 * count));
  }
  for (const { region, record } of trie.regions) tables.regions.put(region, record);
  putHead(tables.meta, { ...view.head, stateRoot: trie.root });
});
writeSync(1, `${toHex(key)} ${String(all.length)}\n`);
await database.close();
