import { utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';

const TEXT = sha256(utf8('the text of every decision of a simulation'));
const AREA_MILLI_M2 = 84_960;
const PERSONS = [0, 1, 2, 3];

/**
 * What makes random acts of `vote` fit each other: every decision of a simulation has the same roll
 * of four owners in two buildings, and the same text. Acts of other services are left alone.
 */
export function smallDecision(act: string, timeMs: number): Readonly<Record<string, unknown>> {
  switch (act) {
    case 'vote.draftDecision':
      return {
        level: 'link',
        text: TEXT,
        buildings: ['101', '102'],
        rule: { hold: 'all', conditions: [half('heads'), half('area')] },
        closesAt: timeMs - (timeMs % 1_000) + 3_600_000,
      };
    case 'vote.enterRoll':
      return {
        persons: PERSONS.map((person) => ({ person, commitment: TEXT })),
        holders: PERSONS.map((person) => ({
          holder: person,
          members: [{ person, share: 1 }],
          whole: 1,
        })),
        units: PERSONS.map(home),
      };
    case 'vote.openDecision':
      return { heads: 4, homes: 4, areaMilliM2: 4 * AREA_MILLI_M2 };
    case 'vote.giveConsent':
    case 'vote.refuseConsent':
    case 'vote.abstain':
      return { text: TEXT, for: undefined };
    case 'vote.withdraw':
      return { for: undefined };
    default:
      return {};
  }
}

function half(base: string) {
  const scope = { kind: 'each', waived: 0 };
  return { counted: 'agree', base, of: 'eligible', compare: 'at-least', num: 1, den: 2, scope };
}

function home(unit: number) {
  return {
    unit,
    building: unit % 2,
    areaMilliM2: AREA_MILLI_M2,
    use: 'residential',
    holder: unit,
    commitment: TEXT,
  };
}
