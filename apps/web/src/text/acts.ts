import { formatCount, type Language } from '@madang/ui';
import type { Institution, RecordRow } from '../ledger.ts';
import { siteText } from './site.ts';

/** The service that an act belongs to: `document` of `document.notarise`. */
export function serviceOf(act: string): string {
  return act.split('.')[0] ?? act;
}

/** The word for a service in lists. */
export function serviceWord(act: string, language: Language): string {
  const text = siteText[language];
  const service = serviceOf(act);
  if (service === 'document') return text.document;
  return service === 'governance' ? text.governance : text.other;
}

function actWords(row: Pick<RecordRow, 'act' | 'subject'>, language: Language): string {
  const text = siteText[language];
  switch (row.act) {
    case 'document.notarise':
      if (row.subject.kind === 'statement') return text.statement;
      if (row.subject.count === undefined) return text.someDocument;
      return text.files(formatCount(row.subject.count));
    case 'document.revoke':
      return text.revoked;
    case 'document.supersede':
      return text.superseded;
    case 'document.noteErasure':
      return text.erased;
    case 'governance.delegateRole':
    case 'governance.grantRole':
      return text.roleGranted;
    case 'governance.revokeRole':
      return text.roleRevoked;
    case 'governance.rotateKey':
      return text.keyRotated;
    default:
      return text.act(row.act);
  }
}

/** What a record says, in one line: 가온시청이 서류 12건을 남김. */
export function recordTitle(
  row: Pick<RecordRow, 'act' | 'subject'>,
  institutions: readonly Institution[],
  language: Language,
): string {
  const words = actWords(row, language);
  const acting = institutions.find(({ id }) => id === row.subject.as);
  if (acting === undefined) return words;
  return siteText[language].byInstitution(acting.names[language], words);
}
