import type { Result } from '@madang/base';
import type { Genesis, ServiceProof } from '@madang/protocol';
import type { GenesisContext, ReadContext, UpgradeContext } from './context.ts';
import type { AnyEvent } from './event.ts';
import type { AnyExposed } from './exposed.ts';
import type { AnyPort } from './port.ts';
import type { DueUpgrade } from './protocol-version.ts';
import type { AnyQuery } from './query.ts';
import type { AnyError, Bilingual } from './refusal.ts';
import type { AnyTable } from './table.ts';
import type { AnyTransaction } from './transaction.ts';

/** A role that institutions can grant. */
export interface Role<S extends string = string> {
  readonly service: S;
  /** Service and role, such as `document.issuer`. */
  readonly name: string;
}

/** Declares a role of a service. */
export function role<const S extends string>(service: S, name: string): Role<S> {
  return { service, name: `${service}.${name}` };
}

/** What holds in every state between two blocks; the failed half says what is wrong. */
export interface Invariant<S extends string = string> {
  readonly service: S;
  readonly name: string;
  readonly check: (ctx: ReadContext<S>) => Result<void, string>;
}

/** Declares an invariant of a service. */
export function invariant<const S extends string>(given: Invariant<S>): Invariant<S> {
  return given;
}

/** Title and sentence of one thing, in one language. */
export interface Wording {
  readonly title: string;
  readonly sentence: string;
}

/** The texts of a service in one language, by name. Errors carry their own sentences. */
export interface ServiceText {
  readonly title: string;
  readonly transactions: Readonly<Record<string, Wording>>;
  readonly events: Readonly<Record<string, Wording>>;
  readonly roles: Readonly<Record<string, Wording>>;
}

/** A service: everything that the rest of the project derives from. */
export interface AnyService<S extends string = string> {
  readonly name: S;
  readonly version: number;
  /** One sentence on what the service is for. */
  readonly doc: Bilingual;
  readonly errors: Readonly<Record<string, AnyError>>;
  readonly tables: readonly AnyTable<S>[];
  readonly events: readonly AnyEvent<S>[];
  readonly roles: readonly Role<S>[];
  readonly transactions: readonly AnyTransaction<S>[];
  readonly queries: readonly AnyQuery<S>[];
  readonly invariants: readonly Invariant<S>[];
  /** What other services are asked, and what this one answers. */
  readonly uses?: readonly AnyPort[];
  readonly exposes?: readonly AnyExposed<S>[];
  readonly genesis?: (ctx: GenesisContext<S>, genesis: Genesis) => void;
  /**
   * Done by the rules of the block in which a plan of upgrade comes due, before its transactions:
   * where a service moves its records to the form of a new version. It must be bounded.
   */
  readonly atUpgrade?: (ctx: UpgradeContext<S>, due: DueUpgrade) => void;
  /**
   * The matters to which its acts belong, so that all acts of one can be listed: events name it
   * under `field`, and the act of the event `begins` is where a matter gets its id.
   */
  readonly matters?: { readonly field: string; readonly begins: string };
  /** The other rings, loaded only where they are needed. */
  readonly proof?: () => Promise<{ readonly proof: ServiceProof }>;
  readonly views?: () => Promise<unknown>;
  readonly pages?: () => Promise<unknown>;
  readonly text?: {
    readonly ko: () => Promise<{ readonly text: ServiceText }>;
    readonly en: () => Promise<{ readonly text: ServiceText }>;
  };
}

/** Declares a service, keeping every literal type so that typed clients derive from it. */
export function defineService<const S extends string, const D extends AnyService<NoInfer<S>>>(
  definition: D & { readonly name: S },
): D {
  return definition;
}
