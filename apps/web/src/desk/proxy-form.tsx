import { readCell, readPhone } from '@madang/services/vote/intake/index.ts';
import { Button, Choice, Field, FieldError, useLanguage, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { type DecisionFacts, idBytes } from '../decision/decision-facts.ts';
import type { Answer, Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskActsText } from '../text/desk-acts.ts';
import { deskPeopleText } from '../text/desk-people.ts';
import { type FilePrint, FilePrintField } from './chosen-file.tsx';
import { useDesk } from './gate.tsx';
import { handOver } from './hand-over.ts';
import type { NamedHome } from './homes.ts';
import { errorIf, fromLocal, MomentField, toLocal } from './moment-field.tsx';
import { HomePersonFields, useHomePerson } from './person-choice.tsx';
import { type ProxyWho, proxyNumber, useProxyWho } from './proxy-who.ts';
import type { AtDesk } from './session.ts';

type FormProps = {
  facts: DecisionFacts;
  homes: readonly NamedHome[];
  /** The home of somebody whose proxy is to end; absent: a new paper. */
  ending?: string;
};

type What = 'appoints' | 'ends';

type PaperLine = { person: number; arrivedAt: number; scan: Uint8Array };

/** Leaves a paper for the second officer; the answer is where a link went, if one did. */
async function enterPaper(
  at: AtDesk,
  facts: DecisionFacts,
  paper: PaperLine,
  who: ProxyWho | undefined,
): Promise<Answer<string | undefined>> {
  const named = who === undefined ? undefined : await proxyNumber(at, facts, who);
  if (named?.ok === false) return named;
  const proxy = named === undefined ? {} : { proxy: named.value.person };
  const payload = { decision: idBytes(facts.id), papers: [{ ...paper, ...proxy }] };
  const handed = await handOver(at, 'vote.enterProxies', payload);
  return handed.ok ? { ok: true, value: named?.value.linkTo } : handed;
}

/** A power of attorney, or the paper that ends one. */
export function ProxyForm({ facts, homes, ending }: FormProps) {
  const text = useMessages(deskPeopleText);
  const acts = useMessages(deskActsText);
  const { at } = useDesk();
  const whose = useHomePerson(facts, homes, ending);
  const who = useProxyWho(facts, homes, whose.person?.person);
  const [what, setWhat] = useState<What | undefined>(ending === undefined ? undefined : 'ends');
  const [arrived, setArrived] = useState(() => toLocal(Date.now(), 'second'));
  const [scan, setScan] = useState<FilePrint>();
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const arrivedAt = fromLocal(arrived);
  const hand = async (): Promise<void> => {
    setTried(true);
    setSaid('');
    setProblem(undefined);
    const { person } = whose;
    if (person === undefined || what === undefined) return;
    if (scan === undefined || arrivedAt === undefined) return;
    if (what === 'appoints' && who.fault !== undefined) return;
    setBusy(true);
    const paper = { person: person.person, arrivedAt, scan: scan.digest };
    const entered = await enterPaper(at, facts, paper, what === 'ends' ? undefined : who);
    setBusy(false);
    if (!entered.ok) {
      setProblem(entered.problem);
      return;
    }
    setTried(false);
    const link = entered.value;
    setSaid(link === undefined ? text.handed : text.handedLink(link));
    whose.onName('');
    who.clear();
    setWhat(undefined);
    setScan(undefined);
  };
  return (
    <form
      class="part"
      aria-labelledby="enter-proxy"
      onSubmit={(event) => {
        event.preventDefault();
        void hand();
      }}
    >
      <h2 id="enter-proxy">{text.enter}</h2>
      <HomePersonFields
        homes={homes}
        at={whose}
        label={text.principalHome}
        legend={text.principalPerson}
        isTried={isTried}
      />
      <WhatFields what={what} isTried={isTried} onChoose={setWhat} />
      {what === 'appoints' && <WhoFields homes={homes} who={who} isTried={isTried} />}
      <MomentField
        label={acts.arrived}
        value={arrived}
        to="second"
        onInput={setArrived}
        {...errorIf(isTried && arrivedAt === undefined, acts.chooseTime)}
      />
      <FilePrintField
        title={text.scan}
        hint={acts.scanHint}
        value={scan}
        onChange={setScan}
        {...errorIf(isTried && scan === undefined, acts.chooseScan)}
      />
      <div>
        <Button type="submit" busy={isBusy}>
          {text.hand}
        </Button>
      </div>
      <p role="status">{said}</p>
      {problem !== undefined && <Unanswered problem={problem} />}
    </form>
  );
}

type WhatProps = {
  what: What | undefined;
  isTried: boolean;
  onChoose: (what: What) => void;
};

function WhatFields({ what, isTried, onChoose }: WhatProps) {
  const text = useMessages(deskPeopleText);
  return (
    <fieldset class="choices">
      <legend class="m-label">{text.what}</legend>
      {isTried && what === undefined && <FieldError>{text.whatMissing}</FieldError>}
      {(['appoints', 'ends'] as const).map((one) => (
        <Choice
          key={one}
          group="proxy-what"
          title={text[one]}
          checked={what === one}
          onChange={() => onChoose(one)}
        />
      ))}
    </fieldset>
  );
}

type WhoProps = { homes: readonly NamedHome[]; who: ProxyWho; isTried: boolean };

function WhoFields({ homes, who, isTried }: WhoProps) {
  const text = useMessages(deskPeopleText);
  const language = useLanguage();
  const { kind, choose, owner, name, setName, phone, setPhone, fault } = who;
  const phoneRead = readCell('phone', phone, readPhone);
  const isPhone = phoneRead.ok && phoneRead.value !== undefined;
  const phoneFault = phoneRead.ok ? text.proxyPhoneMissing : phoneRead.error.text[language];
  return (
    <>
      <fieldset class="choices">
        <legend class="m-label">{text.who}</legend>
        {isTried && fault === 'kind' && <FieldError>{text.whoMissing}</FieldError>}
        <Choice
          group="proxy-who"
          title={text.whoOwner}
          checked={kind === 'owner'}
          onChange={() => choose('owner')}
        />
        <Choice
          group="proxy-who"
          title={text.whoOther}
          hint={text.whoOtherHint}
          checked={kind === 'other'}
          onChange={() => choose('other')}
        />
      </fieldset>
      {kind === 'owner' && (
        <>
          <HomePersonFields
            homes={homes}
            at={owner}
            label={text.proxyHome}
            legend={text.proxyPerson}
            isTried={isTried}
          />
          {isTried && fault === 'self' && <FieldError>{text.proxySelf}</FieldError>}
        </>
      )}
      {kind === 'other' && (
        <div class="pick">
          <Field
            label={text.proxyName}
            value={name}
            onInput={setName}
            {...errorIf(isTried && fault === 'name', text.proxyNameMissing)}
          />
          <Field
            label={text.proxyPhone}
            value={phone}
            inputMode="tel"
            onInput={setPhone}
            {...errorIf(isTried && !isPhone, phoneFault)}
          />
        </div>
      )}
    </>
  );
}
