import { sha256 } from '@madang/crypto';
import { DropZone, FieldError, useMessages } from '@madang/ui';
import { deskActsText } from '../text/desk-acts.ts';

/** A file that stays on this device, by its name and SHA-256. */
export type FilePrint = { name: string; digest: Uint8Array };

type FilePrintProps = {
  title: string;
  hint: string;
  value: FilePrint | undefined;
  error?: string;
  onChange: (file: FilePrint) => void;
};

/** A place for one file, of which only the fingerprint is used. */
export function FilePrintField({ title, hint, value, error, onChange }: FilePrintProps) {
  const text = useMessages(deskActsText);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    onChange({ name: file.name, digest: sha256(new Uint8Array(await file.arrayBuffer())) });
  };
  return (
    <div class="m-field">
      {error !== undefined && <FieldError>{error}</FieldError>}
      <DropZone
        title={value === undefined ? title : text.scanChosen(value.name)}
        hint={hint}
        onFiles={([file]) => void take(file)}
      />
    </div>
  );
}
