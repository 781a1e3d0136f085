/** The five steps of the text size control; the second is the size the design was drawn at. */
export const textScales = [0.9, 1, 1.15, 1.3, 1.5] as const;

/** A step of the text size control, 1 to 5. */
export type TextStep = 1 | 2 | 3 | 4 | 5;

/** The two themes a person can choose. */
export type Theme = 'light' | 'high-contrast';

/** How a person wants pages to look; kept on their device only. */
export type Preferences = { textStep: TextStep; theme: Theme };

const storageKey = 'madang.look';
const standard: Preferences = { textStep: 2, theme: 'light' };

function isTextStep(value: unknown): value is TextStep {
  return value === 1 || value === 2 || value === 3 || value === 4 || value === 5;
}

/**
 * Reads preferences from their stored text; what is missing or unreadable takes its standard value.
 */
export function parsePreferences(text: string | null): Preferences {
  if (text === null) return standard;
  const [step, theme] = text.split(' ');
  const textStep = Number(step);
  return {
    textStep: isTextStep(textStep) ? textStep : standard.textStep,
    theme: theme === 'high-contrast' ? 'high-contrast' : 'light',
  };
}

/** Loads the preferences of this device. A browser that refuses storage gives the standard ones. */
export function loadPreferences(): Preferences {
  try {
    return parsePreferences(localStorage.getItem(storageKey));
  } catch {
    return standard;
  }
}

/** Keeps the preferences on this device and shows them at once. */
export function savePreferences(preferences: Preferences): void {
  applyPreferences(preferences);
  try {
    localStorage.setItem(storageKey, `${preferences.textStep} ${preferences.theme}`);
  } catch {
    // A browser without storage still shows the choice until the page is closed.
  }
}

/** Shows preferences on the page through the CSSOM, which a strict style policy allows. */
export function applyPreferences({ textStep, theme }: Preferences): void {
  const root = document.documentElement;
  root.style.setProperty('--m-scale', String(textScales[textStep - 1]));
  if (theme === 'light') root.removeAttribute('data-theme');
  else root.setAttribute('data-theme', theme);
}
