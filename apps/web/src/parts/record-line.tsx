import {
  formatClock,
  formatCount,
  formatIso,
  ProofMark,
  Tag,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { Institution, RecordRow } from '../ledger.ts';
import { useLedger } from '../ledger-context.ts';
import { useHref } from '../router.ts';
import { recordTitle, serviceWord } from '../text/acts.ts';
import { siteText } from '../text/site.ts';
import { useRecordProof } from './checked-row.ts';

type RecordLineProps = { row: RecordRow; institutions: readonly Institution[] };

/**
 * One record in a list of the newest, with the mark that this device draws by checking it. A record
 * that was ended says so in words and carries no mark: it is not wrong, and it no longer holds.
 */
export function RecordLine({ row, institutions }: RecordLineProps) {
  const language = useLanguage();
  const href = useHref();
  const text = useMessages(siteText);
  const { proof, ended } = useRecordProof(useLedger(), row.index);
  return (
    <li>
      <time datetime={formatIso(row.timeMs)}>{formatClock(row.timeMs)}</time>
      <Tag>{serviceWord(row.act, language)}</Tag>
      <a class="tx" href={href(`/records/${row.index}`)}>
        {recordTitle(row, institutions, language)}
      </a>
      <span class="n">{formatCount(row.index)}</span>
      {ended === undefined ? (
        <ProofMark proof={proof} live named />
      ) : (
        <Tag tone="warn">{ended === 'revoked' ? text.ended : text.replaced}</Tag>
      )}
    </li>
  );
}
