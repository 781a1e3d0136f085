import {
  Alert,
  Button,
  DropZone,
  Field,
  FieldError,
  Fold,
  formatCount,
  useMessages,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import { shrunkPicture } from '../device/shrink-picture.ts';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import { type CandidatePlan, newCandidate } from './election-plan.ts';
import { shuffled } from './shuffled.ts';

type CandidatesProps = {
  candidates: readonly CandidatePlan[];
  /** Whether there is one candidate, to whom voters say yes or no. */
  isOnly: boolean;
  onCandidates: (candidates: readonly CandidatePlan[]) => void;
};

/** What an officer has just done with the candidates, and how it was before. */
type Done = { words: string; before: readonly CandidatePlan[] };

/** Candidates in the order of the ballot: by hand, or drawn by lot. */
export function Candidates({ candidates, isOnly, onCandidates }: CandidatesProps) {
  const text = useMessages(deskElectionNewText);
  const [done, setDone] = useState<Done>();
  const nameOf = ({ name }: CandidatePlan, at: number): string =>
    name.ko.trim() === '' ? calledBy(at, isOnly, text) : name.ko.trim();
  const put = (next: readonly CandidatePlan[], words?: string): void => {
    setDone(words === undefined ? undefined : { words, before: candidates });
    onCandidates(next);
  };
  const draw = (): void => {
    const drawn = shuffled(candidates.length).flatMap((at) => candidates[at] ?? []);
    put(drawn, text.lotDone(drawn.map(nameOf).join(', ')));
  };
  return (
    <>
      {candidates.map((candidate, at) => (
        <CandidateFields
          key={candidate.key}
          candidate={candidate}
          called={calledBy(at, isOnly, text)}
          onCandidate={(next) => put(candidates.map((one) => (one.key === next.key ? next : one)))}
          {...(isOnly
            ? {}
            : {
                onRemove: () =>
                  put(
                    candidates.filter(({ key }) => key !== candidate.key),
                    text.removed(nameOf(candidate, at)),
                  ),
              })}
          {...(at === 0 ? {} : { onUp: () => put(moved(candidates, at, at - 1)) })}
          {...(at === candidates.length - 1
            ? {}
            : { onDown: () => put(moved(candidates, at, at + 1)) })}
        />
      ))}
      {done !== undefined && (
        <Alert tone="info" title={done.words} announce="new">
          <Button kind="second" size="s" onClick={() => put(done.before)}>
            {text.undo}
          </Button>
        </Alert>
      )}
      {!isOnly && (
        <div class="m-stack-s">
          <div class="m-row">
            <Button kind="second" size="s" onClick={() => put([...candidates, newCandidate()])}>
              {text.addCandidate}
            </Button>
            <Button kind="second" size="s" onClick={draw}>
              {text.lot}
            </Button>
          </div>
          <p class="m-small m-sub">{text.lotHint}</p>
        </div>
      )}
    </>
  );
}

type Text = (typeof deskElectionNewText)['ko'];

function calledBy(at: number, isOnly: boolean, text: Text): string {
  return isOnly ? text.onlyCandidate : text.candidate(formatCount(at + 1));
}

function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}

type FieldsProps = {
  candidate: CandidatePlan;
  called: string;
  onCandidate: (candidate: CandidatePlan) => void;
  onRemove?: () => void;
  onUp?: () => void;
  onDown?: () => void;
};

function CandidateFields(props: FieldsProps) {
  const { candidate, called, onCandidate, onRemove, onUp, onDown } = props;
  const text = useMessages(deskElectionNewText);
  const { name, word } = candidate;
  return (
    <section class="cand-fields" aria-label={called}>
      <header class="m-row spread">
        <h3>{called}</h3>
        <div class="m-row">
          {onUp !== undefined && <Quiet says={text.up(called)} sign="↑" onPress={onUp} />}
          {onDown !== undefined && <Quiet says={text.down(called)} sign="↓" onPress={onDown} />}
          {onRemove !== undefined && (
            <Quiet says={text.removeNamed(called)} sign={text.remove} onPress={onRemove} />
          )}
        </div>
      </header>
      <div class="pick">
        <Field
          label={text.name}
          value={name.ko}
          maxLength={40}
          onInput={(ko) => onCandidate({ ...candidate, name: { ...name, ko } })}
        />
        <Field
          label={text.word}
          value={word.ko}
          maxLength={40}
          onInput={(ko) => onCandidate({ ...candidate, word: { ...word, ko } })}
        />
      </div>
      <Pledges language="ko" candidate={candidate} onCandidate={onCandidate} />
      <Photo candidate={candidate} called={called} onCandidate={onCandidate} />
      <Fold title={text.english}>
        <div class="m-stack-s">
          <p class="m-small m-sub">{text.enHint}</p>
          <div class="pick">
            <Field
              label={text.nameEn}
              value={name.en}
              maxLength={120}
              onInput={(en) => onCandidate({ ...candidate, name: { ...name, en } })}
            />
            <Field
              label={text.wordEn}
              value={word.en}
              maxLength={120}
              onInput={(en) => onCandidate({ ...candidate, word: { ...word, en } })}
            />
          </div>
          <Pledges language="en" candidate={candidate} onCandidate={onCandidate} />
        </div>
      </Fold>
    </section>
  );
}

type QuietProps = { says: string; sign: string; onPress: () => void };

/** A small button that is told apart by what it says, and not by its sign. */
function Quiet({ says, sign, onPress }: QuietProps) {
  return (
    <Button kind="quiet" size="s" onClick={onPress}>
      <span class="m-vh">{says}</span>
      <span aria-hidden="true">{sign}</span>
    </Button>
  );
}

type PartProps = Pick<FieldsProps, 'candidate' | 'onCandidate'>;

const mostPledges = 10;

/** Pledges, one in each line; the lines of both languages belong together. */
function Pledges({ language, candidate, onCandidate }: PartProps & { language: 'ko' | 'en' }) {
  const text = useMessages(deskElectionNewText);
  const { pledges } = candidate;
  const isKorean = language === 'ko';
  const write = (typed: string): void => {
    const given = typed.split('\n').slice(0, mostPledges);
    const other = isKorean ? 'en' : 'ko';
    const count = Math.max(given.length, pledges.findLastIndex((one) => one[other] !== '') + 1);
    const next = Array.from({ length: count }, (_, at) => {
      const [one, its] = [given[at] ?? '', pledges[at]?.[other] ?? ''];
      return isKorean ? { ko: one, en: its } : { ko: its, en: one };
    });
    onCandidate({ ...candidate, pledges: next });
  };
  return (
    <Field
      kind="text"
      label={isKorean ? text.pledgesKo : text.pledgesEn}
      hint={isKorean ? text.pledgesHint : text.pledgesEnHint}
      value={pledges.map((pledge) => pledge[language]).join('\n')}
      onInput={write}
    />
  );
}

function Photo({ candidate, called, onCandidate }: PartProps & { called: string }) {
  const text = useMessages(deskElectionNewText);
  const [isWrong, setWrong] = useState(false);
  const { photo, ...rest } = candidate;
  const who = candidate.name.ko.trim() === '' ? called : candidate.name.ko.trim();
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const bytes = await shrunkPicture(file);
    setWrong(bytes === undefined);
    if (bytes === undefined) return;
    const address = URL.createObjectURL(new Blob([bytes.slice()]));
    onCandidate({ ...candidate, photo: { bytes, address } });
  };
  return (
    <div class="photo">
      {photo !== undefined && <img src={photo.address} alt={text.photoOf(who)} />}
      <div class="m-stack-s">
        {isWrong && <FieldError>{text.photoWrong}</FieldError>}
        <DropZone
          title={photo === undefined ? text.photo(who) : text.photoChange(who)}
          hint={text.photoHint}
          accept="image/*"
          onFiles={([file]) => void take(file)}
        />
        {photo !== undefined && (
          <div>
            <Button kind="quiet" size="s" onClick={() => onCandidate(rest)}>
              {text.photoRemove}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
