import type { Result } from '@madang/base';
import { type ProvenCheckpoint, proveCheckpoint } from '@madang/client/consensus';
import { decodeReceipt, parseCheckpoint, parsePolicy } from '@madang/protocol';
import { languageOfPath } from '@madang/ui';
import type { Decided } from '../ledger.ts';
import type { Room } from './room.ts';

/** How often, and how long apart, the votes for a block are asked that is being decided now, ms. */
const tries = 4;
const betweenMs = 1_500;

type Refused = Extract<Decided, { code: string }>;

/** What the light client refuses does not match; what nobody answered was not checked. */
function refused(code: string): Refused {
  const isWrong = code.startsWith('CONSENSUS_') || code === 'CLIENT_OTHER_LEDGER';
  return { state: isWrong ? 'failed' : 'unchecked', code };
}

/** The checkpoint in a receipt or in a dossier. */
async function noteOf(file: Uint8Array): Promise<string | undefined> {
  const receipt = decodeReceipt(file);
  if (receipt.ok) return receipt.value.checkpoint;
  const { noteOfDossier } = await import('./check-dossier.ts');
  return noteOfDossier(file);
}

type Proving = Parameters<typeof proveCheckpoint>;
type Proven = Awaited<ReturnType<typeof proveCheckpoint>>;

/** The block that carries the hash of a block comes seconds after it. */
async function proveSoon(...asked: Proving): Promise<Proven> {
  for (let turn = 1; ; turn += 1) {
    const proven = await proveCheckpoint(...asked);
    const isYoung = !proven.ok && proven.error.code === 'api.LIGHT_BLOCK_UNKNOWN';
    if (!isYoung || turn === tries) return proven;
    await new Promise((resolve) => setTimeout(resolve, betweenMs));
  }
}

async function shown({ names }: Room, { facts }: ProvenCheckpoint, size: number): Promise<Decided> {
  const known = await names();
  return {
    state: 'passed',
    size,
    height: facts.height,
    timeMs: facts.timeMs,
    signed: Number(facts.signedPower),
    total: Number(facts.totalPower),
    validators: facts.validators.map(({ institution, key, vote }) => {
      const id = institution ?? [...key.slice(0, 4)].map((each) => each.toString(16)).join('');
      return { name: known.get(id) ?? { ko: id, en: id }, voted: vote === 'commit' };
    }),
  };
}

async function believedChain({ client }: Room): Promise<Result<Uint8Array, string>> {
  const policy = await client.policy();
  if (!policy.ok) return { ok: false, error: policy.error.code };
  const parsed = parsePolicy(policy.value.pinned.text);
  return parsed.ok
    ? { ok: true, value: parsed.value.chain }
    : { ok: false, error: parsed.error.code };
}

/**
 * Checks on this device, from the genesis that its policy names, that more than two thirds of the
 * validators decided the log of a file's checkpoint. Nothing where one computer makes the blocks.
 */
export async function decidedHere(room: Room, file: Uint8Array): Promise<Decided | undefined> {
  const [ledger, note] = await Promise.all([room.client.ledger(), noteOf(file)]);
  if (ledger.ok && ledger.value.engine !== 'comet') return undefined;
  const parsed = note === undefined ? undefined : parseCheckpoint(note);
  if (parsed?.ok !== true) return undefined;
  if (!ledger.ok) return refused(ledger.error.code);
  const chain = await believedChain(room);
  if (!chain.ok) return refused(chain.error);
  const { size, root } = parsed.value.checkpoint;
  // The server names the height; a wrong one proves nothing.
  const last = await room.client.record(size - 1);
  if (!last.ok) return refused(last.error.code);
  if (last.value.type !== 'block') return refused('CONSENSUS_OTHER_CHECKPOINT');
  const language = () => languageOfPath(location.pathname);
  const from = { baseUrl: '', chain: chain.value, language };
  const proven = await proveSoon(from, { size, root, height: last.value.height });
  return proven.ok ? shown(room, proven.value, size) : refused(proven.error.code);
}
