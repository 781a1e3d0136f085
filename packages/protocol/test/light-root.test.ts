import { encodeKnown, expectOk, expectPresent, toHex } from '@madang/base';
import { actor, lightSetOf, openVotedLedger, recordOf, type VotedLedger } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkInstitutions,
  checkRoot,
  checkStep,
  continues,
  encodeInstitutions,
  type InstitutionsFile,
  LEDGER_TERMS,
  type LightBlock,
  openInstitutions,
  type ProvenInstitutions,
  trustBlock,
} from '../src/comet/index.ts';
import { institution, keyStateKey, type Policy, parsePolicy } from '../src/index.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = LEDGER_TERMS.trustingPeriodMs;

let voted: VotedLedger;
let policy: Policy;
/** Of the day on which the ledger began. */
let early: InstitutionsFile;
/** Two years later, after a rotation and an admission. */
let now: InstitutionsFile;

const fileOf = async (keys: readonly Uint8Array[] = [], sinceSize = 1) => {
  const bytes = expectOk(await voted.test.ledger().institutions({ sinceSize, keys }), 'a file');
  return expectOk(openInstitutions(bytes), 'it opens').file;
};

beforeAll(async () => {
  voted = await openVotedLedger();
  policy = expectOk(parsePolicy(voted.test.policyText), 'a policy');
  early = await fileOf();
  voted.test.advance(2 * YEAR_MS);
  await voted.rotate('district', actor('district-second'));
  await voted.record(recordOf(voted.test));
  now = await fileOf();
});
afterAll(() => voted.close());

/** The code and the part that is named, or `ok`. */
async function provenBy(file: InstitutionsFile, of = policy): Promise<string> {
  const proven = await checkInstitutions(of, encodeInstitutions(file));
  return proven.ok ? 'ok' : `${proven.error.code} ${proven.error.at}`;
}

interface Trial {
  readonly file?: InstitutionsFile;
  readonly block?: LightBlock;
  readonly laterMs?: number;
  readonly policy?: Policy;
}

async function rootOf(trial: Trial = {}): Promise<string> {
  const { file = now, block = voted.voted(), laterMs = 2_000 } = trial;
  const of = trial.policy ?? policy;
  const proven = await checkInstitutions(of, encodeInstitutions(file));
  if (!proven.ok) return `${proven.error.code} ${proven.error.at}`;
  const nowMs = voted.test.nowMs() + laterMs;
  const root = { policy: of, proven: proven.value, block, terms: LEDGER_TERMS, nowMs };
  const checked = await checkRoot(root);
  return checked.ok ? 'ok' : `${checked.error.code} ${checked.error.at}`;
}

const without = (id: string, file = now): InstitutionsFile => {
  const { institutions } = expectOk(openInstitutions(encodeInstitutions(file)), 'it opens');
  return { ...file, institutions: file.institutions.filter((_, n) => institutions[n]?.id !== id) };
};

/** A note with only the first so many signature lines. */
const withLines = (note: string, count: number): string => {
  const [body = '', lines = ''] = note.split('\n\n');
  return `${body}\n\n${lines.split('\n').slice(0, count).join('\n')}\n`;
};

/** The last line of a note in the place of that of another. */
const withLastLineOf = (note: string, other: string): string => {
  const last = (of: string) => of.trimEnd().split('\n').at(-1) ?? '';
  return note.replace(last(note), last(other));
};

const votersOf = (...names: readonly string[]) =>
  lightSetOf(names.map((name) => ({ pair: actor(`${name}-consensus`).keyPair, power: 1n })));

describe('institutions in a file', () => {
  it('are those of the state, with the keys and names of now', async () => {
    const found = expectOk(await checkInstitutions(policy, encodeInstitutions(now)), 'proven');
    expect(found.institutions.map(({ id }) => id)).toEqual([
      ...['audit', 'city', 'district', 'university'],
    ]);
    const district = found.institutions.find(({ id }) => id === 'district');
    const second = actor('district-second').keyPair.publicKey;
    expect(toHex(expectPresent(district, 'it is there').consensus)).toBe(toHex(second));
    expect(found.institutions).toEqual(voted.members());
    expect(found).toMatchObject({ threshold: 3, members: 4, signers: { length: 4 } });
  });

  it('prove whose a key was that is none any more, if it is asked for', async () => {
    const first = actor('district-consensus').keyPair.publicKey;
    expect(now.keys).toEqual([]);
    const file = await fileOf([first, actor('nobody').keyPair.publicKey]);
    const found = expectOk(await checkInstitutions(policy, encodeInstitutions(file)), 'proven');
    expect(found.formerKeys.map(({ id, consensus }) => [id, toHex(consensus)])).toEqual([
      ['district', toHex(first)],
    ]);
  });

  it('continue an older log, and no other', async () => {
    const { ledger } = voted.test;
    const size = expectOk(openInstitutions(encodeInstitutions(early)), 'it').checkpoint.checkpoint;
    const file = await fileOf([], size.size);
    const newer = expectOk(await checkInstitutions(policy, encodeInstitutions(file)), 'proven');
    expect(continues(newer, size)).toBe(true);
    expect(continues(newer, { ...size, root: ledger().head().logRoot })).toBe(false);
    const { consistency: _, ...alone }: ProvenInstitutions = newer;
    expect(continues(alone, size)).toBe(false);
    expect(continues(alone, newer.checkpoint)).toBe(true);
  });

  it.each([
    [
      'with a key of somebody else',
      'CONSENSUS_INSTITUTIONS_FALSE institutions[1]',
      () => {
        const [first, second] = [now.institutions[0]!, now.institutions[1]!];
        const consensus = actor('thief').keyPair.publicKey;
        const value = encodeKnown(institution, { ...voted.members()[1]!, consensus });
        return { ...now, institutions: [first, { ...second, value }] };
      },
    ],
    [
      'proven in another state',
      'CONSENSUS_INSTITUTIONS_FALSE institutions[0]',
      () => ({
        ...now,
        institutions: early.institutions,
      }),
    ],
    [
      'with the block of another checkpoint',
      'CONSENSUS_INSTITUTIONS_FALSE block',
      () => ({
        ...now,
        block: early.block,
      }),
    ],
    [
      'out of order',
      'CONSENSUS_INSTITUTIONS_FALSE institutions[1]',
      () => ({
        ...now,
        institutions: now.institutions.toReversed(),
      }),
    ],
    [
      'one of them twice',
      'CONSENSUS_INSTITUTIONS_FALSE institutions[1]',
      () => ({
        ...now,
        institutions: [now.institutions[0]!, ...now.institutions],
      }),
    ],
    [
      'signed by too few',
      'CONSENSUS_INSTITUTIONS_NOT_SIGNED checkpoint',
      () => ({
        ...now,
        checkpoint: withLines(now.checkpoint, 3),
      }),
    ],
    [
      'with a wrong signature',
      'CONSENSUS_INSTITUTIONS_FALSE checkpoint',
      () => ({
        ...now,
        checkpoint: withLastLineOf(now.checkpoint, early.checkpoint),
      }),
    ],
    [
      'with a checkpoint that is none',
      'CONSENSUS_INSTITUTIONS_NOT_VALID checkpoint',
      () => ({
        ...now,
        checkpoint: 'nothing',
      }),
    ],
    [
      'with an entry that is no block',
      'CONSENSUS_INSTITUTIONS_NOT_VALID block',
      () => ({
        ...now,
        block: voted.test.ledger().entry(0)!,
      }),
    ],
  ] as const)('are refused %s, and the part is named', async (_, refusal, change) => {
    expect(await provenBy(change())).toBe(refusal);
  });

  it('are refused with a key that never voted among the former ones', async () => {
    const key = voted.members()[0]!.cosigner;
    const { value, proof } = voted.test.ledger().prove(keyStateKey(key));
    const keys = [{ key, proof, value: expectPresent(value, 'it is noted') }];
    expect(await provenBy({ ...now, keys })).toBe('CONSENSUS_INSTITUTIONS_FALSE keys[0]');
    const moved = [{ ...keys[0]!, key: actor('thief').keyPair.publicKey }];
    expect(await provenBy({ ...now, keys: moved })).toBe('CONSENSUS_INSTITUTIONS_FALSE keys[0]');
  });

  it('are refused under the policy of another ledger', async () => {
    const other = voted.test.policyText.replaceAll(toHex(voted.test.chain), 'ab'.repeat(32));
    const parsed = parsePolicy(other);
    // The key ids are of the names, so the other ledger's own lines have to be made anew.
    expect(parsed.ok).toBe(false);
    const of = { ...policy, origin: `${policy.origin.slice(0, -1)}0` };
    expect(await provenBy(now, of)).toBe('CONSENSUS_INSTITUTIONS_FALSE checkpoint');
  });

  it('are refused with any byte of the file changed', async () => {
    const { consistency: _, ...alone } = now;
    const bytes = encodeInstitutions(alone);
    for (let at = 0; at < bytes.length; at += 13) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      const proven = await checkInstitutions(policy, changed);
      expect(proven.ok, `byte ${at}`).toBe(false);
    }
  });
});

describe('a root of trust that is not the genesis', () => {
  it('is the block after a checkpoint that enough of the policy signed, and goes on', async () => {
    expect(await rootOf()).toBe('ok');
    const trusted = trustBlock(voted.voted());
    const next = voted.voted({
      height: trusted.height + 40,
      timeNs: trusted.timeNs + 3_000_000_000n,
    });
    const nowMs = voted.test.nowMs() + 10_000;
    const step = await checkStep({ trusted, block: next, terms: LEDGER_TERMS, nowMs });
    expect(step.ok).toBe(true);
  });

  it.each([
    ['three of four votes', { votes: ['commit', 'absent', 'commit', 'commit'] }, 'ok'],
    [
      'two of four votes',
      { votes: ['nil', 'nil', 'commit', 'commit'] },
      'CONSENSUS_TOO_FEW_VOTES ',
    ],
    ['a later height', { height: 90 }, 'CONSENSUS_INSTITUTIONS_INCOMPLETE height'],
    ['another chain', { chainId: 'madang-other' }, 'CONSENSUS_OTHER_CHAIN chainId'],
    ['another log', { appHash: new Uint8Array(32) }, 'CONSENSUS_OTHER_CHECKPOINT appHash'],
  ] as const)('with %s is one, or is refused', async (_, forged, said) => {
    expect(await rootOf({ block: voted.voted(forged) })).toBe(said);
  });

  it('is none with an institution left out, whichever it is', async () => {
    for (const id of ['audit', 'city', 'district', 'university']) {
      expect(await rootOf({ file: without(id) }), id).toBe(
        'CONSENSUS_INSTITUTIONS_INCOMPLETE nextValidatorsHash',
      );
    }
  });

  it('is none where a few of them pose as all, though each is proven', async () => {
    const all = without('district');
    const one = ['audit', 'city'].reduce((file, id) => without(id, file), all);
    const alone = votersOf('university');
    const block = voted.voted({ voters: alone, next: alone });
    expect(await rootOf({ file: one, block })).toBe('CONSENSUS_ROOT_TOO_FEW votes');
    const two = votersOf('audit', 'university');
    const both = voted.voted({ voters: two, next: two });
    expect(await rootOf({ file: without('city', all), block: both })).toBe(
      'CONSENSUS_ROOT_TOO_FEW votes',
    );
    // As many as the policy asks for are believed: that is what a newcomer trusts.
    const three = votersOf('audit', 'city', 'university');
    const lie = voted.voted({ voters: three, next: three });
    expect(await rootOf({ file: all, block: lie })).toBe('ok');
  });

  it('is none with validators that the state does not have', async () => {
    const thieves = votersOf('w', 'x', 'y', 'z');
    const posing = voted.voted({ voters: thieves });
    expect(await rootOf({ block: posing })).toBe('CONSENSUS_INSTITUTIONS_INCOMPLETE validators[0]');
    const lying = voted.voted({ voters: thieves, next: thieves });
    expect(await rootOf({ block: lying })).toBe(
      'CONSENSUS_INSTITUTIONS_INCOMPLETE nextValidatorsHash',
    );
    // The key with which district began is none any more, and whoever has it now is nobody.
    const former = votersOf('audit', 'city', 'district', 'university');
    const stale = voted.voted({ voters: former });
    const first = [actor('district-consensus').keyPair.publicKey];
    expect(await rootOf({ block: stale, file: await fileOf(first) })).toMatch(
      /^CONSENSUS_INSTITUTIONS_INCOMPLETE validators\[\d]$/,
    );
  });

  it('is none once the institutions signed it longer ago than trust lasts', async () => {
    expect(await rootOf({ laterMs: YEAR_MS - DAY_MS })).toBe('ok');
    expect(await rootOf({ laterMs: YEAR_MS + 1_000 })).toBe(
      'CONSENSUS_INSTITUTIONS_STALE checkpoint',
    );
    // The same checkpoint may be cosigned again later, under a block that is old by then.
    voted.test.advance(YEAR_MS - DAY_MS);
    const again = await fileOf();
    expect(await rootOf({ file: again, laterMs: 1_000 })).toBe('ok');
    expect(await rootOf({ file: again, laterMs: 2 * DAY_MS })).toBe('CONSENSUS_TRUST_EXPIRED time');
    voted.test.advance(DAY_MS - YEAR_MS);
    expect(await rootOf({ file: early })).toBe('CONSENSUS_INSTITUTIONS_STALE checkpoint');
    expect(await rootOf({ laterMs: -60_000 })).toBe('CONSENSUS_TIME_IN_FUTURE checkpoint');
  });

  it('is none with a block from before its checkpoint or from the future', async () => {
    const atNs = voted.voted().header.timeNs;
    const before = voted.voted({ timeNs: atNs - 9_000_000_000n });
    expect(await rootOf({ block: before })).toBe('CONSENSUS_TIME_NOT_AFTER time');
    const after = voted.voted({ timeNs: atNs + 90_000_000_000n });
    expect(await rootOf({ block: after })).toBe('CONSENSUS_TIME_IN_FUTURE time');
  });

  it('is none for a policy whose institutions are not those who vote', async () => {
    const names = ['audit', 'city'];
    const executors = { ...policy.executors, members: names, threshold: 2 };
    const stranger = actor('city-former-cosigner').keyPair.publicKey;
    const witnesses = policy.witnesses.map((one) =>
      one.name === 'city' ? { ...one, key: { ...one.key, key: stranger } } : one,
    );
    const proven = expectOk(await checkInstitutions(policy, encodeInstitutions(now)), 'proven');
    const root = {
      policy: { ...policy, executors, witnesses },
      ...{ proven, block: voted.voted(), terms: LEDGER_TERMS, nowMs: voted.test.nowMs() + 2_000 },
    };
    expect(await checkRoot(root)).toMatchObject({
      ok: false,
      error: { code: 'CONSENSUS_ROOT_TOO_FEW', at: 'votes' },
    });
  });

  it('is there also right after a key was exchanged, for which the old one still votes', async () => {
    await voted.rotate('audit', actor('audit-second'));
    const file = await fileOf();
    expect(file.keys.map(({ key }) => toHex(key))).toEqual([
      toHex(actor('audit-consensus').keyPair.publicKey),
    ]);
    expect(await rootOf({ file })).toBe('ok');
    expect(await rootOf({ file: { ...file, keys: [] } })).toMatch(
      /^CONSENSUS_INSTITUTIONS_INCOMPLETE validators\[\d]$/,
    );
  });
});
