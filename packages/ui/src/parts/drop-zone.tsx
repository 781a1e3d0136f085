import { useId, useState } from 'preact/hooks';
import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import { Icon } from '../icons.tsx';

type DropZoneProps = {
  /** What may be put here, as the person knows it. */
  title: string;
  hint: string;
  onFiles: (files: readonly File[]) => void;
  multiple?: boolean;
  accept?: string;
};

/** A place for files: drop them, choose them, or reach it with the keyboard. */
export function DropZone({ title, hint, onFiles, multiple = false, accept }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const id = useId();
  const text = useMessages(partText);
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
  };
  return (
    <label
      class="m-drop"
      for={id}
      data-over={over ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <input
        id={id}
        class="m-vh"
        type="file"
        multiple={multiple}
        accept={accept}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <Icon name="upload" />
      <span class="m-strong">{title}</span>
      <span class="m-small m-sub" id={`${id}-hint`}>
        {hint} <span class="drag">{text.drag}</span>
      </span>
    </label>
  );
}
