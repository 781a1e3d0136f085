import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import { Icon } from '../icons.tsx';

type LoadedFileProps = { name: string; detail: string; onRemove?: () => void };

/** A file that was put in, with the way to take it out again. */
export function LoadedFile({ name, detail, onRemove }: LoadedFileProps) {
  const text = useMessages(partText);
  return (
    <div class="m-loaded">
      <Icon name="file" />
      <span>
        <b>{name}</b>
        {detail}
      </span>
      {onRemove !== undefined && (
        <button class="m-tool" type="button" onClick={onRemove}>
          <Icon name="close" small />
          <span class="m-vh">
            {text.remove}, {name}
          </span>
        </button>
      )}
    </div>
  );
}
