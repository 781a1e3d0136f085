import { type CityClient, createRoom, type Room } from '../real/room.ts';

export { problemOf, refusedBy } from '../real/problem.ts';

let room: Room | undefined;

/** The one room of the pages about decisions: they ask the ledger's queries as they are. */
export function cityRoom(): Room {
  room ??= createRoom();
  return room;
}

/** The client of this city's ledger. */
export function cityClient(): CityClient {
  return cityRoom().client;
}
