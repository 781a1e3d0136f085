import { toHex } from '@madang/base';
import {
  isUnproven,
  type ProvenCheckpoint,
  proveNote,
  type TrustGround,
} from '@madang/client/consensus';
import { decodeReceipt } from '@madang/protocol';
import { languageOfPath } from '@madang/ui';
import type { Decided, DecidedGround } from '../ledger.ts';
import type { Room } from './room.ts';

type Refused = Extract<Decided, { code: string }>;

/**
 * What the light client refuses does not match; what nobody answered, or too few have signed, was
 * not checked.
 */
function refused(code: string): Refused {
  const isWrong = code.startsWith('CONSENSUS_') || code === 'CLIENT_OTHER_LEDGER';
  return { state: isWrong && !isUnproven(code) ? 'failed' : 'unchecked', code };
}

/** The checkpoint in a receipt or in a dossier. */
async function noteOf(file: Uint8Array): Promise<string | undefined> {
  const receipt = decodeReceipt(file);
  if (receipt.ok) return receipt.value.checkpoint;
  const { noteOfDossier } = await import('./dossier-note.ts');
  return noteOfDossier(file);
}

function groundOf(ground: TrustGround): DecidedGround {
  if (ground.kind !== 'policy') return { kind: 'genesis' };
  const { signers, members, asOfMs, fingerprint } = ground;
  return { kind: 'policy', signed: signers.length, members, asOfMs, fingerprint };
}

function shown({ facts, size, ground, institutions }: ProvenCheckpoint): Decided {
  return {
    state: 'passed',
    size,
    height: facts.height,
    timeMs: facts.timeMs,
    signed: Number(facts.signedPower),
    total: Number(facts.totalPower),
    ground: groundOf(ground),
    validators: facts.validators.map(({ institution: id, key, vote }) => {
      const known = institutions.find((one) => one.id === id);
      // One that left has its id in the state, and no other name.
      const name = known?.names ?? (id === undefined ? undefined : { ko: id, en: id });
      const voted = vote === 'commit';
      return { key: toHex(key.subarray(0, 4)), voted, ...(name === undefined ? {} : { name }) };
    }),
  };
}

/**
 * Checks on this device, under the policy that it keeps, that more than two thirds of the
 * validators decided the log of a file's checkpoint. Nothing where one computer makes the blocks.
 */
export async function decidedHere(
  { client }: Room,
  file: Uint8Array,
): Promise<Decided | undefined> {
  const [ledger, note] = await Promise.all([client.ledger(), noteOf(file)]);
  if (note === undefined || (ledger.ok && ledger.value.engine !== 'comet')) return undefined;
  if (!ledger.ok) return refused(ledger.error.code);
  const policy = await client.policy();
  if (!policy.ok) return refused(policy.error.code);
  const policyText = policy.value.pinned.text;
  const language = () => languageOfPath(location.pathname);
  const proven = await proveNote({ baseUrl: '', policyText, language }, note);
  return proven.ok ? shown(proven.value) : refused(proven.error.code);
}
