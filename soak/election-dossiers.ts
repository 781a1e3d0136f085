// Every byte of the dossier of an election of 5 voters changed once, and 500 random bytes of one of
// 2,000, for both verifiers: `npm run soak -- election-dossiers`. `--small N` changes N random
// bytes of the small one, `--flips N` so many of the large one, `--voters N` makes it of N voters;
// `--only small` and `--only large` leave the other out. It takes hours: each has its own report.

import { parseArgs } from 'node:util';
import { randomBytes } from '@madang/crypto';
import { openRerun } from '@madang/kernel/rerun';
import { checkToEnd } from '@madang/protocol';
import {
  castLoad,
  decideLoad,
  dossierOfLoad,
  openLoad,
  openLoadLedger,
} from '../bench/lib/election-load.ts';
import { checkElection, electionReader, verifyHere } from '../services/election/proof/index.ts';
import { services } from '../services/registry.ts';
import { everyByte, flipAt, type Made, type Said, someBytes } from './lib/flip-dossier.ts';
import { numberGiven, report } from './lib/measurement.ts';

const SMALL = 5;
const AT_ONCE = 500;

const { values } = parseArgs({
  options: { small: { type: 'string' }, only: { type: 'string' } },
  strict: false,
});
if (values['only'] !== 'large') await changeSmall();
if (values['only'] !== 'small') await changeLarge();

async function changeSmall(): Promise<void> {
  const made = await makeDossier(SMALL);
  const isWhole = values['small'] === undefined;
  const places = isWhole ? everyByte(made) : someBytes(made, numberGiven('small', 1));
  await change('election-dossiers-small', made, places);
}

async function changeLarge(): Promise<void> {
  const made = await makeDossier(numberGiven('voters', 2_000));
  await change('election-dossiers-large', made, someBytes(made, numberGiven('flips', 500)));
}

async function change(name: string, made: Made, places: readonly number[]): Promise<void> {
  const problems = await flipAt(made, places, check);
  const figures = { bytes: made.dossier.length, flips: places.length };
  report({ name, figures, problems });
}

async function check(bytes: Uint8Array, policyText: string): Promise<Said> {
  const reader = electionReader();
  const pushed = reader.push(bytes);
  const checks = checkElection({
    read: pushed.ok ? reader.end() : pushed,
    policyText,
    openAgain: (chain) => openRerun(services, chain),
    verifier: verifyHere(() => randomBytes(32)),
  });
  const { verdict, parts } = await checkToEnd(checks);
  return { verdict, named: parts.filter(({ state }) => state !== 'passed') };
}

/** The dossier of an election in which everybody voted; with too few voters it is not decrypted. */
async function makeDossier(voters: number): Promise<Made> {
  const test = await openLoadLedger(AT_ONCE);
  const load = await openLoad(test, voters, AT_ONCE);
  await castLoad(test, load, AT_ONCE);
  await decideLoad(test, load);
  const dossier = await dossierOfLoad(test, load);
  const { policyText } = test;
  await test.close();
  return { dossier, policyText };
}
