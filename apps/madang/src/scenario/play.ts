import { encodeKnown, expectPresent, type Json, type Result, toHex, utf8 } from '@madang/base';
import { type KeyPair, sha256, signSync } from '@madang/crypto';
import type { AnyError, AnyService, AnyTransaction, Refusal } from '@madang/kernel';
import {
  body,
  encodeSigned,
  type Outcome,
  type ReceiptVerdict,
  signedMessage,
} from '@madang/protocol';
import type { Cast } from './cast.ts';
import { firstDifference } from './compare.ts';
import { compute, type Known } from './compute.ts';
import type { ActStep, QueryStep, ReceiptStep, Scenario, Step, Value } from './model.ts';
import type { Answer, Stage } from './stage.ts';

/**
 * What a step came to. `failure` is the first expectation that did not hold, or why the step could
 * not be played.
 */
export interface StepReport {
  readonly line: number;
  readonly timeMs: number;
  readonly what: string;
  readonly failure?: string;
}

/** Everything that is needed to play. */
export interface Play {
  readonly scenario: Scenario;
  readonly cast: Cast;
  readonly stage: Stage;
  readonly services: readonly AnyService[];
  /** Every error of the build. */
  readonly errors: readonly AnyError[];
}

interface Progress extends Play {
  nowMs: number;
  actCount: number;
  readonly sentByLabel: Map<string, Sent>;
}

interface Sent {
  readonly bodyHash: Uint8Array;
  readonly envelope: Uint8Array;
}

/** Plays a scenario step by step; ends after the first failure. */
export async function* play(given: Play): AsyncGenerator<StepReport, void, undefined> {
  const progress: Progress = {
    ...given,
    nowMs: given.scenario.startMs,
    actCount: 0,
    sentByLabel: new Map(),
  };
  for (const step of given.scenario.steps) {
    const failure = advance(progress, step) ?? (await playStep(progress, step));
    const report = { line: step.line, timeMs: progress.nowMs, what: describe(step) };
    yield failure === undefined ? report : { ...report, failure };
    if (failure !== undefined) return;
  }
}

function advance(progress: Progress, { when }: Step): string | undefined {
  const next = 'afterMs' in when ? progress.nowMs + when.afterMs : when.atMs;
  if (next < progress.nowMs) return 'The step lies before the one before it.';
  progress.nowMs = next;
  progress.stage.setTime(next);
  return undefined;
}

async function playStep(progress: Progress, step: Step): Promise<string | undefined> {
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
      return result.ok ? undefined : result.error;
    }
  }
}

async function playActs(progress: Progress, acts: readonly ActStep[]): Promise<string | undefined> {
  const sent: Sent[] = [];
  for (const act of acts) {
    const prepared = prepare(progress, act);
    if (typeof prepared === 'string') return prepared;
    sent.push(prepared);
    if (act.label !== undefined) progress.sentByLabel.set(act.label, prepared);
  }
  const answers = await progress.stage.submit(sent.map((one) => one.envelope));
  for (const [index, act] of acts.entries()) {
    const answer = expectPresent(answers[index], 'scenario: an answer is missing');
    const failure = judgeAct(progress, act, answer);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function prepare(progress: Progress, act: ActStep): Sent | string {
  if ('resend' in act.what) {
    const earlier = progress.sentByLabel.get(act.what.resend);
    return earlier ?? `No act before this one has the label "${act.what.resend}".`;
  }
  const definition = findTransaction(progress.services, act.act);
  if (definition === undefined) return `There is no act "${act.act}".`;
  const json = compute(act.what.payload, knownTo(progress));
  if (!json.ok) return json.error;
  const payload = definition.payloadFromJson(json.value);
  if (!payload.ok) {
    return `The payload does not fit ${act.act}: ${payload.error.at}: ${payload.error.message}`;
  }
  const keys = act.by.map((name) => progress.cast.actorKey(name));
  const missing = act.by.find((_, index) => keys[index] === undefined);
  if (missing !== undefined) return `There is no actor "${missing}".`;
  return sign(progress, act, {
    payload: payload.value,
    keys: keys.filter((key) => key !== undefined),
  });
}

interface ToSign {
  readonly payload: Uint8Array;
  readonly keys: readonly KeyPair[];
}

const OTHER_CHAIN = sha256(utf8('another ledger'));
const SALT_BYTES = 16;

function sign(progress: Progress, act: ActStep, { payload, keys }: ToSign): Sent {
  const chain = act.otherChain ? OTHER_CHAIN : progress.stage.chain;
  progress.actCount += 1;
  const bodyBytes = encodeKnown(body, {
    act: act.act,
    chain,
    expiresAt: progress.nowMs + act.expiresMs,
    payload,
    salt: sha256(utf8(`act ${String(progress.actCount)}`)).subarray(0, SALT_BYTES),
  });
  const bodyHash = sha256(bodyBytes);
  const message = signedMessage(chain, bodyHash);
  const signatures = keys.map((key) => {
    const signature = signSync(key, message);
    if (act.wrongSignature) signature[0] = (signature[0] ?? 0) ^ 1;
    return { suite: 'ed25519', key: key.publicKey, signature };
  });
  return { bodyHash, envelope: encodeSigned(bodyBytes, signatures) };
}

function judgeAct(progress: Progress, act: ActStep, answer: Answer): string | undefined {
  const refusal = refusalOf(progress.errors, answer);
  if (act.refused === undefined) {
    if (refusal !== undefined)
      return `Expected ${act.act} to be done; it was refused: ${refusal.text}`;
    return answer.ok ? judgeEvents(progress, act, answer.value.outcome) : undefined;
  }
  if (refusal === undefined) return `Expected the refusal ${act.refused}; ${act.act} was done.`;
  const short = refusal.name.slice(refusal.name.indexOf('.') + 1);
  if (act.refused !== refusal.name && act.refused !== short) {
    return `Expected the refusal ${act.refused}; it was refused: ${refusal.text}`;
  }
  return act.details === undefined ? undefined : differ(progress, act.details, refusal.details);
}

interface Refused {
  readonly name: string;
  readonly details: Json;
  readonly text: string;
}

/** The refusal in an answer, whether it came before a block or in one. */
function refusalOf(errors: readonly AnyError[], answer: Answer): Refused | undefined {
  if (!answer.ok) return named(errors, answer.error);
  const { code, context } = answer.value.outcome;
  if (code === 0) return undefined;
  return named(errors, {
    code,
    name: `code ${String(code)}`,
    context: context ?? new Uint8Array([0xa0]),
  });
}

function named(errors: readonly AnyError[], refusal: Refusal): Refused {
  const definition = errors.find((one) => one.code === refusal.code);
  const details = definition?.contextToJson(refusal.context) ?? {};
  const name = definition?.name ?? refusal.name;
  return { name, details, text: `${name} ${JSON.stringify(details)}` };
}

function judgeEvents(progress: Progress, act: ActStep, outcome: Outcome): string | undefined {
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

function playQuery(progress: Progress, step: QueryStep): string | undefined {
  const params = compute(step.params, knownTo(progress));
  if (!params.ok) return params.error;
  const answer: Result<Json, Refusal> = progress.stage.read(step.query, params.value);
  if (!answer.ok) {
    const refusal = named(progress.errors, answer.error);
    const short = refusal.name.slice(refusal.name.indexOf('.') + 1);
    return step.refused === refusal.name || step.refused === short
      ? undefined
      : `The query was refused: ${refusal.text}`;
  }
  if (step.refused !== undefined)
    return `Expected the refusal ${step.refused}; the query was answered.`;
  return step.gives === undefined ? undefined : differ(progress, step.gives, answer.value);
}

async function playReceipt(progress: Progress, step: ReceiptStep): Promise<string | undefined> {
  const sent = progress.sentByLabel.get(step.receipt);
  if (sent === undefined) return `No act before this one has the label "${step.receipt}".`;
  const checked = await progress.stage.checkReceipt(sent.bodyHash);
  if (checked === undefined) return 'There is no record of this act, so there is no receipt.';
  return judgeReceipt(step, checked);
}

function judgeReceipt(step: ReceiptStep, checked: ReceiptVerdict): string | undefined {
  const standing = checked.parts.find((part) => part.part === 'standing');
  const found = standing?.code === 'ENDED' ? 'ended' : standing?.state;
  const parts = checked.parts.map((part) => `${part.part} ${part.state} ${part.code}`).join('; ');
  if (step.standing !== undefined && (step.standing === 'ended' ? 'ended' : 'passed') !== found) {
    return `Expected the record ${step.standing === 'stands' ? 'to stand' : 'to have ended'}: ${parts}`;
  }
  const verdict = step.verdict ?? (step.standing === 'ended' ? 'mismatch' : 'checked');
  return checked.verdict === verdict ? undefined : `Expected the verdict ${verdict}: ${parts}`;
}

function differ(progress: Progress, expected: Value, actual: Json): string | undefined {
  const computed = compute(expected, knownTo(progress));
  if (!computed.ok) return computed.error;
  const difference = firstDifference(computed.value, actual);
  if (difference === undefined) return undefined;
  const at = difference.at === '' ? '' : ` at ${difference.at}`;
  return `Expected${at} ${difference.expected}; it is ${difference.actual}.`;
}

function knownTo(progress: Progress): Known {
  return {
    chain: progress.stage.chain,
    nowMs: progress.nowMs,
    idOf: (label) => progress.sentByLabel.get(label)?.bodyHash,
    keyOf: (actor) => progress.cast.actorKey(actor),
  };
}

function findTransaction(services: readonly AnyService[], act: string): AnyTransaction | undefined {
  return services.flatMap((service) => service.transactions).find((one) => one.act === act);
}

function findEvent(services: readonly AnyService[], name: string) {
  return services.flatMap((service) => service.events).find((one) => one.fullName === name);
}

function describe(step: Step): string {
  const label = step.label === undefined ? '' : ` (${step.label})`;
  switch (step.kind) {
    case 'act':
      return 'resend' in step.what
        ? `${step.act} again: ${step.what.resend}`
        : `${step.act} by ${step.by.join(', ')}${label}`;
    case 'together':
      return `${String(step.acts.length)} acts in one block${label}`;
    case 'query':
      return `query ${step.query}${label}`;
    case 'receipt':
      return `receipt of ${step.receipt}`;
    case 'restart':
      return 'restart';
    case 'check':
      return 'execute the log again';
  }
}
