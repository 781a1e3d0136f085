import { concat, fromHex, toHex, utf8 } from '@madang/base';
import { homeCommitment, type PayloadOf } from '@madang/client';
import { randomBytes, sha256 } from '@madang/crypto';
import type { services } from '@madang/services';
import { Alert, Button, DropZone, Field, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { type DecisionFacts, idBytes } from '../decision/decision-facts.ts';
import { formatArea } from '../decision/figures.ts';
import { saveFile } from '../device/save-file.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskText } from '../text/desk.ts';
import { deskActsText } from '../text/desk-acts.ts';
import { useDesk } from './gate.tsx';
import { usePersons } from './home-panel.tsx';
import { HomePicker, homeCalled } from './home-picker.tsx';
import type { NamedHome } from './homes.ts';
import { SelectField } from './moment-field.tsx';
import { sendAct } from './send-act.ts';

type ChangePayload = PayloadOf<typeof services, 'vote.changeRoll'>;
type Reason = ChangePayload['reason'];
type UnitEntry = Extract<ChangePayload['change'], { kind: 'unit' }>['entry'];

const areaPattern = /^(\d{1,6})(?:\.(\d{1,3}))?$/;

/** An area as it is typed, in thousandths of a square metre; undefined if it is none. */
export function areaFrom(text: string): number | undefined {
  const [, whole = '', rest = ''] = areaPattern.exec(text.replaceAll(',', '').trim()) ?? [];
  return whole === '' ? undefined : Number(whole) * 1000 + Number(rest.padEnd(3, '0'));
}

/** Corrections of the frozen roll, one at a time, with reason and evidence. */
export function RollView({ facts, homes }: { facts: DecisionFacts; homes: readonly NamedHome[] }) {
  const text = useMessages(deskActsText);
  const { at } = useDesk();
  const [name, setName] = useState('');
  const [reason, setReason] = useState<Reason>('mistake');
  const [evidence, setEvidence] = useState<{ name: string; digest: Uint8Array }>();
  const [change, setChange] = useState<ChangePayload['change']>();
  const [said, setSaid] = useState('');
  const [error, setError] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const home = homeCalled(homes, name);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setEvidence({ name: file.name, digest: sha256(new Uint8Array(await file.arrayBuffer())) });
  };
  const send = async (): Promise<void> => {
    setSaid('');
    setProblem(undefined);
    if (home === undefined) {
      setError(text.chooseHome);
      return;
    }
    if (change === undefined) {
      setError(text.areaWrong);
      return;
    }
    if (evidence === undefined) {
      setError(text.evidenceMissing);
      return;
    }
    setError('');
    setBusy(true);
    const salt = randomBytes(32);
    const payload = {
      decision: idBytes(facts.id),
      reason,
      evidence: sha256(concat(salt, evidence.digest)),
      change,
    };
    const sent = await sendAct(at, 'vote.changeRoll', payload);
    setBusy(false);
    if (!sent.ok) {
      setProblem(sent.problem);
      return;
    }
    // The salt is nowhere else: without the slip nobody can show that this was the evidence.
    saveFile(
      `evidence-${sent.value.record}.txt`,
      utf8(`SHA-256(salt || SHA-256(file))\nfile ${evidence.name}\nsalt ${toHex(salt)}\n`),
    );
    setSaid(text.changed);
    setName('');
    setChange(undefined);
    setEvidence(undefined);
  };
  return (
    <form
      class="part narrow"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>{text.rollLead}</p>
      <HomePicker homes={homes} value={name} onInput={setName} />
      {home !== undefined && (
        <ChangeFields key={home.home.unit} facts={facts} home={home} onChange={setChange} />
      )}
      <SelectField
        label={text.reason}
        value={reason}
        options={[
          { value: 'mistake', words: text.reasonMistake },
          { value: 'transfer', words: text.reasonTransfer },
          { value: 'representative', words: text.reasonRepresentative },
          { value: 'court', words: text.reasonCourt },
        ]}
        onChange={(value) => setReason(value as Reason)}
      />
      <DropZone
        title={evidence === undefined ? text.evidence : text.scanChosen(evidence.name)}
        hint={text.evidenceHint}
        onFiles={([file]) => void take(file)}
      />
      {error !== '' && <Alert tone="failed" title={error} announce="new" />}
      <div>
        <Button type="submit" busy={isBusy}>
          {text.change}
        </Button>
      </div>
      <p role="status">{said}</p>
      {problem !== undefined && <Unanswered problem={problem} />}
    </form>
  );
}

type FieldsProps = {
  facts: DecisionFacts;
  home: NamedHome;
  onChange: (change: ChangePayload['change'] | undefined) => void;
};

function ChangeFields({ facts, home, onChange }: FieldsProps) {
  const text = useMessages(deskActsText);
  const words = useMessages(deskText);
  const [kind, setKind] = useState('unit');
  const [area, setArea] = useState(formatArea(home.home.areaMilliM2));
  const [excluded, setExcluded] = useState<string>(home.home.excluded ?? '');
  const [representative, setRepresentative] = useState('');
  const { persons } = usePersons(facts.id, home.home.unit);
  const tellUnit = (nextArea: string, nextExcluded: string): void => {
    const areaMilliM2 = areaFrom(nextArea);
    const entry = areaMilliM2 === undefined ? undefined : entryOf(home, areaMilliM2, nextExcluded);
    onChange(entry === undefined ? undefined : { kind: 'unit', entry });
  };
  const tellRepresentative = (value: string): void => {
    const { holder } = home.home;
    onChange(
      value === ''
        ? { kind: 'representative', holder }
        : { kind: 'representative', holder, person: Number(value) },
    );
  };
  return (
    <>
      <SelectField
        label={text.what}
        value={kind}
        options={[
          { value: 'unit', words: text.changeArea },
          { value: 'representative', words: text.changeRepresentative },
        ]}
        onChange={(value) => {
          setKind(value);
          if (value === 'unit') tellUnit(area, excluded);
          else tellRepresentative(representative);
        }}
      />
      {kind === 'unit' ? (
        <div class="pick">
          <Field
            label={text.area}
            value={area}
            inputMode="text"
            onInput={(value) => {
              setArea(value);
              tellUnit(value, excluded);
            }}
          />
          <SelectField
            label={text.excluded}
            value={excluded}
            options={[
              { value: '', words: text.counted },
              { value: 'use', words: text.excludedUse },
              { value: 'rights-unchanged', words: text.excludedRights },
            ]}
            onChange={(value) => {
              setExcluded(value);
              tellUnit(area, value);
            }}
          />
        </div>
      ) : (
        <SelectField
          label={text.representative}
          value={representative}
          options={[
            { value: '', words: text.nobody },
            ...(persons ?? []).map(({ person, nameMasked }) => ({
              value: String(person),
              words: `${nameMasked} ${words.personNumber(String(person))}`,
            })),
          ]}
          onChange={(value) => {
            setRepresentative(value);
            tellRepresentative(value);
          }}
        />
      )}
    </>
  );
}

/** The home as it is from now on; nothing if the desk lacks what stands for its name. */
function entryOf(
  { home, label, salt }: NamedHome,
  areaMilliM2: number,
  excluded: string,
): UnitEntry | undefined {
  const bytes = fromHex(salt ?? '');
  if (salt === undefined || !bytes.ok) return undefined;
  const { unit, building, use, holder } = home;
  const entry = { unit, building, areaMilliM2, use, holder };
  const commitment = homeCommitment(bytes.value, label);
  return excluded === 'use' || excluded === 'rights-unchanged'
    ? { ...entry, excluded, commitment }
    : { ...entry, commitment };
}
