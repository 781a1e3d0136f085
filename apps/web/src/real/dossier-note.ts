import { openProvenState } from '@madang/protocol';
import { decisionReader } from '@madang/services/vote/proof/index.ts';

/** The checkpoint in the dossier of a decision; nothing if it is none. */
export function noteOfDossier(file: Uint8Array): string | undefined {
  const reader = decisionReader();
  const pushed = reader.push(file);
  const read = pushed.ok ? reader.end() : pushed;
  const opened = read.ok ? openProvenState(read.value.state) : read;
  return opened.ok ? opened.value.state.checkpoint : undefined;
}
