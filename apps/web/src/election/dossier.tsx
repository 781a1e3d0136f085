import { useMessages } from '@madang/ui';
import { dossierFile } from '../parts/dossier-file.ts';
import { MatterDossier } from '../parts/matter-dossier.tsx';
import { electionDossierText } from '../text/election-dossier.ts';
import type { ElectionFacts } from './election-facts.ts';

/** The dossier of an election: to take along, and checked here. */
export function DossierPart({ facts: { id } }: { facts: Pick<ElectionFacts, 'id'> }) {
  const words = useMessages(electionDossierText);
  return <MatterDossier id={id} name={dossierFile('election', id)} words={words} />;
}
