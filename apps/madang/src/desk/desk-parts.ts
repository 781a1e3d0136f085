import type { Officer } from '@madang/api';
import type { Ledger } from '@madang/node';
import type { Vault } from '@madang/vault';
import type { City } from '../data/found.ts';
import type { Layout } from '../data/layout.ts';
import type { OpenPeople } from '../people/open-people.ts';
import type { ComplaintLogs } from '../server/complaint-log.ts';

/** What the desk of officers is made of. */
export interface DeskParts {
  readonly ledger: Ledger;
  readonly layout: Layout;
  readonly city: City;
  readonly people: OpenPeople;
  readonly homes: Vault['homes'];
  readonly complaints: ComplaintLogs;
  /** ms. */
  readonly now: () => number;
  /** Writes down that an officer looked up who is behind a home, and nothing of whom. */
  readonly noteLook: (officer: Officer, decision: Uint8Array) => void;
}
