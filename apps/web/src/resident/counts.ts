import type { Counted, Draft } from './decision.ts';

/** For what somebody is counted: heads and area of their own, homes that they own with others. */
export type Counts = {
  heads: number;
  areaMilliM2: number;
  /** Homes of holders for which no one person decides. */
  sharedHomes: number;
  /** Homes for which somebody else, the representative, decides. */
  representedHomes: number;
};

/** What the acts of a person count for. */
export function countsOf({ holders }: Counted, person: number): Counts {
  const counts: Counts = { heads: 0, areaMilliM2: 0, sharedHomes: 0, representedHomes: 0 };
  for (const { members, representative, homes, areaMilliM2 } of holders) {
    if (members === 1 || representative === person) {
      counts.heads += homes > 0 ? 1 : 0;
      counts.areaMilliM2 += areaMilliM2;
    } else if (representative === undefined) counts.sharedHomes += homes;
    else counts.representedHomes += homes;
  }
  return counts;
}

/** Whether a person can say anything at all. */
export function hasVoice({ heads, sharedHomes }: Counts, { settings }: Draft): boolean {
  return heads > 0 || (sharedHomes > 0 && settings.coOwners === 'majority');
}

/** What has been counted of a person with what they said. */
export function countedOf(
  { holders }: Counted,
  saying: 'agree' | 'refuse' | 'abstain',
): Pick<Counts, 'heads' | 'areaMilliM2'> {
  const said = holders.filter((each) => each.says === saying && each.countedHomes > 0);
  return {
    heads: said.length,
    areaMilliM2: said.reduce((sum, each) => sum + each.countedMilliM2, 0),
  };
}
