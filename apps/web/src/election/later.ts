/** What few look at of an election, loaded together: each chunk costs every page its name. */
export { Complaints } from './complaints.tsx';
export { Mixing } from './mixing.tsx';
export { Protocol } from './protocol.tsx';
