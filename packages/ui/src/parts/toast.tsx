import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';
import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import { Icon } from '../icons.tsx';

const shownMs = 6000;

type Message = { id: number; words: string };

const ToastContext = createContext<(words: string) => void>(() => undefined);

/** Gives the function that confirms what the person just did. Never the only place for a fact. */
export function useToast(): (words: string) => void {
  return useContext(ToastContext);
}

/** One confirmation; it goes after six seconds, and stays while it is pointed at or focused. */
export function Toast({ words, onEnd }: { words: string; onEnd: () => void }) {
  const text = useMessages(partText);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(onEnd, shownMs);
    return () => clearTimeout(timer);
  }, [held, onEnd]);
  return (
    <div
      class="m-toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      <Icon name="check" />
      <span>{words}</span>
      <button type="button" onClick={onEnd}>
        <Icon name="close" small />
        <span class="m-vh">{text.keepOpen}</span>
      </button>
    </div>
  );
}

/** Shows the confirmations of everything within it, the newest last, at the bottom of the page. */
export function ToastHost({ children }: { children: ComponentChildren }) {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const show = useCallback((words: string) => {
    setMessages((all) => [...all.slice(-2), { id: (all.at(-1)?.id ?? 0) + 1, words }]);
  }, []);
  const end = (id: number) => setMessages((all) => all.filter((each) => each.id !== id));
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div class="m-toasts" role="status">
        {messages.map(({ id, words }) => (
          <Toast key={id} words={words} onEnd={() => end(id)} />
        ))}
      </div>
    </ToastContext.Provider>
  );
}
