import type { Language } from '@madang/ui';
import { electionListText } from '../text/election-list.ts';
import type { ElectionNow } from './election-facts.ts';

/** How an election stands, in a word. */
export function statusWord(status: ElectionNow['status'], language: Language): string {
  const text = electionListText[language];
  switch (status) {
    case 'draft':
      return text.statusDraft;
    case 'registering':
      return text.statusRegistering;
    case 'mixing':
      return text.statusMixing;
    case 'open':
      return text.statusOpen;
    case 'paused':
      return text.statusPaused;
    case 'closed':
      return text.statusClosed;
    case 'decided':
      return text.statusDecided;
    case 'undisclosed':
      return text.statusUndisclosed;
    case 'called-off':
      return text.statusCalledOff;
  }
}
