import type { Language } from '@madang/ui';

/** A name or sentence that exists in both languages. */
export type Words = Readonly<Record<Language, string>>;
