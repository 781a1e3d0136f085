import type { Client } from '@madang/client';
import { pageClient } from './page-client.ts';

type Opening = ReturnType<Client<[]>['openLink']>;

/** The link that was opened with the page, until the part that shows it takes the answer. */
let early: { token: string; answer: Opening } | undefined;

/** The token in the part of an address behind `#`; undefined when there is none. */
export function tokenOf(hash: string): string | undefined {
  return /^#([0-9a-f]{32})$/.exec(hash)?.[1];
}

/**
 * Opens the link in the address before the part of the app has come that shows it: the answer also
 * tells which ledger this is, so that nothing else has to ask for that.
 */
export function openEarly(): void {
  const token = tokenOf(location.hash);
  if (token !== undefined) early = { token, answer: pageClient([]).openLink(token) };
}

/** The answer that has been on its way since the page began, for this token and once. */
export function takeEarly(token: string): Opening | undefined {
  const taken = early?.token === token ? early.answer : undefined;
  early = undefined;
  return taken;
}
