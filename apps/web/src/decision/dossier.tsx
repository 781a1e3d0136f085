import { useMessages } from '@madang/ui';
import { dossierFile } from '../parts/dossier-file.ts';
import { MatterDossier } from '../parts/matter-dossier.tsx';
import { decisionsText } from '../text/decisions.ts';
import type { DecisionFacts } from './decision-facts.ts';

/** The dossier of a decision: to take along, and checked here. */
export function DossierPart({ facts: { id } }: { facts: Pick<DecisionFacts, 'id'> }) {
  const words = useMessages(decisionsText);
  return <MatterDossier id={id} name={dossierFile('decision', id)} words={words} />;
}
