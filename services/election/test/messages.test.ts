import { actor } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { because, office } from './acts.ts';
import { endRegistration, registering, registerTogether } from './mixed-world.ts';
import { close, draft, electionOf, open } from './world.ts';

const voters = Array.from({ length: 10 }, () => 0);
const sent = { kind: 'reminder', voters: 7, undelivered: 3 };

describe('what voters were sent', () => {
  it('stands in the journal, and changes nothing else of the election', () => {
    const world = open({ voters });
    const before = electionOf(world);
    expect(office(world, 'noteMessages', sent)).toBe('done');
    expect(office(world, 'noteMessages', { ...sent, kind: 'link' })).toBe('done');
    expect(electionOf(world)).toEqual({ ...before, acts: before.acts + 2 });
    const noted = world.ledger.done().filter(({ act }) => act === 'election.noteMessages');
    expect(noted.map(({ outcome }) => outcome.events.map(({ name }) => name))).toEqual([
      ['election.messagesNoted'],
      ['election.messagesNoted'],
    ]);
  });

  it('is noted by an officer of the institution', () => {
    const world = open({ voters });
    expect(office(world, 'noteMessages', sent, actor('somebody'))).toBe('kernel.NOT_PERMITTED');
  });

  it('is noted as long as voters may do something, also while that is paused', () => {
    expect(office(draft({ voters }), 'noteMessages', sent)).toBe('NOT_OPEN');
    const world = open({ voters });
    expect(office(world, 'pauseElection', because)).toBe('done');
    expect(office(world, 'noteMessages', sent)).toBe('done');
    expect(office(world, 'resumeElection', because)).toBe('done');
    expect(close(world)).toBe('done');
    expect(office(world, 'noteMessages', sent)).toBe('NOT_OPEN');
    const mixed = registering({ voters });
    expect(office(mixed, 'noteMessages', sent)).toBe('done');
    registerTogether(mixed, [...voters.keys()]);
    expect(endRegistration(mixed)).toBe('done');
    expect(electionOf(mixed).status).toBe('mixing');
    expect(office(mixed, 'noteMessages', sent)).toBe('done');
  });
});
