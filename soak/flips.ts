// Every byte of a small receipt changed in eight ways, for three verifiers and a browser:
// `npm run soak -- flips`.
import { toBase64 } from '@madang/base';
import { openPageWorld, type PageVerdict } from '@madang/testkit';
import {
  checkFlips,
  type FlipFinding,
  flipDisagreements,
  flipProblems,
  smallReceipt,
} from '../test/support/flips.ts';
import { openVerifiers } from '../test/support/verifiers.ts';
import { progress, report } from './lib/measurement.ts';

const WAYS = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80];

const input = await smallReceipt();
const verifiers = await openVerifiers();
const page = await openPageWorld();
const problems: string[] = [];
let checks = 0;
let inPage = 0;
let disagreements = 0;
for (const xor of WAYS) {
  const found = await checkFlips(input, verifiers.programs, { xor });
  checks += found.length;
  disagreements += flipDisagreements(found).length;
  problems.push(...flipProblems(found));
  const seen = (await page?.call<PageVerdict[]>('checkEveryFlip', pageInput(), xor)) ?? [];
  inPage += seen.length;
  problems.push(...flipProblems(seen.map(findingOf)));
  progress(`xor ${xor}: ${checks} checks, ${problems.length} problems`);
}
await page?.close();
await verifiers.close();
const receiptBytes = input.receipt.length;
report({ name: 'flips', figures: { receiptBytes, checks, inPage, disagreements }, problems });

function pageInput() {
  return { receipt: toBase64(input.receipt), policyText: input.policyText };
}

/** The page runs the same code as `protocol`, built for browsers. */
function findingOf({ verdict, parts }: PageVerdict, at: number): FlipFinding {
  const said = { verdict, parts: parts.map(({ part, state }) => [part, state] as const) };
  return { at, program: 'protocol', said };
}
