import { expectOk, type Json, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import {
  type Actor,
  actor,
  admissionOf,
  governedGenesis,
  type KeyUse,
  type MemoryLedger,
  openMemoryLedger,
  rotationOf,
} from '@madang/testkit';
import { services } from '../../registry.ts';

/** Opens a ledger whose institutions are as many as are asked for. */
export function ledgerOf(count: number): MemoryLedger {
  const { institutions, grants } = governedGenesis(MEMBERS.slice(0, count));
  return openMemoryLedger(services, { institutions, grants });
}

/** Ids of institutions. */
export const MEMBERS = Array.from('abcdefghijklmnopqrst', (letter) => `office-${letter}`);

/** The governance key of an institution. */
export const keyOf = (id: string): Actor => actor(`${id}-governance`);

const DAY_MS = 86_400_000;

/** A proposal that is open for a day. */
export function propose(ledger: MemoryLedger, by: string, content: Json, openMs = DAY_MS) {
  const payload = { institution: by, content, until: ledger.timeMs() + openMs };
  return { act: 'governance.propose', payload, by: keyOf(by) };
}

/** The content that admits an institution whose keys are those of its actors. */
export const admission = (ledger: MemoryLedger, id: string, changes: object = {}): Json =>
  admissionOf(ledger.chain, id, changes);

/** The content that gives a member another key. */
export function rotation(ledger: MemoryLedger, member: string, use: KeyUse, to: Actor): Json {
  return rotationOf(ledger.chain, { member, use }, to);
}

/** The content that plans an upgrade. */
export function upgradeTo(version: number, height: number): Json {
  return { kind: 'upgrade', version, height, release: toHex(sha256(utf8('release'))) };
}

/** What the query says of a proposal. */
export function proposalOf(ledger: MemoryLedger, id: string) {
  const read = expectOk(ledger.read('governance.proposal', { id }), 'a proposal of this test');
  return read as unknown as {
    readonly digest: string;
    readonly standing: string;
    readonly approvals: readonly string[];
    readonly objections: readonly string[];
    readonly needed: number;
  };
}

/** An approval of what the proposal says. */
export function approve(ledger: MemoryLedger, by: string, id: string) {
  const { digest } = proposalOf(ledger, id);
  const payload = { institution: by, proposal: id, digest };
  return { act: 'governance.approve', payload, by: keyOf(by) };
}

/** An objection, or a voice taken back. */
export function say(act: 'object' | 'retract', by: string, id: string) {
  const payload = { institution: by, proposal: id };
  return { act: `governance.${act}`, payload, by: keyOf(by) };
}

/** Sends an act and gives the code of its outcome. */
export const codeOf = (ledger: MemoryLedger, wish: Parameters<MemoryLedger['send']>[0]) =>
  ledger.send(wish).outcome.code;

/**
 * Proposes something and lets others approve it, each in a block of its own; gives the last code.
 */
export function decide(
  ledger: MemoryLedger,
  content: Json,
  [first = '', ...others]: readonly string[],
): { readonly id: string; readonly code: number } {
  const made = ledger.send(propose(ledger, first, content));
  const id = toHex(made.bodyHash);
  let { code } = made.outcome;
  for (const by of others) if (code === 0) code = codeOf(ledger, approve(ledger, by, id));
  return { id, code };
}
