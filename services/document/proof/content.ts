import { decode, equalBytes, utf8 } from '@madang/base';
import { leafHash, sha256, verifyInclusion } from '@madang/crypto';
import type { ContentInput, ContentVerdict } from '@madang/protocol';
import { type NotarisePayload, notarisePayload } from '../chain/schema.ts';
import { NOTARISE } from './claims.ts';
import { commit } from './commitment.ts';
import { type Opening, opening } from './opening.ts';

/** Whether an opening leads to the recorded root, and a given file is the opened one. */
export function checkContent(input: ContentInput): ContentVerdict {
  if (input.opening === undefined) return withoutOpening(input);
  if (input.act !== NOTARISE) return { state: 'failed', code: 'VERIFY_OPENING_WRONG' };
  const opened = decode(opening, input.opening);
  if (!opened.ok) {
    const { code, at } = opened.error;
    return { state: 'failed', code: 'VERIFY_OPENING_NOT_VALID', detail: { reason: code, at } };
  }
  const payload = decode(notarisePayload, input.payload);
  if (!payload.ok || !leadsToRoot(opened.value, payload.value)) {
    return { state: 'failed', code: 'VERIFY_OPENING_WRONG' };
  }
  return checkOpened(opened.value, payload.value, input.fileDigest);
}

function withoutOpening({ act, fileDigest }: ContentInput): ContentVerdict {
  const isMissing = act === NOTARISE && fileDigest !== undefined;
  return {
    state: 'unchecked',
    code: isMissing ? 'VERIFY_OPENING_MISSING' : 'VERIFY_CONTENT_NONE',
  };
}

function leadsToRoot({ leaf, salt, digest, path }: Opening, payload: NotarisePayload): boolean {
  return verifyInclusion({
    index: leaf,
    size: payload.count,
    leaf: leafHash(commit(salt, digest)),
    proof: path,
    root: payload.root,
  });
}

function checkOpened(
  { leaf, digest, statement }: Opening,
  { kind, count }: NotarisePayload,
  fileDigest: Uint8Array | undefined,
): ContentVerdict {
  if (statement !== undefined && !equalBytes(sha256(utf8(statement)), digest)) {
    return { state: 'failed', code: 'VERIFY_STATEMENT_DIFFERS' };
  }
  const isCompared = fileDigest !== undefined;
  if (isCompared && !equalBytes(fileDigest, digest)) {
    return { state: 'failed', code: 'VERIFY_FILE_DIFFERS', detail: { leaf, count } };
  }
  return {
    state: 'passed',
    code: 'VERIFY_CONTENT_MATCHES',
    detail: { kind, leaf, count, fileCompared: isCompared },
  };
}
