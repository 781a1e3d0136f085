import type { Result } from '@madang/base';
import type {
  ActingCodeAnswer,
  CodeAnswer,
  ComplaintLine,
  ComplaintsAnswer,
  DemoLinksAnswer,
  DemoMessagesAnswer,
  DemoOfficersAnswer,
  DeskHome,
  DeskKnownRegister,
  DeskNoticesAnswer,
  DeskPending,
  DeskPerson,
  DeskPersonAnswer,
  DeskPersonsAnswer,
  DeskRegisterAnswer,
  DeskRegisterPerson,
  DeskRegisterRequest,
  DeskRole,
  DeskSentAnswer,
  DeskSession,
  DeskVoter,
  DevicesAnswer,
  DoubleSigner,
  ExtendAnswer,
  IdentifiedAnswer,
  LinkAnswer,
  OutboxCountsAnswer,
  PersonAtHome,
  ProxiesAnswer,
} from '@madang/client';
import type { AnyError, AnyService, Refusal } from '@madang/kernel';
import type { PersonPlace, Vault } from '@madang/vault';
import type { Views } from '@madang/views';
import type { ApiConsensus } from './consensus.ts';
import type { ApiNodes } from './node-watch.ts';
import type { ApiLedger } from './ports.ts';
import type { Rate } from './rate-limit.ts';

/**
 * One line about a request, without anything of its content: no query string, no body, no address.
 */
export interface LogLine {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly requestId?: string;
  /** Only for failures of our own. */
  readonly error?: string;
}

/** How much one address may ask, and how much is accepted at once. */
export interface Limits {
  readonly reads: Rate;
  readonly transactions: Rate;
  readonly deposits: Rate;
  /** Calls with the token of a person's link. */
  readonly links: Rate;
  /** Applied to this machine's own address, from which a whole proxy or load test comes. */
  readonly loopback: Rate;
  /** Requests under way at once. */
  readonly maxConcurrent: number;
}

/** What a public server allows. */
export const PUBLIC_LIMITS: Limits = {
  reads: { perSecond: 50, burst: 300 },
  transactions: { perSecond: 20, burst: 100 },
  deposits: { perSecond: 0.2, burst: 10 },
  // A building with one address has many residents; each code is limited for its person besides.
  links: { perSecond: 1, burst: 60 },
  loopback: { perSecond: 50_000, burst: 100_000 },
  maxConcurrent: 20_000,
};

/**
 * The vault and how an erasure is put on record: the answer is the index of its entry, if that
 * worked.
 */
export interface ApiVault {
  readonly vault: Vault;
  readonly recordErasure: (deposit: Uint8Array) => Promise<number | undefined>;
}

/** A link, its code, and the Ed25519 key that is to speak for whoever has them. */
export interface IdentifyWish {
  readonly token: Uint8Array;
  readonly code: string;
  readonly key: Uint8Array;
}

/** Of a link: the home of who is to act, as it was typed, and the number that they told. */
export interface AppointeeWish {
  readonly token: Uint8Array;
  readonly home: string;
  readonly code: string;
}

/** What a link opens, without which ledger it is. */
export type LinkFacts = Omit<LinkAnswer, 'ledger'>;

/** What stands behind the links of persons. Refusals carry a code of the API's or a service's. */
export interface ApiPeople {
  readonly openLink: (token: Uint8Array) => Promise<Result<LinkFacts, Refusal>>;
  readonly sendCode: (token: Uint8Array) => Promise<Result<CodeAnswer, Refusal>>;
  readonly extendCode: (token: Uint8Array) => Promise<Result<ExtendAnswer, Refusal>>;
  readonly identify: (wish: IdentifyWish) => Promise<Result<IdentifiedAnswer, Refusal>>;
  /** Makes a number by which others can appoint the person of this link. */
  readonly actingCode: (token: Uint8Array) => Promise<Result<ActingCodeAnswer, Refusal>>;
  readonly findAppointee: (wish: AppointeeWish) => Promise<Result<PersonAtHome, Refusal>>;
  readonly proxiesOf: (
    token: Uint8Array,
    decision: Uint8Array,
  ) => Promise<Result<ProxiesAnswer, Refusal>>;
  /** Keeps the Ed25519 key of a device for another device of the same person to add. */
  readonly offerDevice: (
    token: Uint8Array,
    key: Uint8Array,
  ) => Promise<Result<ExtendAnswer, Refusal>>;
  readonly offeredDevices: (token: Uint8Array) => Promise<Result<DevicesAnswer, Refusal>>;
  readonly outboxCounts: (register: Uint8Array) => Promise<Result<OutboxCountsAnswer, Refusal>>;
  /** What a demo shows in place of telephones, newest first. Never given by a real city. */
  readonly demoMessages?: () => DemoMessagesAnswer;
  /** Only in the demo city: links by which a visitor plays residents. */
  readonly demoLinks?: () => DemoLinksAnswer | undefined;
}

/** Somebody at the desk: the account of an officer, for whom they act, and what they may do. */
export interface Officer {
  readonly account: Uint8Array;
  readonly institution: string;
  readonly roles: readonly DeskRole[];
}

/** A key that wants to come to the desk, and its signature over the ledger, `time` (ms), nonce. */
export interface DeskWish {
  readonly key: Uint8Array;
  readonly time: number;
  readonly nonce: Uint8Array;
  readonly signature: Uint8Array;
}

/** An act with the signature of the first of two officers. */
export interface Proposal {
  readonly body: Uint8Array;
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
}

type Told<T> = Promise<Result<T, Refusal>>;

/** What stands behind the desk of officers. Every call but the first needs one. */
export interface ApiDesk {
  readonly openSession: (wish: DeskWish) => Result<DeskSession, Refusal>;
  /** Whoever holds this token, if the session and the role still hold. */
  readonly officerOf: (token: string) => Result<Officer, Refusal>;
  readonly foundRegister: (
    officer: Officer,
    request: DeskRegisterRequest,
  ) => Told<DeskRegisterAnswer>;
  /** Registers of the officer's institution that are there already. */
  readonly registers: (officer: Officer) => Told<readonly DeskKnownRegister[]>;
  /** Who is in a register, without names. */
  readonly registerPersons: (
    officer: Officer,
    register: Uint8Array,
  ) => Told<readonly DeskRegisterPerson[]>;
  readonly addPerson: (
    officer: Officer,
    register: Uint8Array,
    person: DeskPerson,
  ) => Told<DeskPersonAnswer>;
  readonly keepHomes: (
    officer: Officer,
    decision: Uint8Array,
    homes: readonly DeskHome[],
  ) => Told<void>;
  readonly homes: (officer: Officer, decision: Uint8Array) => Told<readonly DeskHome[]>;
  readonly personsOf: (
    officer: Officer,
    decision: Uint8Array,
    unit: number,
  ) => Told<DeskPersonsAnswer>;
  readonly sendLinks: (officer: Officer, decision: Uint8Array) => Told<DeskSentAnswer>;
  readonly remind: (
    officer: Officer,
    decision: Uint8Array,
    units: readonly number[],
  ) => Told<DeskSentAnswer>;
  readonly notices: (officer: Officer, decision: Uint8Array) => Told<DeskNoticesAnswer>;
  /** The roll of an election with what the office knows of it. */
  readonly voters: (officer: Officer, election: Uint8Array) => Told<readonly DeskVoter[]>;
  readonly sendVoterLinks: (officer: Officer, election: Uint8Array) => Told<DeskSentAnswer>;
  /** Reminds those on the roll who have not voted. */
  readonly remindVoters: (officer: Officer, election: Uint8Array) => Told<DeskSentAnswer>;
  /** Adds an entry, which is on record, to the complaint log of an election. */
  readonly addComplaint: (
    officer: Officer,
    election: Uint8Array,
    line: ComplaintLine,
  ) => Told<void>;
  readonly freshLink: (
    officer: Officer,
    person: PersonPlace,
  ) => Told<{ readonly contactMasked: string }>;
  readonly leavePending: (officer: Officer, proposal: Proposal) => Result<void, Refusal>;
  readonly pending: (officer: Officer) => readonly DeskPending[];
  /** The keys of a demo's officers. Never given by a real city. */
  readonly demoOfficers?: () => DemoOfficersAnswer;
}

/** Matters of services, and the public files that they name by SHA-256. */
export interface ApiMatters {
  /** Everything that is needed to check a matter offline, as a dossier. */
  readonly dossier: (id: Uint8Array) => Promise<Result<Uint8Array, Refusal>>;
  /** Keeps a file if the matter names it. */
  readonly keepFile: (id: Uint8Array, file: Uint8Array) => Promise<Result<void, Refusal>>;
  readonly file: (digest: Uint8Array) => Promise<Uint8Array | undefined>;
  /** The complaint log of an election. */
  readonly complaints: (id: Uint8Array) => Promise<Result<ComplaintsAnswer['entries'], Refusal>>;
}

/** What the HTTP interface is made of. */
export interface ApiOptions {
  readonly ledger: ApiLedger;
  readonly services: readonly AnyService[];
  /** Every error of the build, without the API's own. */
  readonly errors: readonly AnyError[];
  readonly views: Pick<Views, 'records' | 'recordsByHour' | 'matter'>;
  readonly vault?: ApiVault;
  readonly matters?: ApiMatters;
  readonly people?: ApiPeople;
  readonly desk?: ApiDesk;
  /** Where several institutions decide the blocks. */
  readonly consensus?: ApiConsensus;
  /** Where several institutions run the ledger, each with its node. */
  readonly nodes?: ApiNodes;
  readonly policyText: string;
  /** The file of signed changes that led to the policy (docs/spec/policy-change.md). */
  readonly policyChanges?: () => Uint8Array | undefined;
  /** Proofs that the ledger contradicted itself (docs/spec/equivocation.md). */
  readonly equivocations?: () => Promise<readonly string[]>;
  readonly names: { readonly en: string; readonly ko: string };
  readonly engine: 'solo' | 'witnessed' | 'comet';
  /** Institutions whose validators signed twice; where there is a network. */
  readonly doubleSigners?: () => readonly DoubleSigner[];
  readonly version: string;
  readonly isDemo: boolean;
  /** Folder of the ledger, for the free space of its disk. */
  readonly dataFolder?: string;
  /** Folder of the built browser app. */
  readonly webFolder?: string;
  readonly limits?: Limits;
  /** This machine's clock, ms. */
  readonly now: () => number;
  readonly log?: (line: LogLine) => void;
}
