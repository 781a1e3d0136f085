import {
  type FirstAct,
  type Keep,
  type MatterReader,
  matterReader,
  type NamedFile,
} from '@madang/protocol';
import { type DraftPayload, draftPayload } from '../chain/schema.ts';

/** The matter of a dossier of an election (docs/spec/election.md, "Dossier"). */
export const ELECTION_MATTER = 'election.election';

/** The files that it may carry, which the draft names by their hashes. */
export function electionFiles({ text }: Pick<DraftPayload, 'text'>): readonly NamedFile[] {
  return [{ file: 'text', digest: text }];
}

/** The act that an election begins with. */
export const firstAct: FirstAct<DraftPayload> = {
  act: 'election.draftElection',
  payload: draftPayload,
};

/**
 * Begins to read a dossier of an election; its acts are kept in memory unless `keep` says where.
 */
export function electionReader(keep?: Keep): MatterReader {
  return matterReader({ matter: ELECTION_MATTER, files: ['text'] }, keep);
}
