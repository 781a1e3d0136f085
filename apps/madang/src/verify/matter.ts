import { fail, ok, type Result } from '@madang/base';
import { openRerun } from '@madang/kernel/rerun';
import {
  type Again,
  checkToEnd,
  type DossierProblem,
  type Keep,
  type MatterReader,
  openProvenState,
  type PartFinding,
  type ReadMatter,
  type Verdict,
} from '@madang/protocol';
import { services } from '@madang/services';
import type { CommandError, Language, Terminal, Words } from '../terminal.ts';
import type { Given } from './asked.ts';
import { whyNot } from './cannot-go-on.ts';
import { sayContinued } from './continued.ts';
import { sayDecided } from './decided.ts';
import { type MatterFile, openMatterFile } from './matter-file.ts';
import { EXIT_STATUS, printLine, printOutcome } from './print.ts';
import { withDecided } from './receipt.ts';
import { openScratchFiles, type ScratchFiles } from './scratch-files.ts';

/** A dossier that is to be checked, and where what is found is said. */
export interface MatterAsked {
  readonly terminal: Terminal;
  readonly file: string;
  readonly given: Given;
}

/** What the check of a dossier needs. */
export interface MatterInput {
  readonly read: Result<ReadMatter, DossierProblem>;
  readonly policyText: string | undefined;
  readonly openAgain: (chain: Uint8Array) => Again;
  readonly onProgress: (done: number, all: number) => void;
}

/** How dossiers of one service are checked, and in which words. */
export interface MatterVerifier<P extends string, C extends string, F> {
  readonly reader: (keep: Keep) => MatterReader;
  readonly check: (
    input: MatterInput,
  ) => AsyncGenerator<
    PartFinding<P, C>,
    { readonly verdict: Verdict; readonly facts: F | undefined },
    undefined
  >;
  readonly titles: Readonly<Record<P, Words>>;
  readonly sentenceOf: (code: PartFinding<P, C>['code']) => Words;
  readonly print: (terminal: Terminal, facts: F) => void;
  readonly notChecked: (language: Language) => string;
}

type Read = Result<ReadMatter, DossierProblem>;

interface Asked extends Pick<MatterAsked, 'terminal' | 'given'> {
  readonly scratch: ScratchFiles;
}

/** Checks a dossier, prints each part and the result, and gives the exit status. */
export async function verifyMatter<P extends string, C extends string, F>(
  { terminal, file, given }: MatterAsked,
  verifier: MatterVerifier<P, C, F>,
): Promise<Result<number, CommandError>> {
  const later = await openMatterFile(file, verifier.reader);
  if (!later.ok) return later;
  const before = given.earlier;
  const earlier =
    before === undefined ? ok(undefined) : await openMatterFile(before, verifier.reader);
  const scratch = openScratchFiles();
  try {
    if (!earlier.ok) return earlier;
    const asked = { terminal, given, scratch };
    return ok(await verifyRead(asked, verifier, later.value, earlier.value));
  } catch (thrown) {
    const why = whyNot(thrown);
    if (why === undefined) throw thrown;
    return fail(why);
  } finally {
    scratch.close();
    later.value.close();
    if (earlier.ok) earlier.value?.close();
  }
}

async function verifyRead<P extends string, C extends string, F>(
  asked: Asked,
  verifier: MatterVerifier<P, C, F>,
  { read }: MatterFile,
  earlier: MatterFile | undefined,
): Promise<number> {
  const { terminal, given } = asked;
  const { facts, verdict } = await checkPrinted(asked, read, verifier);
  if (facts !== undefined) verifier.print(terminal, facts);
  const note = noteOf(read);
  const decided = note === undefined ? undefined : await sayDecided(terminal, note, given);
  const continued =
    earlier === undefined
      ? []
      : await sayContinued(terminal, { earlier: earlier.read, later: read }, (one) =>
          checkPrinted(asked, one, verifier),
        );
  const whole = worst([withDecided({ verdict }, decided).verdict, ...continued]);
  printOutcome(terminal, whole);
  terminal.say(verifier.notChecked(terminal.language));
  return EXIT_STATUS[whole];
}

/** What several verdicts come to together. */
function worst(verdicts: readonly Verdict[]): Verdict {
  const order = ['mismatch', 'unchecked'] as const;
  return order.find((one) => verdicts.includes(one)) ?? 'checked';
}

/** Checks a dossier that was read, and prints each part. */
async function checkPrinted<P extends string, C extends string, F>(
  { terminal, given, scratch }: Asked,
  read: Read,
  { check, titles, sentenceOf }: MatterVerifier<P, C, F>,
) {
  const checks = check({
    read,
    policyText: given.policyText,
    openAgain: (chain) => openRerun(services, chain, scratch.space()),
    onProgress: (done, all) => {
      terminal.draw(`${String(done)} / ${String(all)}`);
    },
  });
  return await checkToEnd(checks, ({ part, state, code, detail }) => {
    printLine(terminal, { title: titles[part], state, code, sentence: sentenceOf(code), detail });
  });
}

/** The checkpoint in a dossier; nothing where it cannot be read. */
function noteOf(read: Read): string | undefined {
  const opened = read.ok ? openProvenState(read.value.state) : read;
  return opened.ok ? opened.value.state.checkpoint : undefined;
}
