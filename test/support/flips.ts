import { expectPresent, utf8 } from '@madang/base';
import {
  actor,
  flipped,
  institutionOf,
  notariseFiles,
  openTestLedger,
  receiptOf,
  sealFiles,
} from '@madang/testkit';
import type { Said, VerifierInput, VerifierProgram } from './verifiers.ts';

/** What one program said of a receipt with one byte changed. */
export interface FlipFinding {
  readonly at: number;
  readonly program: VerifierProgram['name'];
  readonly said: Said;
}

/** A receipt that is as small as one can be with everything in it: one institution, one file. */
export async function smallReceipt(): Promise<VerifierInput> {
  const world = await openTestLedger({ genesis: { institutions: [institutionOf('city')] } });
  const sealed = await sealFiles([utf8('a small file')]);
  const [sent] = await world.send(notariseFiles(actor('clerk'), sealed));
  const { bodyHash } = expectPresent(sent, 'one act, one answer');
  const opening = expectPresent(sealed.openings[0], 'one file, one opening');
  const receipt = await receiptOf(world, bodyHash, { opening });
  await world.close();
  return { receipt, policyText: world.policyText };
}

/**
 * Has programs check a receipt once for each of its bytes, or every `step`th from `first` on, that
 * byte changed by `xor`.
 */
export async function checkFlips(
  input: VerifierInput,
  programs: readonly VerifierProgram[],
  {
    xor,
    first = 0,
    step = 1,
  }: { readonly xor: number; readonly first?: number; readonly step?: number },
): Promise<readonly FlipFinding[]> {
  const found: FlipFinding[] = [];
  for (let at = first; at < input.receipt.length; at += step) {
    const receipt = flipped(input.receipt, at, xor);
    for (const { name, check } of programs) {
      found.push({ at, program: name, said: await check({ ...input, receipt }) });
    }
  }
  return found;
}

/** A sentence for each finding that lets a changed receipt pass, or names no part. */
export function flipProblems(found: readonly FlipFinding[]): readonly string[] {
  return found.flatMap(({ at, program, said }) => {
    const named = said.parts.filter(([, state]) => state !== 'passed');
    if (said.verdict !== 'checked' && named.length > 0) return [];
    return [`${program} says ${said.verdict} with byte ${at} changed, and names no part.`];
  });
}

/** A sentence for each place where programs do not come to one verdict. */
export function flipDisagreements(found: readonly FlipFinding[]): readonly string[] {
  const byPlace = Map.groupBy(found, ({ at }) => at);
  return [...byPlace].flatMap(([at, findings]) => {
    const lines = findings.map(({ program, said }) => `${program}: ${firstOf(said)}`);
    const distinct = new Set(findings.map(({ said }) => firstOf(said)));
    return distinct.size < 2 ? [] : [`byte ${at}: ${lines.join('; ')}`];
  });
}

/** The verdict and the first part that is responsible for it. */
function firstOf({ verdict, parts }: Said): string {
  const first = parts.find(([, state]) => state !== 'passed');
  return `${verdict} (${first?.join(' ') ?? 'every part passed'})`;
}
