import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import type { Preferences, TextStep, Theme } from '../preferences.ts';
import { loadPreferences, savePreferences } from '../preferences.ts';

const steps: readonly TextStep[] = [1, 2, 3, 4, 5];
const themes: readonly Theme[] = ['light', 'high-contrast'];

function LookPanel({ look, onLook }: { look: Preferences; onLook: (look: Preferences) => void }) {
  const text = useMessages(partText);
  return (
    <div class="m-pop">
      <div class="m-stack-s" role="group" aria-label={text.textSize}>
        <p class="m-label">{text.textSize}</p>
        <div class="m-sizes">
          {steps.map((textStep) => (
            <button
              key={textStep}
              type="button"
              data-step={textStep}
              aria-pressed={look.textStep === textStep}
              aria-label={text.textStep(String(textStep))}
              onClick={() => onLook({ ...look, textStep })}
            >
              가
            </button>
          ))}
        </div>
      </div>
      <div class="m-stack-s" role="group" aria-label={text.theme}>
        <p class="m-label">{text.theme}</p>
        <div class="m-themes">
          {themes.map((theme) => (
            <button
              key={theme}
              type="button"
              aria-pressed={look.theme === theme}
              onClick={() => onLook({ ...look, theme })}
            >
              {theme === 'light' ? text.light : text.highContrast}
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}

/** The control of text size (five steps) and contrast, kept on this device, on every page. */
export function LookControl() {
  const [open, setOpen] = useState(false);
  const [look, setLook] = useState(loadPreferences);
  const text = useMessages(partText);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event) => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);
  return (
    <div
      ref={root}
      class="m-poproot"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        class="m-tool"
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span class="m-aa" aria-hidden="true">
          가<small>가</small>
        </span>
        <span class="m-vh">{text.look}</span>
      </button>
      <div id={id}>
        {open && (
          <LookPanel
            look={look}
            onLook={(chosen) => {
              setLook(chosen);
              savePreferences(chosen);
            }}
          />
        )}
      </div>
    </div>
  );
}
