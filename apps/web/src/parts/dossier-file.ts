/** The name under which the dossier of a matter is saved. */
export function dossierFile(kind: 'decision' | 'election', id: string): string {
  return `${kind}-${id.slice(0, 12)}.dossier`;
}
