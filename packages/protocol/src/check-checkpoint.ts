import { ok, type Result } from '@madang/base';
import { checkLine, type SignatureState } from './check-lines.ts';
import { type Checkpoint, checkpointBody, parseCheckpoint } from './checkpoint.ts';
import { isSameKey, type Note, type NoteSignature } from './note.ts';
import { NO_QUORUM, type Policy, type PolicyGroup, type PolicyWitness } from './policy.ts';
import type { ProtocolError } from './protocol-error.ts';
import { COSIGNER_KEY_TYPE, verifierKey } from './verifier-key.ts';

/** What was found of one witness of the policy. */
export interface WitnessVerdict {
  /** Short name in the policy. */
  readonly witness: string;
  readonly keyName: string;
  readonly isExecutor: boolean;
  readonly state: SignatureState;
  /** For which moment it cosigned, ms; there exactly if it signed. */
  readonly timeMs?: number;
}

/** Whether enough members of a group are satisfied. */
export interface GroupVerdict {
  readonly isMet: boolean;
  readonly threshold: number;
  /** Members that are satisfied and that are not, by short name, in the policy's order. */
  readonly present: readonly string[];
  readonly missing: readonly string[];
}

/** Everything that a policy says about a checkpoint. */
export interface CheckpointVerdict {
  readonly checkpoint: Checkpoint;
  /** Whether it is of the policy's log. */
  readonly isOfLedger: boolean;
  /** `signed` if a log key signed; `wrong` if the signature of any is wrong. */
  readonly log: SignatureState;
  /** In the policy's order. */
  readonly witnesses: readonly WitnessVerdict[];
  /** Names of signature lines whose keys the policy does not know, in the note's order. */
  readonly unknown: readonly string[];
  readonly quorum: GroupVerdict;
  readonly executors: GroupVerdict;
  /**
   * The time in the k-th newest cosignature of the executors, ms; there exactly if k have signed.
   */
  readonly executorsTimeMs?: number;
}

/**
 * Checks a checkpoint's signatures under a policy (docs/spec/checkpoint.md, "Policy"). Fails as
 * `parseCheckpoint` does; whatever can be read gives a verdict.
 */
export async function checkCheckpoint(
  policy: Policy,
  noteText: string,
): Promise<Result<CheckpointVerdict, ProtocolError>> {
  const parsed = parseCheckpoint(noteText);
  if (!parsed.ok) return parsed;
  const { checkpoint, note } = parsed.value;
  const log = await checkLogLines(policy, note);
  const witnesses: WitnessVerdict[] = [];
  for (const witness of policy.witnesses) {
    witnesses.push(await checkWitness(policy, witness, note));
  }
  const satisfied = satisfiedNames(policy, witnesses);
  const executors = judgeGroup(policy.executors, satisfied);
  const executorsTimeMs = executors.isMet ? timeOfThreshold(policy, witnesses) : undefined;
  return ok({
    checkpoint,
    isOfLedger: checkpoint.origin === policy.origin,
    log,
    witnesses,
    unknown: unknownNames(policy, note),
    quorum: judgeGroup(quorumGroup(policy), satisfied),
    executors,
    ...(executorsTimeMs === undefined ? {} : { executorsTimeMs }),
  });
}

async function checkLogLines(policy: Policy, note: Note): Promise<SignatureState> {
  let state: SignatureState = 'missing';
  for (const key of policy.logs) {
    const line = await checkLine(key, note);
    if (line.state === 'wrong') return 'wrong';
    if (line.state === 'signed') state = 'signed';
  }
  return state;
}

async function checkWitness(
  policy: Policy,
  { name, key }: PolicyWitness,
  note: Note,
): Promise<WitnessVerdict> {
  const isExecutor = policy.executors.members.includes(name);
  return { witness: name, keyName: key.name, isExecutor, ...(await checkLine(key, note)) };
}

/** Whose cosignature of what is looked for in a note. */
export interface WantedCosignature {
  readonly name: string;
  /** Suite ed25519. */
  readonly key: Uint8Array;
  readonly checkpoint: Checkpoint;
  readonly note: Note;
}

/**
 * The valid signature line of a cosigner under exactly this checkpoint; nothing if there is none.
 */
export async function checkCosignature({
  name,
  key,
  checkpoint,
  note,
}: WantedCosignature): Promise<NoteSignature | undefined> {
  if (note.text !== checkpointBody(checkpoint)) return undefined;
  const wanted = verifierKey(name, COSIGNER_KEY_TYPE, key);
  const { state } = await checkLine(wanted, note);
  return state === 'signed' ? note.signatures.find((one) => isSameKey(one, wanted)) : undefined;
}

function unknownNames(policy: Policy, note: Note): readonly string[] {
  const known = [...policy.logs, ...policy.witnesses.map((witness) => witness.key)];
  return note.signatures
    .filter((line) => !known.some((key) => isSameKey(line, key)))
    .map((line) => line.name);
}

function satisfiedNames(policy: Policy, witnesses: readonly WitnessVerdict[]): ReadonlySet<string> {
  return withGroups(
    policy,
    witnesses.flatMap(({ witness, state }) => (state === 'signed' ? [witness] : [])),
  );
}

/**
 * Whether these witnesses, by their short names, are enough for the quorum and for the executors.
 */
export function satisfies(policy: Policy, witnesses: readonly string[]): boolean {
  const satisfied = withGroups(policy, witnesses);
  return (
    judgeGroup(quorumGroup(policy), satisfied).isMet &&
    judgeGroup(policy.executors, satisfied).isMet
  );
}

/** Groups stand after their members, so one walk decides them all. */
function withGroups(policy: Policy, witnesses: readonly string[]): ReadonlySet<string> {
  const satisfied = new Set(witnesses);
  for (const group of policy.groups) {
    if (judgeGroup(group, satisfied).isMet) satisfied.add(group.name);
  }
  return satisfied;
}

function judgeGroup(group: PolicyGroup, satisfied: ReadonlySet<string>): GroupVerdict {
  const present = group.members.filter((member) => satisfied.has(member));
  const missing = group.members.filter((member) => !satisfied.has(member));
  const { threshold } = group;
  return { isMet: present.length >= threshold, threshold, present, missing };
}

/** The quorum as a group, also when it is a single witness or nobody. */
function quorumGroup({ groups, quorum }: Policy): PolicyGroup {
  if (quorum === NO_QUORUM) return { name: quorum, threshold: 0, members: [] };
  const group = groups.find((one) => one.name === quorum);
  return group ?? { name: quorum, threshold: 1, members: [quorum] };
}

function timeOfThreshold(policy: Policy, witnesses: readonly WitnessVerdict[]): number | undefined {
  const times = witnesses
    .filter((verdict) => verdict.isExecutor)
    .flatMap((verdict) => (verdict.timeMs === undefined ? [] : [verdict.timeMs]));
  return times.sort((left, right) => right - left)[policy.executors.threshold - 1];
}
