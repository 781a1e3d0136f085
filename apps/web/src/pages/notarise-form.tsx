import {
  Alert,
  Button,
  Choice,
  DropZone,
  Facts,
  Field,
  FieldError,
  formatCount,
  formatSize,
  LoadedFile,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useAbout } from '../about.ts';
import { notariseText } from '../text/notarise.ts';

/** What a person chose to put on record. */
export type Chosen =
  | { kind: 'file'; files: readonly File[]; keepCopy: boolean }
  | { kind: 'statement'; statement: string };

/** The page takes this many at once; thousands go through the command line. */
const filesMax = 50;
const statementMaxChars = 2000;

type FilesProps = {
  files: readonly File[];
  onFiles: (files: readonly File[]) => void;
  keepCopy: boolean;
  onKeepCopy: (keep: boolean) => void;
};

function Files({ files, onFiles, keepCopy, onKeepCopy }: FilesProps) {
  const text = useMessages(notariseText);
  const language = useLanguage();
  const { vault } = useAbout();
  return (
    <>
      {files.map((file) => (
        <LoadedFile
          key={file}
          name={file.name}
          detail={formatSize(file.size, language)}
          onRemove={() => onFiles(files.filter((each) => each !== file))}
        />
      ))}
      <DropZone
        title={text.drop}
        hint={text.dropHint}
        multiple
        onFiles={(added) => onFiles([...files, ...added])}
      />
      {vault && files.length > 0 && (
        <Choice title={text.copy} hint={text.copyHint} checked={keepCopy} onChange={onKeepCopy} />
      )}
    </>
  );
}

function KindChoice({
  kind,
  onKind,
}: {
  kind: Chosen['kind'];
  onKind: (kind: Chosen['kind']) => void;
}) {
  const text = useMessages(notariseText);
  return (
    <fieldset>
      <legend class="m-label">{text.kind}</legend>
      <div class="kinds">
        <Choice
          group="kind"
          title={text.kindFile}
          checked={kind === 'file'}
          onChange={() => onKind('file')}
        />
        <Choice
          group="kind"
          title={text.kindStatement}
          checked={kind === 'statement'}
          onChange={() => onKind('statement')}
        />
      </div>
    </fieldset>
  );
}

type FormState = {
  kind: Chosen['kind'];
  files: readonly File[];
  statement: string;
  keepCopy: boolean;
};

function troubleOf(
  { kind, files, statement }: FormState,
  text: (typeof notariseText)['ko' | 'en'],
) {
  if (kind === 'statement') return statement.trim() === '' ? text.statementEmpty : undefined;
  if (files.length === 0) return text.filesEmpty;
  return files.length > filesMax ? text.filesMany(formatCount(filesMax)) : undefined;
}

type FormProps = {
  /** What was chosen before and did not go on record. */
  before?: Chosen;
  onChosen: (chosen: Chosen) => void;
};

/** Chooses what goes on record, and says what the record will and will not hold. */
export function NotariseForm({ before, onChosen }: FormProps) {
  const text = useMessages(notariseText);
  const [form, setForm] = useState<FormState>({
    kind: 'file',
    files: [],
    statement: '',
    keepCopy: false,
    ...before,
  });
  const [error, setError] = useState<string>();
  const errorPlace = useRef<HTMLDivElement>(null);
  const { kind, files, statement, keepCopy } = form;
  const change = (part: Partial<FormState>) => {
    setForm({ ...form, ...part });
    setError(undefined);
  };
  useEffect(() => {
    if (error !== undefined) errorPlace.current?.focus();
  }, [error]);
  const submit = () => {
    const trouble = troubleOf(form, text);
    if (trouble !== undefined) {
      setError(trouble);
      return;
    }
    onChosen(kind === 'file' ? { kind, files, keepCopy } : { kind, statement: statement.trim() });
  };
  return (
    <form
      class="m-stack choose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <KindChoice kind={kind} onKind={(next) => change({ kind: next })} />
      <div ref={errorPlace} class="trouble" tabIndex={-1} role="alert">
        {error !== undefined && <FieldError>{error}</FieldError>}
      </div>
      {kind === 'file' ? (
        <Files
          files={files}
          onFiles={(next) => change({ files: next })}
          keepCopy={keepCopy}
          onKeepCopy={(keep) => change({ keepCopy: keep })}
        />
      ) : (
        <Field
          label={text.statement}
          hint={text.statementHint(formatCount(statementMaxChars - statement.length))}
          kind="text"
          value={statement}
          maxLength={statementMaxChars}
          onInput={(next) => change({ statement: next })}
        />
      )}
      <Facts
        facts={[
          { term: text.what, value: text.whatIn },
          { term: text.whatNot, value: text.whatNotIn },
          { term: text.whatUnsaid, value: text.whatUnsaidIn },
        ]}
      />
      <div class="m-action">
        <div>
          <Button type="submit" size="l">
            {kind === 'file' && files.length > 1
              ? text.submitMany(formatCount(files.length))
              : text.submit}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** Says that this browser keeps nothing, and what to do. */
export function NoStoreAlert() {
  const text = useMessages(notariseText);
  return <Alert tone="warn" title={text.noStore} announce="new" />;
}
