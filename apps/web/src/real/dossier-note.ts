import { dossierReader, openProvenState } from '@madang/protocol';

/** The checkpoint in the dossier of a matter that is recomputed from its acts; nothing if none. */
export function noteOfDossier(file: Uint8Array): string | undefined {
  const read = dossierReader().push(file);
  const state = read.ok ? read.value.parts.find(({ name }) => name === 'state') : undefined;
  const opened = state === undefined ? undefined : openProvenState(state.bytes);
  return opened?.ok === true ? opened.value.state.checkpoint : undefined;
}
