import {
  actor,
  admissionOf,
  governedGenesis,
  governing,
  openMemoryLedger,
  services,
  signedFrom,
} from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { membersOf } from '../src/members.ts';

const FOUR = ['audit', 'city', 'district', 'university'];

describe('the institutions that the API shows', () => {
  it('are those of now: the genesis, and what was decided since', () => {
    const { institutions, grants } = governedGenesis(FOUR);
    const ledger = openMemoryLedger(services, { institutions, grants });
    const ids = () => membersOf(ledger).map(({ id }) => id);
    expect(ids()).toEqual(FOUR);
    const make = governing(ledger.chain, () => ledger.timeMs());
    const { acts } = make.decision(admissionOf(ledger.chain, 'harbour'), FOUR.slice(0, 3));
    ledger.block(acts.map(({ envelope }) => signedFrom(envelope)));
    expect(ids()).toEqual(['audit', 'city', 'district', 'harbour', 'university']);
    ledger.block([]);
    const leaving = make.decision({ kind: 'remove', member: 'city' }, [
      'audit',
      'district',
      'harbour',
      'university',
    ]);
    ledger.block(leaving.acts.map(({ envelope }) => signedFrom(envelope)));
    expect(ids()).toEqual(['audit', 'district', 'harbour', 'university']);
    const fresh = actor('fresh');
    ledger.block([], 3_600_000);
    ledger.block([signedFrom(make.rotateOwn('audit', fresh).envelope)]);
    expect(membersOf(ledger)[0]?.consensus).toEqual(fresh.keyPair.publicKey);
  });
});
