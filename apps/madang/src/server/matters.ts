import { type ApiMatters, apiErrors, historyAbsent, standingOf } from '@madang/api';
import { equalBytes, ok } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { refuse } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { readAnnouncement, readElection } from '@madang/services/election/intake/index.ts';
import { readDecision } from '@madang/services/vote/proof/index.ts';
import type { BlobStore } from '@madang/vault';
import type { Views } from '@madang/views';
import { decisionDossier } from './decision-dossier.ts';

/** What matters are served from. */
export interface MattersParts {
  readonly ledger: Ledger;
  readonly views: Pick<Views, 'matter'>;
  readonly files: BlobStore;
}

/** The pictures that an announcement names, once it is kept. */
async function photosIn(files: BlobStore, text: Uint8Array): Promise<readonly Uint8Array[]> {
  const file = await files.get(text);
  const announced = file === undefined ? undefined : readAnnouncement(file, text);
  if (announced?.ok !== true) return [];
  return announced.value.questions
    .flatMap(({ answers }) => answers)
    .flatMap(({ photo }) => (photo === undefined ? [] : [photo]));
}

/**
 * The hashes of the public files that a matter names, with those that its announcement names;
 * nothing if there is no such matter.
 */
async function namedIn(
  { ledger, files }: Pick<MattersParts, 'ledger' | 'files'>,
  id: Uint8Array,
): Promise<readonly Uint8Array[] | undefined> {
  const state = ledger.stateReader();
  const get = (stateKey: Uint8Array) => state.get(stateKey);
  const decision = readDecision(get, id);
  if (decision !== undefined) return [decision.text, decision.summary];
  const election = readElection(get, id);
  if (election === undefined) return undefined;
  return [election.text, ...(await photosIn(files, election.text))];
}

/** Matters of this build: decisions and elections, with their texts; dossiers of decisions. */
export function openMatters({ ledger, views, files }: MattersParts): ApiMatters {
  const find = (id: Uint8Array) => {
    const state = ledger.stateReader();
    return readDecision((stateKey) => state.get(stateKey), id);
  };
  return {
    file: (digest) => files.get(digest),
    keepFile: async (id, file) => {
      const named = await namedIn({ ledger, files }, id);
      if (named === undefined) return refuse(apiErrors.MATTER_UNKNOWN, {});
      const digest = sha256(file);
      const isNamed = named.some((one) => equalBytes(one, digest));
      if (!isNamed) return refuse(apiErrors.FILE_NOT_NAMED, {});
      await files.put(file);
      return ok(undefined);
    },
    dossier: async (id) => {
      const decision = find(id);
      if (decision === undefined) return refuse(apiErrors.MATTER_UNKNOWN, {});
      const standing = standingOf(ledger);
      // Its acts are found in lists, which are computed from the whole log.
      if (standing.absentBefore > 0) return historyAbsent(standing);
      const { register, text, summary, title } = decision;
      const subject = { id, register, text, summary, title: title.ko };
      const sources = { ledger, views, file: (digest: Uint8Array) => files.get(digest) };
      const dossier = await decisionDossier(sources, subject);
      if (dossier.ok) return dossier;
      if (dossier.error.kind !== 'act-not-kept') return refuse(apiErrors.NOT_READY, {});
      return ledger.isEnvelopeToCome(dossier.error.id)
        ? historyAbsent(standing)
        : refuse(apiErrors.ENVELOPE_NOT_KEPT, {});
    },
  };
}
