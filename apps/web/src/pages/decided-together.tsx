import {
  ButtonLink,
  EmptyState,
  formatCount,
  formatDayAndTime,
  Hash,
  type Language,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { Governed, OpenProposal, Upgrade } from '../governed.ts';
import type { Institution, Network } from '../ledger.ts';
import { useHref } from '../router.ts';
import { keepersText } from '../text/keepers.ts';
import { keyWords } from './keeper-alerts.tsx';

type Members = readonly Institution[];

function nameOf(id: string, members: Members, language: Language): string {
  return members.find((each) => each.id === id)?.names[language] ?? id;
}

function namesOf(ids: readonly string[], members: Members, language: Language): string {
  return ids.map((id) => nameOf(id, members, language)).join(', ');
}

/** What is wanted in one line, and what else has to be known of it. */
function wishWords(
  { wish }: OpenProposal,
  members: Members,
  language: Language,
): readonly [title: string, more?: string] {
  const text = keepersText[language];
  switch (wish.kind) {
    case 'admit':
      return [text.admit(wish.names[language]), text.operatedBy(wish.operator[language])];
    case 'remove':
      return [text.remove(nameOf(wish.member, members, language))];
    case 'rotate': {
      const key = { institution: wish.member, use: wish.use };
      return [text.rotate(keyWords(key, members, language))];
    }
    case 'params': {
      const minutes = formatCount(Math.trunc(wish.maxExpiryMs / 60_000));
      const ms = formatCount(Math.trunc(wish.maxBlockCostUs / 1_000));
      return [text.params, text.paramsSay(minutes, ms, formatCount(wish.maxTransactionBytes))];
    }
    case 'upgrade':
      return [text.upgrade(formatCount(wish.version), formatCount(wish.height))];
    case 'cancel':
      return [text.cancel];
  }
}

function ToRecord({ index }: { index: number | undefined }) {
  const text = useMessages(keepersText);
  const href = useHref();
  if (index === undefined) return null;
  return (
    <div>
      <ButtonLink kind="plain" size="s" href={href(`/records/${index}`)}>
        {text.toRecord}
      </ButtonLink>
    </div>
  );
}

function Proposal({ proposal, members }: { proposal: OpenProposal; members: Members }) {
  const text = useMessages(keepersText);
  const language = useLanguage();
  const { by, untilMs, approvals, objections, needed, index } = proposal;
  const [title, more] = wishWords(proposal, members, language);
  return (
    <li class="m-stack-s">
      <b class="m-strong">{title}</b>
      {more !== undefined && <p class="m-small">{more}</p>}
      <p class="m-small m-sub">
        {text.by(nameOf(by, members, language), formatDayAndTime(untilMs, language))}
      </p>
      <p class="m-small">
        <b>{text.approvals(formatCount(approvals.length), formatCount(needed))}</b>:{' '}
        {namesOf(approvals, members, language)}
      </p>
      {objections.length > 0 && (
        <p class="m-small">
          <b>{text.objections(formatCount(objections.length))}</b>:{' '}
          {namesOf(objections, members, language)}
        </p>
      )}
      <ToRecord index={index} />
    </li>
  );
}

function Proposals({ governed, members }: { governed: Governed; members: Members }) {
  const text = useMessages(keepersText);
  if (governed.proposals.length === 0) {
    return (
      <EmptyState title={text.none}>
        <p class="m-small">{text.noneHint}</p>
      </EmptyState>
    );
  }
  return (
    <ul class="wishes">
      {governed.proposals.map((proposal) => (
        <Proposal key={proposal.id} proposal={proposal} members={members} />
      ))}
    </ul>
  );
}

function planWords({ state, version, height }: Upgrade, language: Language): string {
  const text = keepersText[language];
  const [number, block] = [formatCount(version), formatCount(height)];
  switch (state) {
    case 'planned':
      return text.planned(number, block);
    case 'activated':
      return text.activated(number, block);
    case 'cancelled':
      return text.cancelled(number);
    case 'lapsed':
      return text.lapsed(number, block);
  }
}

type PlanProps = { upgrade: Upgrade; members: Members; height: number };

function Plan({ upgrade, members, height }: PlanProps) {
  const text = useMessages(keepersText);
  const language = useLanguage();
  const { state, ready, needed, release, index } = upgrade;
  const left = formatCount(Math.max(0, upgrade.height - height));
  return (
    <div class="m-stack-s">
      <b class="m-strong">{planWords(upgrade, language)}</b>
      {state === 'planned' && (
        <>
          <p class="m-small">
            {text.plannedHint(formatCount(ready.length), formatCount(needed), left)}
          </p>
          {ready.length > 0 && (
            <p class="m-small m-sub">{text.readyNames(namesOf(ready, members, language))}</p>
          )}
          <p class="m-small m-sub">{text.release}</p>
          <Hash hex={release} short />
        </>
      )}
      <ToRecord index={index} />
    </div>
  );
}

/** What the institutions decide together: what is proposed, and by which rules records are made. */
export function DecidedTogether({ network }: { network: Network }) {
  const text = useMessages(keepersText);
  const { governed, institutions: members, height } = network;
  return (
    <div class="split">
      <section class="m-stack-s" aria-labelledby="decides">
        <h2 id="decides">{text.decides}</h2>
        <p class="m-small m-sub">{text.decidesHint}</p>
        {governed === undefined ? (
          <EmptyState title={text.unasked} />
        ) : (
          <Proposals governed={governed} members={members} />
        )}
      </section>
      <section class="m-stack-s" aria-labelledby="rules">
        <h2 id="rules">{text.rules}</h2>
        {governed === undefined ? (
          <EmptyState title={text.unasked} />
        ) : (
          <>
            <p class="m-small">{text.rulesInForce(formatCount(governed.version))}</p>
            {governed.upgrade === undefined ? (
              <p class="m-small m-sub">{text.rulesNone}</p>
            ) : (
              <Plan upgrade={governed.upgrade} members={members} height={height} />
            )}
          </>
        )}
      </section>
    </div>
  );
}
