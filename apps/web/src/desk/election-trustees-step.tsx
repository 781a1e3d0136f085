import { Alert, Button, Field, formatCount, Hash, useMessages } from '@madang/ui';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import { accountIn, newTrustee, type TrusteePlan } from './election-plan.ts';
import type { ElectionStepProps } from './election-rule-step.tsx';
import { SelectField } from './moment-field.tsx';

/** Fewest trustees, and of them those who open, that keep ballots secret and can lose a key. */
const leastTrustees = 3;
const leastNeeded = 2;
const mostTrustees = 16;

/** Who shares the key, by the accounts that they gave, and how many of them open the sums. */
export function ElectionTrusteesStep({ plan, change }: ElectionStepProps) {
  const text = useMessages(deskElectionNewText);
  const { trustees, threshold } = plan;
  const put = (next: readonly TrusteePlan[]): void =>
    change({ trustees: next, threshold: Math.max(1, Math.min(threshold, next.length)) });
  return (
    <div class="part narrow">
      <p>{text.trusteesLead}</p>
      <p>{text.trusteesHow(location.origin)}</p>
      {trustees.map((trustee, at) => (
        <TrusteeFields
          key={trustee.key}
          trustee={trustee}
          number={formatCount(at + 1)}
          onTrustee={(next) => put(trustees.map((one) => (one.key === next.key ? next : one)))}
          onRemove={() => put(trustees.filter(({ key }) => key !== trustee.key))}
        />
      ))}
      {trustees.length < mostTrustees && (
        <div>
          <Button kind="second" onClick={() => put([...trustees, newTrustee()])}>
            {text.addTrustee}
          </Button>
        </div>
      )}
      {trustees.length > 0 && <Threshold plan={plan} change={change} />}
    </div>
  );
}

type TrusteeProps = {
  trustee: TrusteePlan;
  number: string;
  onTrustee: (trustee: TrusteePlan) => void;
  onRemove: () => void;
};

function TrusteeFields({ trustee, number, onTrustee, onRemove }: TrusteeProps) {
  const text = useMessages(deskElectionNewText);
  const { seat, account } = trustee;
  const found = accountIn(account);
  return (
    <section class="waits" aria-label={text.trustee(number)}>
      <header class="m-row spread">
        <h2>{text.trustee(number)}</h2>
        <Button kind="quiet" size="s" onClick={onRemove}>
          {text.removeNamed(text.trustee(number))}
        </Button>
      </header>
      <div class="pick">
        <Field
          label={text.seatKo}
          hint={text.seatHint}
          value={seat.ko}
          maxLength={40}
          onInput={(ko) => onTrustee({ ...trustee, seat: { ...seat, ko } })}
        />
        <Field
          label={text.seatEn}
          hint={text.enHint}
          value={seat.en}
          maxLength={120}
          onInput={(en) => onTrustee({ ...trustee, seat: { ...seat, en } })}
        />
      </div>
      <Field
        label={text.account}
        hint={text.accountHint}
        value={account}
        maxLength={2_000}
        {...(account.trim() !== '' && found === undefined
          ? { error: text.accountWrong(number) }
          : {})}
        onInput={(given) => onTrustee({ ...trustee, account: given })}
      />
      {found !== undefined && (
        <p class="m-small met" role="status">
          {text.account} <Hash hex={found} short />
        </p>
      )}
    </section>
  );
}

/** How many are needed, and what that means: for whoever counts, and for whoever conspires. */
function Threshold({ plan, change }: ElectionStepProps) {
  const text = useMessages(deskElectionNewText);
  const { trustees, threshold } = plan;
  const all = formatCount(trustees.length);
  const needed = formatCount(threshold);
  const isAdvised = trustees.length >= leastTrustees && threshold >= leastNeeded;
  return (
    <section class="m-stack" aria-label={text.threshold}>
      <SelectField
        label={text.threshold}
        value={String(threshold)}
        options={trustees.map((_, at) => ({
          value: String(at + 1),
          words: text.thresholdOf(formatCount(at + 1), all),
        }))}
        onChange={(value) => change({ threshold: Number(value) })}
      />
      <ul class="dots">
        <li>{text.thresholdAny(needed)}</li>
        <li>{text.thresholdRead(needed)}</li>
        <li>{text.thresholdLost(formatCount(trustees.length - threshold))}</li>
      </ul>
      {!isAdvised && (
        <Alert tone="warn" title={text.advise}>
          <p>{text.adviseWords}</p>
        </Alert>
      )}
    </section>
  );
}
