import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** The languages that every page exists in. Korean stands at `/…`, English at `/en/…`. */
export type Language = 'ko' | 'en';

/** The language of the page that is being shown. */
export const LanguageContext = createContext<Language>('ko');

/** Gives the language of the page around the calling part. */
export function useLanguage(): Language {
  return useContext(LanguageContext);
}

const englishPrefix = /^\/en(?=\/|$)/;

/** Reads the language out of a URL path. */
export function languageOfPath(path: string): Language {
  return englishPrefix.test(path) ? 'en' : 'ko';
}

/** Removes the language from a URL path, so that `/en/verify` becomes `/verify`. */
export function pathWithoutLanguage(path: string): string {
  const rest = path.replace(englishPrefix, '');
  return rest === '' ? '/' : rest;
}

/** Puts the language in front of a path that has none: `/verify` becomes `/en/verify`. */
export function pathInLanguage(path: string, language: Language): string {
  if (language === 'ko') return path;
  return path === '/' ? '/en' : `/en${path}`;
}
