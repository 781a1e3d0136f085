import { encodeKnown, expectPresent, type Json, type Result, toHex, utf8 } from '@madang/base';
import { type KeyPair, sha256, signSync } from '@madang/crypto';
import type { AnyService, Refusal } from '@madang/kernel';
import { encodeSigned, type Outcome, type ReceiptVerdict, signedMessage } from '@madang/protocol';
import { opening } from '@madang/services/document/proof/index.ts';
import type { Words } from '../terminal.ts';
import { batchOf, compute, hashOfText, noActor, noLabel } from './compute.ts';
import { describe } from './describe.ts';
import { MAX_TIME_MS } from './duration.ts';
import { encodeAsGiven } from './encode-as-given.ts';
import {
  type ActStep,
  Computed,
  type ElectionStep,
  type QueryStep,
  type ReceiptStep,
  type Step,
  type Value,
} from './model.ts';
import { playVoters } from './play-crowd.ts';
import { playBallot, playCeremony, playDecryption } from './play-election.ts';
import { playMix, playRegister } from './play-mixing.ts';
import { playConfirm, playMark, playPapers } from './play-paper.ts';
import { playBegin, playSurrender } from './play-surrender.ts';
import {
  bodyFor,
  broken,
  differ,
  type Failure,
  findTransaction,
  judgeRefusal,
  knownTo,
  named,
  notPlayable,
  type Play,
  type Progress,
  refusalOf,
  type Sent,
  type StepFailure,
} from './progress.ts';
import type { Answer, Shown } from './stage.ts';

export type { StepFailure } from './progress.ts';

/** What a step came to. */
export interface StepReport {
  readonly line: number;
  readonly timeMs: number;
  readonly what: Words;
  readonly failure?: StepFailure;
}

/** What has been played: acts with labels that were sent, by their labels. */
export type Labelled = ReadonlyMap<string, Pick<Sent, 'bodyHash'>>;

/** Plays a scenario step by step; ends after the first failure, and gives what was sent. */
export async function* play(given: Play): AsyncGenerator<StepReport, Labelled, undefined> {
  const progress: Progress = {
    ...given,
    nowMs: given.scenario.startMs,
    actCount: 0,
    sentByLabel: new Map(),
  };
  for (const step of given.scenario.steps) {
    const failure = advance(progress, step) ?? (await playStep(progress, step));
    const report = { line: step.line, timeMs: progress.nowMs, what: describe(step) };
    yield failure === undefined ? report : { ...report, failure: { line: step.line, ...failure } };
    if (failure !== undefined) break;
  }
  return progress.sentByLabel;
}

function advance(progress: Progress, { when }: Step): Failure | undefined {
  const next = 'afterMs' in when ? progress.nowMs + when.afterMs : when.atMs;
  if (next < progress.nowMs) {
    return notPlayable({
      en: 'The step lies before the one before it.',
      ko: '단계의 시각이 앞 단계보다 이릅니다.',
    });
  }
  if (next > MAX_TIME_MS) {
    return notPlayable({
      en: 'The step lies after the year 9999.',
      ko: '단계의 시각이 9999년보다 늦습니다.',
    });
  }
  progress.nowMs = next;
  progress.stage.setTime(next);
  return undefined;
}

function playElection(progress: Progress, step: ElectionStep): Promise<Failure | undefined> {
  switch (step.kind) {
    case 'ceremony':
      return playCeremony(progress, step);
    case 'register':
      return playRegister(progress, step);
    case 'mix':
      return playMix(progress, step);
    case 'ballot':
      return playBallot(progress, step);
    case 'begin':
      return playBegin(progress, step);
    case 'surrender':
      return playSurrender(progress, step);
    case 'mark':
      return playMark(progress, step);
    case 'papers':
      return playPapers(progress, step);
    case 'confirm':
      return playConfirm(progress, step);
    case 'decrypt':
      return playDecryption(progress, step);
  }
}

async function playStep(progress: Progress, step: Step): Promise<Failure | undefined> {
  if ('election' in step) return playElection(progress, step);
  if ('votersOf' in step) return playVoters(progress, step);
  switch (step.kind) {
    case 'act':
      return playActs(progress, [step]);
    case 'together':
      return playActs(progress, step.acts);
    case 'query':
      return playQuery(progress, step);
    case 'receipt':
      return playReceipt(progress, step);
    case 'restart':
      await progress.stage.restart();
      return undefined;
    case 'check': {
      const result = await progress.stage.reExecute();
      return result.ok ? undefined : broken(result.error, result.error);
    }
  }
}

async function playActs(
  progress: Progress,
  acts: readonly ActStep[],
): Promise<Failure | undefined> {
  const sent: Sent[] = [];
  for (const act of acts) {
    const prepared = prepare(progress, act);
    if ('code' in prepared) return { line: act.line, ...prepared };
    sent.push(prepared);
    if (act.label !== undefined) progress.sentByLabel.set(act.label, prepared);
  }
  const answers = await progress.stage.submit(sent.map((one) => one.envelope));
  for (const [index, act] of acts.entries()) {
    const answer = expectPresent(answers[index], 'scenario: an answer is missing');
    const failure = judgeAct(progress, act, answer);
    if (failure !== undefined) return { line: act.line, ...failure };
  }
  const heights = answers.flatMap((answer) => (answer.ok ? [answer.value.outcome.height] : []));
  return new Set(heights).size < 2
    ? undefined
    : notPlayable({
        en: 'The acts do not fit into one block; give params.maxBlockCostUs more, or fewer acts.',
        ko: '행위들이 한 블록에 들어가지 않습니다. params.maxBlockCostUs 를 늘리거나 행위를 줄이십시오.',
      });
}

function prepare(progress: Progress, act: ActStep): Sent | Failure {
  if ('resend' in act.what) return resent(progress, act.act, act.what.resend);
  const payload = payloadOf(progress, act, act.what.payload);
  if ('code' in payload) return payload;
  const keys = act.by.map((name) => progress.cast.actorKey(name));
  const missing = act.by.find((_, index) => keys[index] === undefined);
  if (missing !== undefined) return notPlayable(noActor(missing));
  if (payload.bytes.length > MAX_PAYLOAD_BYTES) {
    return notPlayable({
      en: `The payload has ${String(payload.bytes.length)} bytes; at most ${String(MAX_PAYLOAD_BYTES)} fit into an act.`,
      ko: `내용이 ${String(payload.bytes.length)}바이트입니다. 행위 하나에는 ${String(MAX_PAYLOAD_BYTES)}바이트까지 들어갑니다.`,
    });
  }
  const sent = sign(progress, act, {
    payload: payload.bytes,
    keys: keys.filter((key) => key !== undefined),
  });
  const texts = textsOf(act.what.payload);
  return texts === undefined ? sent : { ...sent, texts };
}

function resent(progress: Progress, act: string, label: string): Sent | Failure {
  const earlier = progress.sentByLabel.get(label);
  if (earlier === undefined) return notPlayable(noLabel(label));
  if (earlier.act === act) return earlier;
  return notPlayable({
    en: `"${label}" is ${earlier.act}, not ${act}.`,
    ko: `"${label}" 은(는) ${act} 이(가) 아니라 ${earlier.act} 입니다.`,
  });
}

/**
 * The payload's bytes. One that does not fit the schema is sent as it is where a refusal is
 * expected.
 */
function payloadOf(
  progress: Progress,
  { act, refused }: ActStep,
  value: Value,
): { readonly bytes: Uint8Array } | Failure {
  const json = compute(value, knownTo(progress));
  if (!json.ok) return notPlayable(json.error);
  const definition = findTransaction(progress.services, act);
  const fitting = definition?.payloadFromJson(json.value);
  if (fitting?.ok === true) return { bytes: fitting.value };
  if (refused !== undefined) return { bytes: encodeAsGiven(json.value, definition?.payloadShape) };
  if (fitting === undefined) {
    return notPlayable({ en: `There is no act "${act}".`, ko: `"${act}" 행위가 없습니다.` });
  }
  const { at, message } = fitting.error;
  const reason = at === '' ? message : `${at}: ${message}`;
  return notPlayable({
    en: `The payload does not fit ${act}: ${reason}`,
    ko: `내용이 ${act} 의 형식에 맞지 않습니다: ${reason}`,
  });
}

function textsOf(payload: Value): readonly string[] | undefined {
  const root = (payload as { readonly root?: Value }).root;
  if (!(root instanceof Computed) || !Array.isArray(root.argument)) return undefined;
  return root.argument as readonly string[];
}

interface ToSign {
  readonly payload: Uint8Array;
  readonly keys: readonly KeyPair[];
}

const OTHER_CHAIN = sha256(utf8('another ledger'));
/** With the rest of the body it stays below what any ledger takes (docs/spec/transaction.md). */
const MAX_PAYLOAD_BYTES = 65_000;

function sign(progress: Progress, given: ActStep, { payload, keys }: ToSign): Sent {
  const chain = given.otherChain ? OTHER_CHAIN : progress.stage.chain;
  const { act, expiresMs } = given;
  const bodyBytes = bodyFor(progress, { act, chain, payload, expiresMs });
  const bodyHash = sha256(bodyBytes);
  const message = signedMessage(chain, bodyHash);
  const signatures = keys.map((key) => {
    const signature = signSync(key, message);
    if (given.wrongSignature) signature[0] = (signature[0] ?? 0) ^ 1;
    return { suite: 'ed25519', key: key.publicKey, signature };
  });
  return { act, bodyHash, payload, envelope: encodeSigned(bodyBytes, signatures) };
}

function judgeAct(progress: Progress, act: ActStep, answer: Answer): Failure | undefined {
  const refusal = refusalOf(progress.errors, answer);
  if (act.refused !== undefined) {
    return judgeRefusal(progress, { refused: act.refused, details: act.details }, refusal);
  }
  if (refusal !== undefined) {
    return broken(
      `Expected ${act.act} to be done; it was refused: ${refusal.text}`,
      `${act.act} 이(가) 실행되어야 하는데 거절되었습니다: ${refusal.text}`,
    );
  }
  return answer.ok ? judgeEvents(progress, act, answer.value.outcome) : undefined;
}

function judgeEvents(progress: Progress, act: ActStep, outcome: Outcome): Failure | undefined {
  if (act.events === undefined) return undefined;
  const actual = outcome.events.map((event) => ({
    name: event.name,
    fields: findEvent(progress.services, event.name)?.toJson(event.fields) ?? toHex(event.fields),
  }));
  const expected: Value = act.events.map(({ name, fields }) => ({
    name,
    ...(fields === undefined ? {} : { fields }),
  }));
  return differ(progress, expected, actual);
}

function playQuery(progress: Progress, step: QueryStep): Failure | undefined {
  const params = compute(step.params, knownTo(progress));
  if (!params.ok) return notPlayable(params.error);
  const answer: Result<Json, Refusal> = progress.stage.read(step.query, params.value);
  const refusal = answer.ok ? undefined : named(progress.errors, answer.error);
  const { refused, details } = step;
  if (refused !== undefined) return judgeRefusal(progress, { refused, details }, refusal);
  if (!answer.ok) {
    const text = refusal?.text ?? '';
    return broken(`The query was refused: ${text}`, `조회가 거절되었습니다: ${text}`);
  }
  return step.gives === undefined ? undefined : differ(progress, step.gives, answer.value);
}

async function playReceipt(progress: Progress, step: ReceiptStep): Promise<Failure | undefined> {
  const sent = progress.sentByLabel.get(step.receipt);
  if (sent === undefined) return notPlayable(noLabel(step.receipt));
  const shown = shownWith(step, sent);
  if ('code' in shown) return shown;
  const checked = await progress.stage.checkReceipt(sent.bodyHash, shown);
  if (checked !== undefined) return judgeReceipt(step, checked);
  return notPlayable({
    en: 'There is no record of this act, so there is no receipt.',
    ko: '이 행위의 기록이 없어 영수증도 없습니다.',
  });
}

/** The opening of the file that the step names, and the digest of what is shown as that file. */
function shownWith({ leaf, file }: ReceiptStep, { texts = [] }: Sent): Shown | Failure {
  if (leaf === undefined && file === undefined) return {};
  const index = leaf ?? 0;
  if (index >= texts.length) {
    return notPlayable({
      en: `The !root of the act has ${String(texts.length)} texts, so no file ${String(index)}.`,
      ko: `행위의 !root 에 글이 ${String(texts.length)}개 있어 ${String(index)}번 파일이 없습니다.`,
    });
  }
  const { paths, salts, digests } = batchOf(texts);
  const at = (list: readonly Uint8Array[]): Uint8Array => expectPresent(list[index], 'a leaf');
  const opened = { leaf: index, salt: at(salts), path: at(paths), digest: at(digests) };
  return {
    opening: encodeKnown(opening, opened),
    ...(file === undefined ? {} : { fileDigest: hashOfText(file) }),
  };
}

function judgeReceipt(step: ReceiptStep, checked: ReceiptVerdict): Failure | undefined {
  const standing = checked.parts.find((part) => part.part === 'standing');
  const found = standing?.code === 'ENDED' ? 'ended' : standing?.state;
  const parts = checked.parts.map((part) => `${part.part} ${part.state} ${part.code}`).join('; ');
  if (step.standing !== undefined && (step.standing === 'ended' ? 'ended' : 'passed') !== found) {
    return step.standing === 'stands'
      ? broken(`Expected the record to stand: ${parts}`, `기록이 유효해야 합니다: ${parts}`)
      : broken(`Expected the record to have ended: ${parts}`, `기록이 끝났어야 합니다: ${parts}`);
  }
  const verdict = step.verdict ?? (step.standing === 'ended' ? 'mismatch' : 'checked');
  if (checked.verdict === verdict) return undefined;
  return broken(
    `Expected the verdict ${verdict}; it is ${checked.verdict}: ${parts}`,
    `판정이 ${verdict} 이어야 하는데 ${checked.verdict} 입니다: ${parts}`,
  );
}

function findEvent(services: readonly AnyService[], name: string) {
  return services.flatMap((service) => service.events).find((one) => one.fullName === name);
}
