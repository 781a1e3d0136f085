import { Button, CommandLine } from '@madang/ui';
import { useState } from 'preact/hooks';
import { cityClient, problemOf } from '../decision/city-client.ts';
import { saveFile } from '../device/save-file.ts';
import type { Problem } from '../ledger.ts';
import { lazily } from './lazily.tsx';
import { Unanswered } from './unanswered.tsx';

const DossierCheck = lazily(async () => (await import('./dossier-check.tsx')).DossierCheck);

type MatterDossierProps = {
  /** The matter, in hexadecimal. */
  id: string;
  /** What its file is called: it is typed in a command, so it has no blanks. */
  name: string;
  words: Readonly<
    Record<'check' | 'checkWords' | 'checkHere' | 'dossier' | 'dossierBusy' | 'commands', string>
  >;
};

/** Everything that is needed to check a matter offline, and how that is done. */
export function MatterDossier({ id, name, words }: MatterDossierProps) {
  const [busy, setBusy] = useState<'check' | 'save'>();
  const [problem, setProblem] = useState<Problem>();
  const [given, setGiven] = useState<Uint8Array>();
  const fetchThen = async (what: 'check' | 'save'): Promise<void> => {
    setBusy(what);
    setProblem(undefined);
    const made = await cityClient().dossier(id);
    setBusy(undefined);
    if (!made.ok) setProblem(problemOf(made.error));
    else if (what === 'check') setGiven(made.value);
    else saveFile(name, made.value);
  };
  return (
    <section class="part" aria-labelledby="check">
      <h2 id="check">{words.check}</h2>
      <p>{words.checkWords}</p>
      <div class="m-row">
        <Button
          kind="second"
          icon="check"
          busy={busy === 'check'}
          busyWords={words.dossierBusy}
          onClick={() => void fetchThen('check')}
        >
          {words.checkHere}
        </Button>
        <Button
          kind="plain"
          icon="download"
          busy={busy === 'save'}
          busyWords={words.dossierBusy}
          onClick={() => void fetchThen('save')}
        >
          {words.dossier}
        </Button>
      </div>
      {given !== undefined && <DossierCheck bytes={given} fileName={name} />}
      {problem !== undefined && <Unanswered problem={problem} />}
      <p class="m-small m-sub">{words.commands}</p>
      <CommandLine command={`npx madang verify ${name}`} />
      <CommandLine command={`npx madang-audit ${name}`} />
    </section>
  );
}
