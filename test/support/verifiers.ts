import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sha256 } from '@madang/crypto';
import {
  checkReceipt,
  type PartName,
  type PartState,
  partNames,
  type Verdict,
} from '@madang/protocol';
import { serviceProofs } from '@madang/testkit';
import { runCommandLine } from '../../apps/madang/src/command-line.ts';
import { partTitles, stateWords } from '../../apps/madang/src/verify/sentences.ts';

/** What somebody hands to a verifier. */
export interface VerifierInput {
  readonly receipt: Uint8Array;
  readonly policyText: string;
  /** The file that the receipt is about. */
  readonly file?: Uint8Array;
  readonly standing?: Uint8Array;
}

/** What a verifier said: the whole, and each part that it reported, in its order. */
export interface Said {
  readonly verdict: Verdict;
  readonly parts: readonly (readonly [string, PartState])[];
}

/** One of the three programs, run on its own input. */
export interface VerifierProgram {
  readonly name: 'protocol' | 'madang verify' | 'madang-audit';
  readonly check: (input: VerifierInput) => Promise<Said>;
}

const audit: AuditModule = await loadAudit();

/** The three verifiers; `close` removes the folder through which two of them are given files. */
export async function openVerifiers(): Promise<{
  readonly programs: readonly VerifierProgram[];
  readonly close: () => Promise<void>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-verifiers-'));
  const proofs = await serviceProofs();
  return {
    close: () => rm(folder, { recursive: true }),
    programs: [
      {
        name: 'protocol',
        check: async ({ receipt, policyText, file, standing }) => {
          const { verdict, parts } = await checkReceipt({
            bytes: receipt,
            policyText,
            proofs,
            ...(file === undefined ? {} : { fileDigest: sha256(file) }),
            ...(standing === undefined ? {} : { freshStanding: standing }),
          });
          return { verdict, parts: parts.map(({ part, state }) => [part, state]) };
        },
      },
      { name: 'madang verify', check: async (input) => madangVerify(folder, input) },
      { name: 'madang-audit', check: async (input) => madangAudit(folder, input) },
    ],
  };
}

/** Runs the command in this process and reads its lines as a person would. */
async function madangVerify(folder: string, input: VerifierInput): Promise<Said> {
  const lines: string[] = [];
  const status = await runCommandLine(['verify', ...(await given(folder, input))], {
    language: 'en',
    isInteractive: false,
    say: (line) => {
      lines.push(line);
    },
    note: (line) => {
      lines.push(line);
    },
    draw: () => undefined,
  });
  const verdict = (['checked', 'mismatch', 'unchecked'] as const)[status];
  if (verdict === undefined) throw new Error(`madang verify ended with ${status}: ${lines.join()}`);
  return { verdict, parts: lines.flatMap(partOfLine) };
}

/** `Signatures       passed           ...` */
function partOfLine(line: string): [PartName, PartState][] {
  return partNames.flatMap((part) => {
    const title = partTitles[part].en;
    if (!line.startsWith(`${title} `)) return [];
    const rest = line.slice(title.length).trimStart();
    const states: readonly PartState[] = ['passed', 'failed', 'unchecked'];
    const state = states.find((one) => rest.startsWith(stateWords[one].en));
    return state === undefined ? [] : [[part, state]];
  });
}

const auditVerdicts: Readonly<Record<PartState, Verdict>> = {
  passed: 'checked',
  failed: 'mismatch',
  unchecked: 'unchecked',
};

async function madangAudit(folder: string, input: VerifierInput): Promise<Said> {
  const standing =
    input.standing === undefined ? [] : await put(folder, 'standing', input.standing);
  const args = [...(await given(folder, input)), ...flag('--standing', standing)];
  const { status, out } = await runAudit(args);
  const { verdict, parts } = JSON.parse(out) as AuditJson;
  if (status !== ['passed', 'failed', 'unchecked'].indexOf(verdict)) {
    throw new Error(`madang-audit said ${verdict} and ended with ${status}`);
  }
  return { verdict: auditVerdicts[verdict], parts: parts.map((one) => [one.part, one.verdict]) };
}

/** What `madang-audit --json` prints, as far as it is compared. */
export interface AuditJson {
  readonly verdict: PartState;
  readonly parts: readonly {
    readonly part: string;
    readonly verdict: PartState;
    readonly code: string;
  }[];
}

/** Runs the independent verifier with `--json` in this process. */
export async function runAudit(args: readonly string[]): Promise<{ status: number; out: string }> {
  let out = '';
  const hear = (text: string): void => {
    out += text;
  };
  const screen = { out: hear, err: hear, terminal: false };
  const status = await audit.main([...args, '--json'], screen);
  return { status, out };
}

interface AuditModule {
  main(
    args: readonly string[],
    screen: { out(text: string): void; err(text: string): void; terminal: boolean },
  ): Promise<number>;
}

/** By its address, like a stranger: nothing of this repository imports the audit. */
async function loadAudit(): Promise<AuditModule> {
  const address = new URL('../../apps/audit/src/cli.mjs', import.meta.url);
  return (await import(address.href)) as AuditModule;
}

async function given(folder: string, { receipt, policyText, file }: VerifierInput) {
  const [place = ''] = await put(folder, 'given.receipt', receipt);
  const policy = await put(folder, 'given-policy.txt', policyText);
  const compared = file === undefined ? [] : await put(folder, 'given-file', file);
  return [place, ...flag('--policy', policy), ...flag('--file', compared)];
}

function flag(name: string, values: readonly string[]): readonly string[] {
  return values.flatMap((value) => [name, value]);
}

async function put(folder: string, name: string, content: Uint8Array | string): Promise<string[]> {
  const place = path.join(folder, name);
  await writeFile(place, content);
  return [place];
}
