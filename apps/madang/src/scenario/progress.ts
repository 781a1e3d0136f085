import { encodeKnown, type Json, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import type { AnyError, AnyService, AnyTransaction, Refusal } from '@madang/kernel';
import { body } from '@madang/protocol';
import type { Words } from '../terminal.ts';
import type { Cast } from './cast.ts';
import { firstDifference } from './compare.ts';
import { compute, type Known } from './compute.ts';
import type { Scenario, Value } from './model.ts';
import type { Answer, Stage } from './stage.ts';

/** The first expectation that did not hold, or why a step could not be played. */
export interface StepFailure {
  /** The line of the step, or of the act in a block of several. */
  readonly line: number;
  readonly code: 'EXPECTATION_BROKEN' | 'STEP_NOT_PLAYABLE';
  readonly message: Words;
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

/** How far a scenario has been played. */
export interface Progress extends Play {
  nowMs: number;
  actCount: number;
  readonly sentByLabel: Map<string, Sent>;
}

/** An act that was sent. */
export interface Sent {
  readonly act: string;
  readonly bodyHash: Uint8Array;
  readonly envelope: Uint8Array;
  readonly payload: Uint8Array;
  /** The texts behind the `!root` of its payload. */
  readonly texts?: readonly string[];
}

/** Why a step failed; its line is that of the step unless it says another. */
export type Failure = Omit<StepFailure, 'line'> & { readonly line?: number };

/** An expectation that does not hold. */
export function broken(en: string, ko: string): Failure {
  return { code: 'EXPECTATION_BROKEN', message: { en, ko } };
}

/** A step that cannot be played. */
export function notPlayable(message: Words): Failure {
  return { code: 'STEP_NOT_PLAYABLE', message };
}

/** What a step expects to be refused with. */
export interface ExpectedRefusal {
  readonly refused: string;
  readonly details: Value | undefined;
}

/** Holds a refusal against the one that was expected. */
export function judgeRefusal(
  progress: Progress,
  { refused, details }: ExpectedRefusal,
  refusal: Refused | undefined,
): Failure | undefined {
  if (!progress.errors.some((error) => isNamed(error.name, refused))) {
    return notPlayable({
      en: `There is no refusal "${refused}"; docs/errors.md lists them.`,
      ko: `"${refused}" 거절 사유는 없습니다. docs/errors.md 에 목록이 있습니다.`,
    });
  }
  if (refusal === undefined) {
    return broken(
      `Expected the refusal ${refused}; it was done.`,
      `${refused} 사유로 거절되어야 하는데 실행되었습니다.`,
    );
  }
  if (!isNamed(refusal.name, refused)) {
    return broken(
      `Expected the refusal ${refused}; it was refused: ${refusal.text}`,
      `${refused} 사유로 거절되어야 하는데 다른 사유로 거절되었습니다: ${refusal.text}`,
    );
  }
  return details === undefined ? undefined : differ(progress, details, refusal.details);
}

/** Whether a refusal has this name, with or without its service. */
function isNamed(name: string, expected: string): boolean {
  return name === expected || name.slice(name.indexOf('.') + 1) === expected;
}

/** A refusal in words. */
export interface Refused {
  readonly name: string;
  readonly details: Json;
  readonly text: string;
}

/** The refusal in an answer, whether it came before a block or in one. */
export function refusalOf(errors: readonly AnyError[], answer: Answer): Refused | undefined {
  if (!answer.ok) return named(errors, answer.error);
  const { code, context } = answer.value.outcome;
  if (code === 0) return undefined;
  return named(errors, {
    code,
    name: `code ${String(code)}`,
    context: context ?? new Uint8Array([0xa0]),
  });
}

/** A refusal by its name. */
export function named(errors: readonly AnyError[], refusal: Refusal): Refused {
  const definition = errors.find((one) => one.code === refusal.code);
  const details = definition?.contextToJson(refusal.context) ?? {};
  const name = definition?.name ?? refusal.name;
  return { name, details, text: `${name} ${JSON.stringify(details)}` };
}

/** Where something is not what was expected. */
export function differ(progress: Progress, expected: Value, actual: Json): Failure | undefined {
  const computed = compute(expected, knownTo(progress));
  if (!computed.ok) return notPlayable(computed.error);
  const difference = firstDifference(computed.value, actual);
  if (difference === undefined) return undefined;
  const at = difference.at === '' ? '' : ` at ${difference.at}`;
  const place = difference.at === '' ? '' : `${difference.at}: `;
  return broken(
    `Expected${at} ${difference.expected}; it is ${difference.actual}.`,
    `${place}${difference.expected} 이어야 하는데 ${difference.actual} 입니다.`,
  );
}

/** What computed values are computed from. */
export function knownTo(progress: Progress): Known {
  return {
    chain: progress.stage.chain,
    nowMs: progress.nowMs,
    idOf: (label) => progress.sentByLabel.get(label)?.bodyHash,
    payloadOf: (label) => progress.sentByLabel.get(label)?.payload,
    keyOf: (actor) => progress.cast.actorKey(actor),
  };
}

/** The act of a name. */
export function findTransaction(
  services: readonly AnyService[],
  act: string,
): AnyTransaction | undefined {
  return services.flatMap((service) => service.transactions).find((one) => one.act === act);
}

/** A body that is to be built. */
export interface ToBuild {
  readonly act: string;
  readonly chain: Uint8Array;
  readonly payload: Uint8Array;
  readonly expiresMs: number;
}

const SALT_BYTES = 16;

/** The body of an act at the time of the step; its salt follows from how many acts came before. */
export function bodyFor(
  progress: Progress,
  { act, chain, payload, expiresMs }: ToBuild,
): Uint8Array {
  progress.actCount += 1;
  return encodeKnown(body, {
    act,
    chain,
    expiresAt: progress.nowMs + expiresMs,
    payload,
    salt: sha256(utf8(`act ${String(progress.actCount)}`)).subarray(0, SALT_BYTES),
  });
}
