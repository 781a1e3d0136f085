import { toHex } from '@madang/base';
import { readCell, readPhone } from '@madang/services/vote/intake/index.ts';
import { useRef, useState } from 'preact/hooks';
import { refusedBy } from '../decision/city-client.ts';
import type { DecisionFacts } from '../decision/decision-facts.ts';
import type { Answer } from '../ledger.ts';
import type { NamedHome } from './homes.ts';
import { addPerson, type NewPerson, newPerson } from './new-person.ts';
import { type HomePerson, useHomePerson } from './person-choice.tsx';
import type { AtDesk } from './session.ts';

/** Who is to be a proxy, as far as it is chosen. */
export type ProxyWho = {
  kind: 'owner' | 'other' | undefined;
  choose: (kind: 'owner' | 'other') => void;
  owner: HomePerson;
  name: string;
  setName: (name: string) => void;
  phone: string;
  setPhone: (phone: string) => void;
  /** The first thing that is missing. */
  fault: 'kind' | 'owner' | 'self' | 'name' | 'phone' | undefined;
  /** The same person with the same salt, however often it is tried. */
  newcomer: () => NewPerson;
  clear: () => void;
};

/** Chooses a proxy for somebody: an owner, or somebody who is not on the roll. */
export function useProxyWho(
  facts: DecisionFacts,
  homes: readonly NamedHome[],
  principal: number | undefined,
): ProxyWho {
  const [kind, setKind] = useState<ProxyWho['kind']>();
  const owner = useHomePerson(facts, homes);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const made = useRef<NewPerson | undefined>(undefined);
  const read = readCell('phone', phone, readPhone);
  const number = read.ok ? read.value : undefined;
  const faultOf = (): ProxyWho['fault'] => {
    if (kind === undefined) return 'kind';
    if (kind === 'owner') {
      if (owner.person === undefined) return 'owner';
      return owner.person.person === principal ? 'self' : undefined;
    }
    if (name.trim() === '') return 'name';
    return number === undefined ? 'phone' : undefined;
  };
  return {
    kind,
    choose: setKind,
    owner,
    name,
    setName,
    phone,
    setPhone,
    fault: faultOf(),
    newcomer: () => {
      const before = made.current;
      const isSame = before?.name === name.trim() && before.phone === number;
      const one = isSame ? before : newPerson({ name: name.trim(), phone: number ?? '' }, []);
      made.current = one;
      return one;
    },
    clear: () => {
      setKind(undefined);
      owner.onName('');
      setName('');
      setPhone('');
      made.current = undefined;
    },
  };
}

/** The number of a proxy; somebody new gets one, and a link. */
export async function proxyNumber(
  at: AtDesk,
  facts: DecisionFacts,
  { kind, owner, newcomer }: ProxyWho,
): Promise<Answer<{ person: number; linkTo?: string }>> {
  if (kind === 'owner') return { ok: true, value: { person: owner.person?.person ?? 0 } };
  const { register } = facts.now;
  const added = await addPerson(at, register, newcomer());
  if (!added.ok) return added;
  const { person } = added.value;
  const sent = await at.desk.freshLink(toHex(register), person);
  if (!sent.ok) return refusedBy(sent.error);
  return { ok: true, value: { person, linkTo: sent.value.contactMasked } };
}
