import { useMessages } from '@madang/ui';
import { MatterDossier } from '../parts/matter-dossier.tsx';
import { electionDossierText } from '../text/election-dossier.ts';
import type { ElectionFacts } from './election-facts.ts';

/** The dossier of an election: to take along, and checked here. */
export function DossierPart({ facts: { id } }: { facts: Pick<ElectionFacts, 'id'> }) {
  const words = useMessages(electionDossierText);
  return <MatterDossier id={id} name={`election-${id.slice(0, 12)}.dossier`} words={words} />;
}
