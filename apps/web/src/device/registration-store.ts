import { type KeptAct, listActs, type Speaker } from './said-store.ts';

/** An act that registers the key by which a person votes in an election, with the key. */
export type KeptRegistration = KeptAct & { election: string; registered: string };

function isRegistration(act: KeptAct): act is KeptRegistration {
  return 'registered' in act;
}

/** The newest registration of a person in an election that was made on this device. */
export async function findRegistration(
  election: string,
  { register, person }: Pick<Speaker, 'register' | 'person'>,
): Promise<KeptRegistration | undefined> {
  return (await listActs())
    .filter(isRegistration)
    .filter((each) => each.election === election)
    .filter((each) => each.register === register && each.person === person)
    .toSorted((one, other) => one.signedAtMs - other.signedAtMs)
    .at(-1);
}
