import { fromUtf8 } from '@madang/base';
import { formatMoment, useLanguage, useMessages } from '@madang/ui';
import { useInstitutionName } from '../decision/use-names.ts';
import { decisionsText } from '../text/decisions.ts';
import { deskNewText } from '../text/desk-new.ts';
import { useDesk } from './gate.tsx';
import { fromLocal } from './moment-field.tsx';
import type { StepProps } from './plan-state.ts';

/** What a resident will see, on a phone: title, summary, and the choice with nothing chosen. */
export function PhoneStep({ state }: Pick<StepProps, 'state'>) {
  const text = useMessages(deskNewText);
  const words = useMessages(decisionsText);
  const language = useLanguage();
  const nameOf = useInstitutionName();
  const { at } = useDesk();
  const summary = fromUtf8(state.summary?.bytes ?? new Uint8Array());
  const closesAt = fromLocal(state.closesAt) ?? 0;
  return (
    <div class="part">
      <p>{text.phone}</p>
      <div class="phone">
        <p class="m-small m-sub">{text.phoneAsk(nameOf(at.session.institution))}</p>
        <h2>{language === 'en' && state.titleEn !== '' ? state.titleEn : state.titleKo}</h2>
        <p class="m-small m-sub">{words.closesWords(formatMoment(closesAt, language))}</p>
        <div class="phone-text">
          {summary.ok
            ? summary.value
                .split(/\n{2,}/)
                .map((paragraph, index) => <p key={index}>{paragraph}</p>)
            : text.noPreview}
        </div>
        <p class="m-small m-sub">{words.summaryBy(state.summaryBy)}</p>
        <ul class="phone-choices">
          <li>{text.phoneAgree}</li>
          <li>{text.phoneRefuse}</li>
        </ul>
        <p class="m-small m-sub">{text.phoneChoices}</p>
      </div>
    </div>
  );
}
