// A process that reads a ledger while another one writes it: proves keys and checks entries of one
// block after another, and writes a line for each. Arguments: folder, how many blocks.

import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { leafHash, verifyAbsence, verifyInclusion, verifyPresence } from '@madang/crypto';
import { openReader } from '../../src/store/reader.ts';
import { stateKeyOf } from '../fake-blocks.ts';

const [folder = '', count = '1'] = process.argv.slice(2);
const opened = await openReader(folder);
if (!opened.ok) throw new Error(opened.error.message);
const reader = opened.value;
let blocks = 0;
let isNew = true;
while (blocks < Number(count)) {
  if (isNew) {
    writeSync(1, `${reader.head().height} ${isConsistent() ? 'consistent' : 'WRONG'}\n`);
    blocks += 1;
  }
  await sleep(5);
  isNew = reader.refresh();
}
await reader.close();

function isConsistent(): boolean {
  const { stateRoot: root, logRoot, logSize: size } = reader.head();
  for (let n = 0; n < 200; n += 13) {
    const stateKey = stateKeyOf(n);
    const { value, proof } = reader.prove(stateKey);
    const isProven =
      value === undefined
        ? verifyAbsence({ root, stateKey, proof })
        : verifyPresence({ root, stateKey, value, proof });
    if (!isProven) return false;
  }
  const index = size - 1;
  const leaf = leafHash(reader.entry(index) ?? new Uint8Array());
  return verifyInclusion({
    index,
    size,
    leaf,
    proof: reader.inclusion(index, size),
    root: logRoot,
  });
}
