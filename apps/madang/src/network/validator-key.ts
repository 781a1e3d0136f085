import { equalBytes, fail, ok, type Result, toHex } from '@madang/base';
import { keyPairFromSeed } from '@madang/crypto';
import { consensusKeyAt } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { institutionKeyFiles } from '../data/institution-keys.ts';
import { readKeyFile } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import type { CommandError } from '../terminal.ts';

/** A consensus key that this machine holds. */
export interface ValidatorKey {
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** What is read of a ledger to know with which key to vote. */
export type VotingLedger = Pick<Ledger, 'stateReader' | 'height'>;

/** Whose keys, and where they lie. */
export interface ValidatorKeyParts {
  readonly layout: Layout;
  readonly institution: string;
  /** The height after which CometBFT decides. */
  readonly afterHeight: number;
  /** Told once that the chain takes a key that is not here. */
  readonly noteFailure: (failure: string) => void;
}

/** The consensus key of a node, as the ledger's durable state says. */
export interface FollowedKey {
  /** The key with which CometBFT is started now. Throws where no key can be read. */
  readonly begin: (ledger: VotingLedger) => ValidatorKey;
  /** Whether CometBFT has to be started again: the next block takes another key that is here. */
  readonly isOther: (ledger: VotingLedger) => boolean;
}

/**
 * Which key CometBFT votes with is a function of what is durable: the ledger's state says which key
 * of the institution counts in the block that comes next, and the files say which keys are here.
 * The names of the files and what this process remembers decide nothing, so a crash at any moment
 * changes nothing (ADR 25).
 *
 * Nothing is signed twice. A key that the chain takes from block H + 2 on is in no validator set
 * before, and the one before it in none from then on, and CometBFT signs with no key that is not in
 * the set of a height; so no height can be signed with both. And its record of the last thing that
 * was signed here, `priv_validator_state.json`, is kept across the change: it refuses every height,
 * round and step that is not above that, whatever the key. It hands out a kept signature a second
 * time only for the very same height, round and step, where the key is the same, too.
 *
 * Started with the wrong key, or too early or too late, a node lacks votes and harms nobody.
 */
export function followValidatorKey(parts: ValidatorKeyParts): FollowedKey {
  let running: Uint8Array | undefined;
  let missed: Uint8Array | undefined;
  const find = (wanted: Uint8Array | undefined): ValidatorKey | undefined => {
    const keys = readValidatorKeys(parts);
    return keys.ok && wanted !== undefined
      ? keys.value.find(({ publicKey }) => equalBytes(publicKey, wanted))
      : undefined;
  };
  const miss = (wanted: Uint8Array): void => {
    if (missed !== undefined && equalBytes(missed, wanted)) return;
    missed = wanted;
    parts.noteFailure(keyIsMissing(parts, wanted));
  };
  return {
    begin: (ledger) => {
      const wanted = wantedKey(parts, ledger);
      const found = find(wanted);
      if (wanted !== undefined && found === undefined) miss(wanted);
      const begun = found ?? firstKey(parts);
      running = begun.publicKey;
      return begun;
    },
    isOther: (ledger) => {
      const wanted = wantedKey(parts, ledger);
      if (wanted === undefined || (running !== undefined && equalBytes(running, wanted))) {
        return false;
      }
      const isHere = find(wanted) !== undefined;
      if (!isHere) miss(wanted);
      return isHere;
    },
  };
}

/** The keys that the institution's files hold, the plain one first. */
export function readValidatorKeys({
  layout,
  institution,
}: Pick<ValidatorKeyParts, 'layout' | 'institution'>): Result<
  readonly ValidatorKey[],
  CommandError
> {
  const keys: ValidatorKey[] = [];
  for (const one of institutionKeyFiles(layout, 'consensus')) {
    if (one.institution !== institution) continue;
    const seed = readKeyFile(one.file, 'ed25519');
    if (!seed.ok) return seed;
    keys.push({ seed: seed.value, publicKey: keyPairFromSeed(seed.value).publicKey });
  }
  if (keys.length > 0) return ok(keys);
  const missing = readKeyFile(secretFile(layout, `${institution}.consensus`), 'ed25519');
  return missing.ok ? ok(keys) : fail(missing.error);
}

function wantedKey(
  { institution, afterHeight }: ValidatorKeyParts,
  ledger: VotingLedger,
): Uint8Array | undefined {
  const height = ledger.height() + 1;
  return consensusKeyAt(ledger.stateReader(), { institution, height, afterHeight });
}

/** Some key: with one that is in no validator set CometBFT follows and signs nothing. */
function firstKey(parts: ValidatorKeyParts): ValidatorKey {
  const keys = readValidatorKeys(parts);
  const [first] = keys.ok ? keys.value : [];
  if (first === undefined) throw new Error('There is no consensus key.');
  return first;
}

function keyIsMissing({ institution, layout }: ValidatorKeyParts, wanted: Uint8Array): string {
  return `The ledger takes votes of ${institution} with the key ${toHex(wanted)}, which is none of those in ${layout.secrets}: this node makes no blocks; put it there as ${institution}.consensus-next.key, it is taken up with the next block.`;
}
