import { type ApiMatters, apiErrors, historyAbsent, standingOf } from '@madang/api';
import { equalBytes, ok } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { refuse } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { readAnnouncement } from '@madang/services/election/intake/index.ts';
import type { BlobStore } from '@madang/vault';
import type { Views } from '@madang/views';
import type { ComplaintLogs } from './complaint-log.ts';
import { matterDossier } from './matter-dossier.ts';
import { subjectOf } from './matter-subjects.ts';

/** What matters are served from. */
export interface MattersParts {
  readonly ledger: Ledger;
  readonly views: Pick<Views, 'matter'>;
  readonly files: BlobStore;
  readonly complaints: Pick<ComplaintLogs, 'read'>;
}

/** The pictures that announcements among these files name, once these are kept. */
async function photosIn(
  files: BlobStore,
  named: readonly Uint8Array[],
): Promise<readonly Uint8Array[]> {
  const kept = await Promise.all(named.map((digest) => files.get(digest)));
  return kept.flatMap((file, at) => {
    const digest = named[at];
    if (file === undefined || digest === undefined) return [];
    const announced = readAnnouncement(file, digest);
    if (!announced.ok) return [];
    const answers = announced.value.questions.flatMap((question) => question.answers);
    return answers.flatMap(({ photo }) => (photo === undefined ? [] : [photo]));
  });
}

/** Matters of this build: decisions and elections, with their texts and dossiers. */
export function openMatters({ ledger, views, files, complaints }: MattersParts): ApiMatters {
  const find = (id: Uint8Array) => {
    const state = ledger.stateReader();
    return subjectOf((stateKey) => state.get(stateKey), id);
  };
  return {
    file: (digest) => files.get(digest),
    complaints: async (id) =>
      find(id) === undefined ? refuse(apiErrors.MATTER_UNKNOWN, {}) : ok(complaints.read(id)),
    keepFile: async (id, file) => {
      const subject = find(id);
      if (subject === undefined) return refuse(apiErrors.MATTER_UNKNOWN, {});
      const given = sha256(file);
      const texts = subject.files.map(({ digest }) => digest);
      const named = [...texts, ...(await photosIn(files, texts))];
      const isNamed = named.some((digest) => equalBytes(digest, given));
      if (!isNamed) return refuse(apiErrors.FILE_NOT_NAMED, {});
      await files.put(file);
      return ok(undefined);
    },
    dossier: async (id) => {
      const subject = find(id);
      if (subject === undefined) return refuse(apiErrors.MATTER_UNKNOWN, {});
      const standing = standingOf(ledger);
      // Its acts are found in lists, which are computed from the whole log.
      if (standing.absentBefore > 0) return historyAbsent(standing);
      const sources = { ledger, views, file: (digest: Uint8Array) => files.get(digest) };
      const dossier = await matterDossier(sources, subject);
      if (dossier.ok) return dossier;
      if (dossier.error.kind !== 'act-not-kept') return refuse(apiErrors.NOT_READY, {});
      return ledger.isEnvelopeToCome(dossier.error.id)
        ? historyAbsent(standing)
        : refuse(apiErrors.ENVELOPE_NOT_KEPT, {});
    },
  };
}
