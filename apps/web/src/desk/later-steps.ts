/** The steps behind the first, which are loaded together: each chunk costs every page its name. */
export { HowStep } from './how-step.tsx';
export { OpenStep } from './open-step.tsx';
export { PhoneStep } from './phone-step.tsx';
export { RollStep } from './roll-step.tsx';
export { TextStep } from './text-step.tsx';
