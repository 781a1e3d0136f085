import { Alert, DropZone, Field, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { deskNewText } from '../text/desk-new.ts';
import type { ChosenFile, StepProps } from './plan-state.ts';

const maxFileBytes = 8 * 1024 * 1024;

/** What is decided: its title, the full text, a summary in plain words. */
export function TextStep({ state, change }: StepProps) {
  const text = useMessages(deskNewText);
  return (
    <div class="part narrow">
      <Field
        label={text.titleKo}
        value={state.titleKo}
        maxLength={60}
        onInput={(titleKo) => change({ titleKo })}
      />
      <Field
        label={text.titleEn}
        hint={text.titleEnHint}
        value={state.titleEn}
        maxLength={100}
        onInput={(titleEn) => change({ titleEn })}
      />
      <FileField
        label={text.textFile}
        file={state.text}
        onFile={(file) => change({ text: file })}
      />
      <FileField
        label={text.summaryFile}
        file={state.summary}
        onFile={(summary) => change({ summary })}
      />
      <Field
        label={text.summaryBy}
        value={state.summaryBy}
        maxLength={60}
        onInput={(summaryBy) => change({ summaryBy })}
      />
    </div>
  );
}

type FileProps = {
  label: string;
  file: ChosenFile | undefined;
  onFile: (file: ChosenFile) => void;
};

function FileField({ label, file, onFile }: FileProps) {
  const text = useMessages(deskNewText);
  const [isTooLarge, setTooLarge] = useState(false);
  const take = async (given: File | undefined): Promise<void> => {
    if (given === undefined) return;
    setTooLarge(given.size > maxFileBytes);
    if (given.size > maxFileBytes) return;
    onFile({ name: given.name, bytes: new Uint8Array(await given.arrayBuffer()) });
  };
  return (
    <div class="m-stack-s">
      <DropZone title={label} hint={text.fileHint} onFiles={([given]) => void take(given)} />
      {isTooLarge && <Alert tone="failed" title={text.tooLarge} announce="new" />}
      {file !== undefined && <p class="m-small">{text.fileChosen(file.name)}</p>}
    </div>
  );
}
