import { Button, CommandLine, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { saveFile } from '../device/save-file.ts';
import type { Problem } from '../ledger.ts';
import { DossierCheck } from '../parts/dossier-check.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { decisionsText } from '../text/decisions.ts';
import { cityClient, problemOf } from './city-client.ts';
import type { DecisionFacts } from './decision-facts.ts';

/** The name under which a dossier is saved: without blanks, for it is typed in a command. */
export function dossierName({ id }: Pick<DecisionFacts, 'id'>): string {
  return `decision-${id.slice(0, 12)}.dossier`;
}

/** Everything that is needed to check a decision offline, and how that is done. */
export function DossierPart({ facts }: { facts: DecisionFacts }) {
  const text = useMessages(decisionsText);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const name = dossierName(facts);
  const [given, setGiven] = useState<Uint8Array>();
  const fetchThen = async (use: (dossier: Uint8Array) => void): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const made = await cityClient().dossier(facts.id);
    setBusy(false);
    if (made.ok) use(made.value);
    else setProblem(problemOf(made.error));
  };
  return (
    <section class="part" aria-labelledby="check">
      <h2 id="check">{text.check}</h2>
      <p>{text.checkWords}</p>
      <div class="m-row">
        <Button
          kind="second"
          icon="check"
          busy={isBusy}
          busyWords={text.dossierBusy}
          onClick={() => void fetchThen(setGiven)}
        >
          {text.checkHere}
        </Button>
        <Button
          kind="plain"
          icon="download"
          onClick={() => void fetchThen((dossier) => saveFile(name, dossier))}
        >
          {text.dossier}
        </Button>
      </div>
      {given !== undefined && <DossierCheck bytes={given} fileName={name} />}
      {problem !== undefined && <Unanswered problem={problem} />}
      <p class="m-small m-sub">{text.commands}</p>
      <CommandLine command={`npx madang verify ${name}`} />
      <CommandLine command={`npx madang-audit ${name}`} />
    </section>
  );
}
