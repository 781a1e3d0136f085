import { utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { effectiveGrant, type Grant, heldRoleText, parseHeldRole } from '@madang/kernel/define';
import { describe, expect, it } from 'vitest';

const role = { institution: 'city', role: 'toy.keeper' };
const hashOf = (name: string) => sha256(utf8(name));
const granted = (id: string, from?: readonly [account: string, id: string]): Grant => ({
  id: hashOf(id),
  delegable: true,
  ...(from === undefined ? {} : { by: { account: hashOf(from[0]), grant: hashOf(from[1]) } }),
});

/** How deep the grant of `account` is among these; 0 if it does not hold at `timeMs`. */
function depthOf(account: string, grants: ReadonlyMap<string, Grant>, timeMs = 0): number {
  const lookup = (wanted: Uint8Array) =>
    [...grants].find(([name]) => hashOf(name).every((byte, index) => byte === wanted[index]))?.[1];
  return effectiveGrant(lookup, hashOf(account), role, timeMs)?.depth ?? 0;
}

describe('effectiveGrant', () => {
  const chain = new Map([
    ['ann', granted('1')],
    ['ben', granted('2', ['ann', '1'])],
    ['cleo', granted('3', ['ben', '2'])],
    ['dora', granted('4', ['cleo', '3'])],
  ]);

  it('follows a chain to the institution, but no further than three grants', () => {
    expect(['ann', 'ben', 'cleo', 'dora', 'eve'].map((name) => depthOf(name, chain))).toEqual([
      1, 2, 3, 0, 0,
    ]);
  });

  it('ends with a grant that another one has replaced', () => {
    const replaced = new Map([...chain, ['ann', granted('5')] as const]);
    expect(['ann', 'ben', 'cleo'].map((name) => depthOf(name, replaced))).toEqual([1, 0, 0]);
  });

  it('ends with the first end of the chain', () => {
    const bounded = new Map([
      ...chain,
      ['ben', { ...granted('2', ['ann', '1']), until: 5 }] as const,
    ]);
    expect(['ann', 'ben', 'cleo'].map((name) => depthOf(name, bounded, 4))).toEqual([1, 2, 3]);
    expect(['ann', 'ben', 'cleo'].map((name) => depthOf(name, bounded, 5))).toEqual([1, 0, 0]);
  });

  it('does not hold by going round in a circle', () => {
    const circle = new Map([
      ['ann', granted('1', ['ben', '2'])],
      ['ben', granted('2', ['ann', '1'])],
    ]);
    expect(depthOf('ann', circle)).toBe(0);
  });
});

describe('heldRoleText', () => {
  it('is read back as institution and role', () => {
    expect(heldRoleText(role)).toBe('city/toy.keeper');
    expect(parseHeldRole('city/toy.keeper')).toEqual(role);
  });
});
