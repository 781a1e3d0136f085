/** Act as the independent verifier reads it from its envelope. */
export interface AuditAct {
  readonly act: string;
  readonly id: Uint8Array;
  readonly number: number;
  readonly signers: readonly string[];
}

interface Established {
  readonly height: number;
  readonly index: number;
  readonly at: number;
  readonly acts: number;
}

/** The parts of the independent verifier that recount a decision, as far as tests look at them. */
export interface AuditModules {
  readonly Register: new (
    id: Uint8Array,
  ) => {
    do(act: AuditAct): string | undefined;
    personOf(account: string): object | undefined;
  };
  readonly Decision: {
    new (act: AuditAct): AuditDecision;
    refusalOfDraft(act: AuditAct): string | undefined;
  };
  readonly isOfPerson: (act: string) => boolean;
  readonly readActs: (encoded: Uint8Array, where: string, maxBytes: number) => Iterable<AuditAct>;
  readonly openActs: (list: Iterable<AuditAct>, shapes: object) => Iterable<AuditAct>;
  readonly NO_JOURNAL: Uint8Array;
  readonly nextJournal: (journal: Uint8Array, act: AuditAct) => Uint8Array;
  readonly requireSame: (
    decision: AuditDecision,
    proven: {
      progress: Uint8Array;
      established: Uint8Array | undefined;
      journal: Uint8Array;
    },
  ) => void;
  readonly peopleActs: object;
  readonly voteActs: object;
}

/** A decision as the independent verifier recounts it. */
export interface AuditDecision {
  readonly status: string;
  readonly established?: Established;
  do(act: AuditAct, signer?: object): string | undefined;
}

/** Loads them by their address, like a stranger: nothing of this repository imports the audit. */
export async function loadAuditModules(): Promise<AuditModules> {
  const names = ['register', 'decision', 'act-list', 'recount', 'vote-acts'];
  const modules = await Promise.all(
    names.map(async (name): Promise<object> => {
      const address = new URL(`../../apps/audit/src/${name}.mjs`, import.meta.url);
      return (await import(address.href)) as object;
    }),
  );
  return Object.assign({}, ...modules) as AuditModules;
}
