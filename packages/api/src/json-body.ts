import { type Codec, expectOk, fromHex, fromUtf8, ok, parseJson, type Result } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import type { BodyKind } from './route.ts';

const JSON_TYPE = 'application/json';

/** A JSON body described by a codec. */
export function jsonBody<T>({ shape }: Codec<T>, maxBytes: number, description: string): BodyKind {
  return { type: JSON_TYPE, maxBytes, description, schema: shape };
}

/** What a body says; the refusal names a field and never repeats what stood in it. */
export function readJson<T>(codec: Codec<T>, body: Uint8Array): Result<T, Refusal> {
  const text = fromUtf8(body);
  const parsed = parseJson(codec, text.ok ? parseText(text.value) : undefined);
  if (parsed.ok) return ok(parsed.value);
  const name = /^[a-z]{1,16}/i.exec(parsed.error.at)?.[0] ?? 'body';
  return refuse(apiErrors.PARAMETER_NOT_VALID, { name });
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The bytes of a text that a codec has held to hexadecimal. */
export function bytesOf(hex: string): Uint8Array {
  return expectOk(fromHex(hex), 'the codec takes hexadecimal only');
}
