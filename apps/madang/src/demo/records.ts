import { type Json, toHex, utf8 } from '@madang/base';
import { type KeyPair, randomBytes, sha256 } from '@madang/crypto';
import { buildBatch } from '@madang/services/document/proof/index.ts';
import { readSigningKey } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { type ActRoom, submitAct } from '../server/submit-act.ts';

/** A document that an institution of the demo puts on record: only its commitment is kept. */
interface DemoDocument {
  readonly label: string;
  readonly by: string;
  /** How many files the act puts on record. */
  readonly count: number;
}

const documents: readonly DemoDocument[] = [
  { label: 'Notice 2026-101 on the use of the river park', by: 'city', count: 1 },
  { label: 'Certificates of completion, spring', by: 'university', count: 48 },
  { label: 'Minutes of the city council', by: 'city', count: 12 },
  { label: 'Rules on the library, first version', by: 'city', count: 1 },
  { label: 'Rules on the library, second version', by: 'city', count: 1 },
  { label: 'Certificates of graduation', by: 'university', count: 320 },
  { label: 'Certificate issued by mistake', by: 'university', count: 1 },
];

/**
 * Makes the first records of the demo city: documents of its institutions, one of them superseded
 * and one revoked, so that every state of a record can be seen.
 */
export async function makeDemoRecords(room: ActRoom, layout: Layout): Promise<void> {
  const ids: string[] = [];
  for (const demo of documents) ids.push(await notarise(room, layout, demo));
  const [, , , first = '', second = '', , mistaken = ''] = ids;
  await act(room, keyOf(layout, 'city'), 'document.supersede', {
    document: first,
    successor: second,
    reason: 'replaced',
  });
  await act(room, keyOf(layout, 'university'), 'document.revoke', {
    document: mistaken,
    reason: 'mistake',
  });
}

function notarise(room: ActRoom, layout: Layout, demo: DemoDocument): Promise<string> {
  const files = Array.from({ length: demo.count }, (_, index) =>
    sha256(utf8(`${demo.label} ${String(index + 1)}`)),
  );
  const { root, count } = buildBatch(
    files,
    files.map(() => randomBytes(32)),
  );
  return act(room, keyOf(layout, demo.by), 'document.notarise', {
    as: demo.by,
    kind: 'file',
    root: toHex(root),
    count,
  });
}

/** Puts one act on record and returns its id. */
async function act(
  room: ActRoom,
  key: KeyPair | undefined,
  name: string,
  payload: Json,
): Promise<string> {
  if (key === undefined) return '';
  const answer = await submitAct(room, [key], { act: name, payload });
  return answer.ok ? toHex(answer.value.bodyHash) : '';
}

function keyOf(layout: Layout, institution: string): KeyPair | undefined {
  const key = readSigningKey(secretFile(layout, `${institution}.issuer`));
  return key.ok ? key.value : undefined;
}
