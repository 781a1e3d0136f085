import type { Language } from './language.ts';
import { useLanguage } from './language.ts';

/** A message is a sentence, or a function that makes one from its parts. */
type Message = string | ((...parts: never[]) => string);

/**
 * The same message in the other language: a sentence for a sentence, equal parts for a function.
 */
type Counterpart<M extends Message> = M extends string ? string : M;

/** A catalogue holds every message in every language. */
export type Messages<Keys extends Record<string, Message>> = Record<
  Language,
  { readonly [Key in keyof Keys]: Counterpart<Keys[Key]> }
>;

/**
 * Makes a catalogue from the Korean and the English messages. A key that only one of them has, or
 * a message whose parts differ between them, does not compile.
 */
export function defineMessages<const Keys extends Record<string, Message>>(
  ko: Keys,
  en: { readonly [Key in keyof NoInfer<Keys>]: Counterpart<NoInfer<Keys>[Key]> },
): Messages<Keys> {
  return { ko: ko as { readonly [Key in keyof Keys]: Counterpart<Keys[Key]> }, en };
}

/** Gives the messages of a catalogue in the language of the page. */
export function useMessages<Keys extends Record<string, Message>>(
  messages: Messages<Keys>,
): Messages<Keys>[Language] {
  return messages[useLanguage()];
}
