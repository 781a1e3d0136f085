import { concat, ok, type Result } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';

/** The body of a request, refused as soon as it is longer than `maxBytes`. */
export async function readBody(
  request: Request,
  maxBytes: number,
): Promise<Result<Uint8Array, Refusal>> {
  const declared = Number(request.headers.get('content-length') ?? '0');
  if (declared > maxBytes) return refuse(apiErrors.BODY_TOO_LARGE, { maxBytes });
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for (;;) {
    const step = await reader?.read();
    if (step === undefined || step.done) return ok(concat(...chunks));
    sizeBytes += step.value.length;
    if (sizeBytes > maxBytes) {
      await reader?.cancel();
      return refuse(apiErrors.BODY_TOO_LARGE, { maxBytes });
    }
    chunks.push(step.value);
  }
}

/** Whether a Content-Type header names this media type. */
export function isType(header: string | null | undefined, type: string): boolean {
  return (header ?? '').split(';', 1).join('').trim().toLowerCase() === type;
}
