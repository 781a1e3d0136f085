import { decode, encodeKnown, equalBytes, fixedBytes, record } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { type ServiceProof, stateKey } from '../src/index.ts';
import type { Act } from './ledger.ts';

/** A service of these tests: `note.keep` records a salted digest, which `note/endings` can end. */
export const notePayload = record({ commitment: fixedBytes(32) });
export const noteOpening = record({ digest: fixedBytes(32), salt: fixedBytes(16) });

export const endingKey = (bodyHash: Uint8Array) => stateKey('note', 'endings', bodyHash);
export const recordKey = (bodyHash: Uint8Array) => stateKey('note', 'records', bodyHash);

export const fileDigest = sha256(new Uint8Array([7, 7, 7]));
const salt = new Uint8Array(16).fill(5);
const commitment = sha256(salt, fileDigest);
export const opening = encodeKnown(noteOpening, { digest: fileDigest, salt });
export const payload = encodeKnown(notePayload, { commitment });

/** The act that records {@link fileDigest}. */
export const keep: Act = {
  act: 'note.keep',
  payload,
  writes: (bodyHash) => [[recordKey(bodyHash), payload]],
};

export const noteProof: ServiceProof = {
  service: 'note',
  claims: (input) => {
    if (input.act !== 'note.keep') return { ok: true, value: [] };
    const decoded = decode(notePayload, input.payload);
    if (!decoded.ok) return decoded;
    const equals = input.payload;
    return {
      ok: true,
      value: [
        { stateKey: recordKey(input.bodyHash), stands: { equals } },
        { stateKey: endingKey(input.bodyHash), stands: 'absent' },
      ],
    };
  },
  checkContent: (input) => {
    const recorded = decode(notePayload, input.payload);
    if (input.opening === undefined) return { state: 'unchecked', code: 'VERIFY_OPENING_MISSING' };
    const opened = decode(noteOpening, input.opening);
    if (!opened.ok || !recorded.ok) return { state: 'failed', code: 'VERIFY_OPENING_NOT_VALID' };
    const { digest } = opened.value;
    if (!equalBytes(sha256(opened.value.salt, digest), recorded.value.commitment)) {
      return { state: 'failed', code: 'VERIFY_OPENING_WRONG' };
    }
    if (input.fileDigest !== undefined && !equalBytes(input.fileDigest, digest)) {
      return { state: 'failed', code: 'VERIFY_FILE_DIFFERS' };
    }
    return { state: 'passed', code: 'VERIFY_CONTENT_MATCHES' };
  },
};
