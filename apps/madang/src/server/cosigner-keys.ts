import { equalBytes, ok, type Result, toHex } from '@madang/base';
import type { Cosigner, CosignerKey, Ledger } from '@madang/node';
import { institutionKeyFiles } from '../data/institution-keys.ts';
import type { Layout } from '../data/layout.ts';
import { openSigner } from '../data/open-signer.ts';
import type { CommandError } from '../terminal.ts';

/** The cosigner keys that lie in a data folder, and those that come to lie there. */
export interface CosignerFiles {
  /** What was read so far; {@link CosignerFiles.readNew} adds to it. */
  readonly cosigners: readonly Cosigner[];
  /** Opens the files that were not there before. */
  readonly readNew: () => Promise<Result<void, CommandError>>;
}

/** Opens the cosigner keys of a data folder, those that are in force later too. */
export async function openCosigners(layout: Layout): Promise<Result<CosignerFiles, CommandError>> {
  const cosigners: Cosigner[] = [];
  const known = new Set<string>();
  const readNew = async (): Promise<Result<void, CommandError>> => {
    for (const { institution, file } of institutionKeyFiles(layout, 'cosigner')) {
      if (known.has(file)) continue;
      const signer = await openSigner(file);
      if (!signer.ok) return signer;
      known.add(file);
      cosigners.push({ name: institution, ...signer.value });
    }
    return ok(undefined);
  };
  const read = await readNew();
  return read.ok ? ok({ cosigners, readNew }) : read;
}

/** What is followed of a ledger. */
type FollowedLedger = Pick<Ledger, 'head' | 'cosignersAt' | 'onAppend'>;

/** What {@link followCosigners} is given. */
export interface CosignersFollowed {
  readonly layout: Layout;
  readonly ledger: FollowedLedger;
  readonly files: CosignerFiles;
  readonly noteFailure: (failure: unknown) => void;
}

/**
 * Takes up the next cosigner key of an institution that signs here, once the ledger has it, and
 * says
 * so where it is not among the secrets. Gives what ends that.
 */
export function followCosigners({
  layout,
  ledger,
  files,
  noteFailure,
}: CosignersFollowed): () => void {
  const said = new Set<string>();
  let looking: Promise<void> = Promise.resolve();
  const lacking = (): readonly CosignerKey[] =>
    ledger
      .cosignersAt(ledger.head().timeMs)
      .filter(({ institution, key }) => isLacking(files.cosigners, institution, key));
  const look = async (): Promise<void> => {
    if (lacking().length === 0) return;
    const read = await files.readNew();
    if (!read.ok) noteFailure(read.error.message.en);
    for (const { institution, key } of lacking()) {
      const name = toHex(key);
      if (said.has(name)) continue;
      said.add(name);
      noteFailure(keyIsMissing(layout, institution, name));
    }
  };
  const onAppend = (): void => {
    looking = looking.then(look).catch(noteFailure);
  };
  onAppend();
  return ledger.onAppend(onAppend);
}

/** Whether an institution signs here, and has another key by now. */
function isLacking(cosigners: readonly Cosigner[], institution: string, key: Uint8Array): boolean {
  const own = cosigners.filter(({ name }) => name === institution);
  return own.length > 0 && !own.some(({ publicKey }) => equalBytes(publicKey, key));
}

function keyIsMissing({ secrets }: Layout, institution: string, key: string): string {
  return `The ledger has the cosigner key ${key} for ${institution}, which is none of those in ${secrets}: this node does not cosign for it; put it there as ${institution}.cosigner-next.key, it is taken up with the next record.`;
}
