/** The four checks of a proof, clockwise from the top wall of the mark. */
export const wallNames = ['signature', 'place', 'institutions', 'standing'] as const;

/** One check of a proof. */
export type WallName = (typeof wallNames)[number];

/**
 * What a check came to on this device. `unchecked` means that it could not run, or was not asked.
 */
export type WallState = 'waiting' | 'passed' | 'failed' | 'unchecked';

/** The outcome of the four checks, and why a wall is not drawn or does not match. */
export type ProofValue = {
  walls: Readonly<Record<WallName, WallState>>;
  reasons?: Readonly<Partial<Record<WallName, string>>>;
};

/** The four states of the proof mark. */
export type ProofState = 'checked' | 'checking' | 'unchecked' | 'failed';

/**
 * The state that the mark may show: failed as soon as one wall does not match, checking while one
 * is still to come, checked only when all four passed. Three of four are not checked.
 */
export function proofStateOf({ walls }: ProofValue): ProofState {
  const states = wallNames.map((name) => walls[name]);
  if (states.includes('failed')) return 'failed';
  if (states.includes('waiting')) return 'checking';
  return states.every((state) => state === 'passed') ? 'checked' : 'unchecked';
}

/** A proof whose four walls are all in one state. */
export function proofOf(state: WallState): ProofValue {
  return { walls: { signature: state, place: state, institutions: state, standing: state } };
}
