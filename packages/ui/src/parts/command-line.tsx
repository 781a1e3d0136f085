import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import { Icon } from '../icons.tsx';
import { useToast } from './toast.tsx';

/**
 * Copies a text, and says so; a browser that refuses leaves the text on the page to be selected.
 */
export function useCopy(): (text: string) => void {
  const toast = useToast();
  const words = useMessages(partText);
  return (text) => {
    if (!('clipboard' in navigator)) return;
    navigator.clipboard.writeText(text).then(
      () => toast(words.copied),
      () => undefined,
    );
  };
}

/** A command to be typed elsewhere, with a button that copies it. */
export function CommandLine({ command }: { command: string }) {
  const text = useMessages(partText);
  const copy = useCopy();
  return (
    <div class="m-cmd">
      <code>{command}</code>
      <button class="m-tool no-print" type="button" onClick={() => copy(command)}>
        <Icon name="copy" small />
        <span class="m-vh">{text.copyCommand}</span>
      </button>
    </div>
  );
}
