import { Button, DropZone, FieldError, LoadedFile, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { keepForLong } from '../device/keep-for-long.ts';
import { saveFile } from '../device/save-file.ts';
import { trusteeText } from '../text/trustee.ts';
import { charsIn, fewestChars, PassphraseFields } from './passphrase-field.tsx';
import { useTrusteeRoom } from './room.ts';
import { TroubleAlert } from './trouble.tsx';
import type { KeyFacts, Trouble } from './working.ts';

/** Makes the key if there is none, and hands its recovery file to the person. */
export function SaveForm({ hasKey, onKey }: { hasKey: boolean; onKey: (key: KeyFacts) => void }) {
  const text = useMessages(trusteeText);
  const { ask } = useTrusteeRoom();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isAsked, setAsked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const isShort = charsIn(passphrase) < fewestChars;
  const go = async (): Promise<void> => {
    setAsked(true);
    if (isShort || again !== passphrase) return;
    setBusy(true);
    keepForLong();
    const made = await ask('make', {});
    const saved = made.ok ? await ask('save', { passphrase }) : made;
    setBusy(false);
    if (saved.ok) {
      saveFile(saved.value.name, saved.value.file);
      onKey(saved.value.key);
    } else setTrouble(saved.trouble);
  };
  const differs = isAsked && !isShort && again !== passphrase;
  return (
    <form
      class="m-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void go();
      }}
    >
      <PassphraseFields
        value={passphrase}
        onInput={setPassphrase}
        error={isAsked && isShort ? text.short(String(fewestChars)) : undefined}
        again={{
          value: again,
          onInput: setAgain,
          error: differs ? text.differs : undefined,
        }}
      />
      {trouble !== undefined && <TroubleAlert trouble={trouble} />}
      <div>
        <Button
          type="submit"
          icon="download"
          busy={isBusy}
          busyWords={hasKey ? text.saving : text.making}
        >
          {hasKey ? text.saveAgain : text.make}
        </Button>
      </div>
    </form>
  );
}

/** More than any key file has. */
const mostBytes = 4_096;

/** Takes the key out of a recovery file. */
export function RestoreForm({ onKey }: { onKey: (key: KeyFacts) => void }) {
  const text = useMessages(trusteeText);
  const { ask } = useTrusteeRoom();
  const [file, setFile] = useState<{ name: string; text: string }>();
  const [passphrase, setPassphrase] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const take = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    // A file that is too long is no key file, whatever is in it.
    const read = chosen.size > mostBytes ? '' : await chosen.text().catch(() => '');
    setMissing(false);
    setTrouble(undefined);
    setFile({ name: chosen.name, text: read });
  };
  const go = async (): Promise<void> => {
    setMissing(file === undefined);
    if (file === undefined) return;
    setBusy(true);
    keepForLong();
    const restored = await ask('restore', { text: file.text, passphrase });
    setBusy(false);
    if (restored.ok) onKey(restored.value);
    else setTrouble(restored.trouble);
  };
  return (
    <form
      class="m-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void go();
      }}
    >
      <div class="m-field">
        {isMissing && <FieldError>{text.fileMissing}</FieldError>}
        {file === undefined ? (
          <DropZone
            title={text.file}
            hint={text.fileHint}
            onFiles={([chosen]) => void take(chosen)}
          />
        ) : (
          <LoadedFile name={file.name} detail={text.file} onRemove={() => setFile(undefined)} />
        )}
      </div>
      <PassphraseFields value={passphrase} onInput={setPassphrase} />
      {trouble !== undefined && <TroubleAlert trouble={trouble} />}
      <div>
        <Button type="submit" busy={isBusy} busyWords={text.restoring}>
          {text.restore}
        </Button>
      </div>
    </form>
  );
}
