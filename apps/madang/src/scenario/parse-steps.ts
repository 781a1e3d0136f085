import type { Words } from '../terminal.ts';
import { durationMs, timeMs } from './duration.ts';
import type { ActStep, ExpectedEvent, PapersStep, Step, When } from './model.ts';
import { readPayload, valueOf } from './parse-values.ts';
import {
  bagOf,
  child,
  flagAt,
  listAt,
  mapOf,
  mustStandAlone,
  nameAt,
  numberAt,
  oneOf,
  type Place,
  peek,
  refuse,
  textAt,
  textOf,
} from './place.ts';

const DEFAULT_EXPIRES_MS = 300_000;
const DEFAULT_AFTER_MS = 1_000;
/** Most signatures of one authorisation (docs/spec/transaction.md). */
const MAX_SIGNERS = 16;
const MAX_TOGETHER = 1_000;
const MAX_LEAF = 999_999;

const ACT_KEYS = [
  'act',
  'by',
  'payload',
  'resend',
  'expires',
  'refused',
  'with',
  'events',
  'chain',
  'signature',
  'label',
  'note',
];
/** Steps about an election, which each names by the label of its draft. */
const ELECTION_KEYS = {
  ceremony: ['by'],
  register: ['by', 'refused', 'with'],
  mix: ['by'],
  ballot: ['by', 'chosen', 'refused', 'with', 'proof'],
  begin: ['by', 'batch', 'building', 'refused', 'with'],
  surrender: ['by', 'batch', 'refused', 'with', 'proof'],
  mark: ['by', 'batch', 'persons', 'refused', 'with'],
  papers: ['batch', 'chosen', 'refused', 'with'],
  confirm: ['by', 'batch', 'count', 'refused', 'with'],
  decrypt: ['by'],
} as const;
/** What many voters do at once, in an election that is named in the same way. */
const VOTERS_KEYS = {
  roll: ['by', 'count'],
  crowd: ['by', 'as', 'count', 'chosen'],
} as const;
const STEP_KEYS = {
  act: ACT_KEYS,
  together: [],
  query: ['params', 'gives', 'refused', 'with'],
  receipt: ['standing', 'verdict', 'leaf', 'file'],
  ...ELECTION_KEYS,
  ...VOTERS_KEYS,
  restart: [],
  check: [],
} as const;
type StepKind = keyof typeof STEP_KEYS;
type ElectionKind = keyof typeof ELECTION_KEYS;
type VotersKind = keyof typeof VOTERS_KEYS;

/** Reads one step. */
export function readStep(place: Place): Step {
  const bag = bagOf(place);
  const kinds = (Object.keys(STEP_KEYS) as StepKind[]).filter((kind) => bag[kind] !== undefined);
  const kind = kinds[0];
  if (kind === undefined || kinds.length > 1) {
    const names = Object.keys(STEP_KEYS).join(', ');
    const message = {
      en: `A step has exactly one of: ${names}.`,
      ko: `한 단계에는 다음 중 하나만 있어야 합니다: ${names}.`,
    };
    return refuse(place, message);
  }
  mapOf(place, [kind, 'at', 'label', 'note', ...STEP_KEYS[kind]]);
  return readStepOf(kind, place);
}

/** Refuses a label that stands twice: nobody could say which act it means. */
export function mustHaveOwnLabels(steps: readonly Place[]): void {
  const lines = new Map<string, number>();
  const acts = steps.flatMap((step) =>
    Array.isArray(peek(step, 'together')) ? listAt(step, 'together') : [],
  );
  for (const place of [...steps, ...acts]) {
    const label = peek(place, 'label');
    if (typeof label !== 'string') continue;
    const before = lines.get(label);
    if (before !== undefined) refuse(place, labelTwice(label, before), 'label');
    lines.set(label, place.lineOf([...place.path, 'label']));
  }
}

function labelTwice(label: string, line: number): Words {
  return {
    en: `The label "${label}" stands in line ${String(line)} already.`,
    ko: `"${label}" 라벨은 ${String(line)}번째 줄에 이미 있습니다.`,
  };
}

function readStepOf(kind: StepKind, place: Place): Step {
  if (isElectionKind(kind)) return readElectionStep(kind, place);
  if (isVotersKind(kind)) return readVoters(kind, place);
  const base = stepBase(place);
  switch (kind) {
    case 'act':
      return readAct(place);
    case 'together':
      return { ...base, kind, acts: readTogether(place) };
    case 'query':
      return readQuery(place);
    case 'receipt':
      return readReceipt(place);
    case 'restart':
      if (bagOf(place)['restart'] !== true) refuseFlag(place, 'restart', 'true');
      return { ...base, kind };
    case 'check':
      if (bagOf(place)['check'] !== 're-execution') refuseFlag(place, 'check', 're-execution');
      return { ...base, kind };
  }
}

function isElectionKind(kind: StepKind): kind is ElectionKind {
  return kind in ELECTION_KEYS;
}

function isVotersKind(kind: StepKind): kind is VotersKind {
  return kind in VOTERS_KEYS;
}

function readElectionStep(kind: ElectionKind, place: Place): Step {
  const base = stepBase(place);
  switch (kind) {
    case 'ceremony':
    case 'mix':
    case 'decrypt':
      return { ...base, kind, election: textAt(place, kind), by: readSigners(place, false) };
    case 'register':
      return { ...refusable(place, kind), kind, by: readSigners(place, false) };
    case 'ballot':
      return readBallot(place);
    case 'begin': {
      const building = numberAt(place, 'building', 0, MAX_BUILDING);
      return { ...paperBase(place, kind), kind, by: textAt(place, 'by'), building };
    }
    case 'surrender': {
      const wrongProof = flagAt(place, 'proof', 'wrong');
      return { ...paperBase(place, kind), kind, by: textAt(place, 'by'), wrongProof };
    }
    case 'mark':
      return {
        ...paperBase(place, kind),
        kind,
        by: textAt(place, 'by'),
        persons: personsIn(place),
      };
    case 'papers':
      return { ...paperBase(place, kind), kind, chosen: readPapers(place) };
    case 'confirm': {
      const count = numberAt(place, 'count', 1, MAX_PAPERS);
      return { ...paperBase(place, kind), kind, by: readSigners(place, false), count };
    }
  }
}

function refuseFlag(place: Place, key: string, word: string): never {
  return refuse(place, { en: `"${key}" is ${word}.`, ko: `"${key}" 값은 ${word} 뿐입니다.` }, key);
}

function stepBase(place: Place): {
  readonly line: number;
  readonly when: When;
  readonly label?: string;
  readonly note?: string;
} {
  const bag = bagOf(place);
  return {
    line: place.lineOf(place.path),
    when: bag['at'] === undefined ? { afterMs: DEFAULT_AFTER_MS } : whenAt(place),
    ...(bag['label'] === undefined ? {} : { label: nameAt(place, 'label') }),
    ...(bag['note'] === undefined ? {} : { note: textAt(place, 'note') }),
  };
}

function readTogether(place: Place): readonly ActStep[] {
  const acts = listAt(place, 'together');
  if (acts.length === 0 || acts.length > MAX_TOGETHER) {
    const message = {
      en: `"together" has 1 to ${String(MAX_TOGETHER)} acts.`,
      ko: `"together" 에는 행위가 1개에서 ${String(MAX_TOGETHER)}개까지 있습니다.`,
    };
    refuse(place, message, 'together');
  }
  return acts.map((act) => {
    // One block has one time, which stands beside `together`.
    mapOf(act, ACT_KEYS);
    return readAct(act);
  });
}

function readAct(place: Place): ActStep {
  const map = bagOf(place);
  const resend = map['resend'];
  if ((resend === undefined) === (map['payload'] === undefined)) {
    const message = {
      en: 'An act has either "payload" or "resend".',
      ko: '행위에는 "payload" 와 "resend" 중 하나가 있어야 합니다.',
    };
    refuse(place, message);
  }
  mustStandAlone(place, 'resend', ['expires', 'chain', 'signature']);
  mustStandAlone(place, 'refused', ['events']);
  mustHaveRefusal(place);
  return {
    ...stepBase(place),
    kind: 'act',
    act: actAt(place),
    by: readSigners(place, resend !== undefined),
    what:
      resend === undefined
        ? { payload: readPayload(child(place, 'payload')) }
        : { resend: textAt(place, 'resend') },
    expiresMs: map['expires'] === undefined ? DEFAULT_EXPIRES_MS : expiresAt(place),
    ...(map['refused'] === undefined ? {} : { refused: textAt(place, 'refused') }),
    ...(map['with'] === undefined ? {} : { details: valueOf(child(place, 'with')) }),
    ...(map['events'] === undefined ? {} : { events: listAt(place, 'events').map(readEvent) }),
    otherChain: flagAt(place, 'chain', 'other'),
    wrongSignature: flagAt(place, 'signature', 'wrong'),
  };
}

function mustHaveRefusal(place: Place): void {
  const { refused, with: details } = bagOf(place);
  if (details === undefined || refused !== undefined) return;
  const message = {
    en: '"with" has a meaning only beside "refused".',
    ko: '"with" 는 "refused" 와 함께 쓸 때만 뜻이 있습니다.',
  };
  refuse(place, message, 'with');
}

function actAt(place: Place): string {
  const act = textAt(place, 'act');
  if (act.length <= 64 && /^[a-z][a-z0-9-]*\.[a-z][A-Za-z0-9]*$/.test(act)) return act;
  const message = {
    en: '"act" is service and transaction, such as document.notarise.',
    ko: '"act" 값은 document.notarise 처럼 서비스와 거래의 이름입니다.',
  };
  return refuse(place, message, 'act');
}

function expiresAt(place: Place): number {
  const duration = durationMs(textAt(place, 'expires'));
  if (duration !== undefined) return duration;
  const message = {
    en: '"expires" is a duration such as 5m.',
    ko: '"expires" 값은 5m 같은 기간입니다.',
  };
  return refuse(place, message, 'expires');
}

function readSigners(place: Place, isResent: boolean): readonly string[] {
  const { by } = bagOf(place);
  if (by === undefined && isResent) return [];
  if (typeof by === 'string') return [by];
  const names = Array.isArray(by) ? listAt(place, 'by').map(textOf) : [];
  if (names.length > 0 && names.length <= MAX_SIGNERS) return names;
  const message = {
    en: `"by" is an actor, or a list of 1 to ${String(MAX_SIGNERS)} actors.`,
    ko: `"by" 값은 행위자이거나 1명에서 ${String(MAX_SIGNERS)}명까지의 목록입니다.`,
  };
  return refuse(place, message, ...(by === undefined ? [] : ['by']));
}

function readEvent(place: Place): ExpectedEvent {
  const map = mapOf(place, ['name', 'fields']);
  return {
    name: textAt(place, 'name'),
    ...(map['fields'] === undefined ? {} : { fields: valueOf(child(place, 'fields')) }),
  };
}

function readQuery(place: Place): Step {
  const map = bagOf(place);
  mustStandAlone(place, 'refused', ['gives']);
  mustHaveRefusal(place);
  return {
    ...stepBase(place),
    kind: 'query',
    query: textAt(place, 'query'),
    params: map['params'] === undefined ? {} : valueOf(child(place, 'params')),
    ...(map['gives'] === undefined ? {} : { gives: valueOf(child(place, 'gives')) }),
    ...(map['refused'] === undefined ? {} : { refused: textAt(place, 'refused') }),
    ...(map['with'] === undefined ? {} : { details: valueOf(child(place, 'with')) }),
  };
}

function readBallot(place: Place): Step {
  const map = bagOf(place);
  mustHaveRefusal(place);
  return {
    ...stepBase(place),
    kind: 'ballot',
    election: textAt(place, 'ballot'),
    by: textAt(place, 'by'),
    chosen: readChosen(place),
    ...(map['refused'] === undefined ? {} : { refused: textAt(place, 'refused') }),
    ...(map['with'] === undefined ? {} : { details: valueOf(child(place, 'with')) }),
    wrongProof: flagAt(place, 'proof', 'wrong'),
  };
}

/** Most persons of a roll that a scenario fills by number. */
const MAX_CROWD = 100_000;

function readVoters(kind: VotersKind, place: Place): Step {
  const by = textAt(place, 'by');
  const count = numberAt(place, 'count', 1, MAX_CROWD);
  const base = { ...stepBase(place), votersOf: textAt(place, kind), by, count };
  if (kind === 'roll') return { ...base, kind };
  return { ...base, kind, as: nameAt(place, 'as'), chosen: readPapers(place) };
}

const MAX_ANSWER = 63;
const MAX_PAPERS = 100;
const MAX_PERSON = 999_999;
const MAX_BUILDING = 255;

/** Numbers from 0 up to one. */
function areNumbers(list: unknown, max: number): list is readonly number[] {
  const isNumber = (one: unknown): boolean =>
    typeof one === 'number' && Number.isInteger(one) && one >= 0 && one <= max;
  return Array.isArray(list) && list.every(isNumber);
}

/** For each question the chosen answers. */
function areAnswers(questions: unknown): questions is readonly (readonly number[])[] {
  return Array.isArray(questions) && questions.every((one) => areNumbers(one, MAX_ANSWER));
}

function paperBase(place: Place, kind: StepKind) {
  return { ...refusable(place, kind), batch: textAt(place, 'batch') };
}

/** What steps about an election have in common that may be refused. */
function refusable(place: Place, kind: StepKind) {
  const map = bagOf(place);
  mustHaveRefusal(place);
  return {
    ...stepBase(place),
    election: textAt(place, kind),
    ...(map['refused'] === undefined ? {} : { refused: textAt(place, 'refused') }),
    ...(map['with'] === undefined ? {} : { details: valueOf(child(place, 'with')) }),
  };
}

function personsIn(place: Place): readonly number[] {
  const persons: unknown = bagOf(place)['persons'];
  if (areNumbers(persons, MAX_PERSON)) return persons;
  const message = {
    en: '"persons" is a list of numbers of persons.',
    ko: '"persons" 값은 사람 번호의 목록입니다.',
  };
  return refuse(place, message, ...(persons === undefined ? [] : ['persons']));
}

function readPapers(place: Place): PapersStep['chosen'] {
  const papers: unknown = bagOf(place)['chosen'];
  if (Array.isArray(papers) && papers.length > 0 && papers.every(areAnswers)) return papers;
  const message = {
    en: '"chosen" is a list of ballots: for each question the chosen answers, counted from 0.',
    ko: '"chosen" 값은 표의 목록이고, 표마다 질문별로 고른 답(0부터)의 목록입니다.',
  };
  return refuse(place, message, ...(papers === undefined ? [] : ['chosen']));
}

function readChosen(place: Place): readonly (readonly number[])[] {
  const questions: unknown = bagOf(place)['chosen'];
  if (areAnswers(questions)) return questions;
  const message = {
    en: '"chosen" is a list for each question: the chosen answers, counted from 0.',
    ko: '"chosen" 값은 질문마다 고른 답(0부터)의 목록입니다.',
  };
  return refuse(place, message, ...(questions === undefined ? [] : ['chosen']));
}

function readReceipt(place: Place): Step {
  const map = bagOf(place);
  const standing = oneOf(place, 'standing', ['stands', 'ended'] as const);
  const verdict = oneOf(place, 'verdict', ['checked', 'mismatch', 'unchecked'] as const);
  return {
    ...stepBase(place),
    kind: 'receipt',
    receipt: textAt(place, 'receipt'),
    ...(standing === undefined ? {} : { standing }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(map['leaf'] === undefined ? {} : { leaf: numberAt(place, 'leaf', 0, MAX_LEAF) }),
    ...(map['file'] === undefined ? {} : { file: textAt(place, 'file') }),
  };
}

/** The time under a key, ms. */
export function timeAt(place: Place, key: string): number {
  const { value } = child(place, key);
  const parsed = typeof value === 'string' ? timeMs(value) : undefined;
  const message = {
    en: `"${key}" is a time with zone from 1970 on, such as 2026-11-22T09:00:00+09:00.`,
    ko: `"${key}" 값은 2026-11-22T09:00:00+09:00 처럼 시간대가 있는 1970년 이후의 시각입니다.`,
  };
  return parsed ?? refuse(place, message, key);
}

function whenAt(place: Place): When {
  const at = textAt(place, 'at');
  const after = at.startsWith('+') ? durationMs(at.slice(1)) : undefined;
  if (after !== undefined) return { afterMs: after };
  const absolute = timeMs(at);
  if (absolute !== undefined) return { atMs: absolute };
  const message = {
    en: '"at" is + and a duration, such as +90s, or a time with zone.',
    ko: '"at" 값은 +90s 같은 기간이거나 시간대가 있는 시각입니다.',
  };
  return refuse(place, message, 'at');
}
