import type { Language } from '@madang/ui';
import { decisionsText } from '../text/decisions.ts';
import type { DecisionNow } from './decision-facts.ts';

/** How a decision stands, in a word. */
export function statusWord(status: DecisionNow['status'], language: Language): string {
  const text = decisionsText[language];
  switch (status) {
    case 'draft':
      return text.statusDraft;
    case 'open':
      return text.statusOpen;
    case 'closed':
      return text.statusClosed;
    case 'called-off':
      return text.statusCalledOff;
  }
}

/** How somebody can be identified, from weak to strong. */
export const levels = ['link', 'second-factor', 'desk'] as const;

/** How somebody has to be identified, in words. */
export function levelWords(level: DecisionNow['level'], language: Language): string {
  const text = decisionsText[language];
  switch (level) {
    case 'link':
      return text.levelLink;
    case 'second-factor':
      return text.levelSecond;
    case 'desk':
      return text.levelDesk;
  }
}
