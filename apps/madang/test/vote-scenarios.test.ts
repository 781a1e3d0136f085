import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { isSameRule, listProfiles, profileOf } from '@madang/services/vote/profiles/index.ts';
import { describe, expect, it } from 'vitest';
import type { ActStep, Step } from '../src/scenario/model.ts';
import { parseScenario } from '../src/scenario/parse.ts';

const folder = path.join(import.meta.dirname, '../../../test/scenarios');
const names = (await readdir(folder)).filter((name) => /^vote-.*\.yaml$/.test(name));
const files = await Promise.all(
  names.map(async (name) => {
    const text = await readFile(path.join(folder, name), 'utf8');
    return { name, steps: expectOk(parseScenario(text), name).steps };
  }),
);

/** What the drafts of a scenario say, as far as this looks at it. */
interface Draft {
  readonly basis: string;
  readonly rule: Parameters<typeof isSameRule>[1];
  readonly settings: Readonly<Record<string, string>>;
}

const actsOf = (steps: readonly Step[]): readonly ActStep[] =>
  steps.flatMap((step) => {
    if (step.kind === 'together') return step.acts;
    return step.kind === 'act' ? [step] : [];
  });

const draftsOf = (steps: readonly Step[]): readonly Draft[] =>
  actsOf(steps).flatMap(({ act, what }) =>
    act === 'vote.draftDecision' && 'payload' in what ? [what.payload as unknown as Draft] : [],
  );

const drafts = files.flatMap(({ name, steps }) =>
  draftsOf(steps).map((draft) => ({ name, ...draft, profile: profileOf(draft.basis) })),
);

describe('scenarios of decisions', () => {
  it('name a profile only where they have its rule, and what the law fixes', () => {
    for (const { name, basis, rule, settings, profile } of drafts) {
      expect(basis.startsWith('kr-'), name).toBe(profile !== undefined);
      if (profile === undefined) continue;
      expect(isSameRule(profile, rule), `${name}: ${basis}`).toBe(true);
      for (const fixed of profile.fixed) expect(settings[fixed]).toBe(profile.settings[fixed]);
    }
  });

  it('make a decision by each profile', () => {
    const played = new Set(
      files.flatMap(({ steps }) => {
        const isMade = actsOf(steps).some(({ events = [] }) =>
          events.some(({ name }) => name === 'vote.established'),
        );
        return isMade ? draftsOf(steps).map(({ basis }) => basis) : [];
      }),
    );
    expect(listProfiles().filter(({ id }) => !played.has(id))).toEqual([]);
  });

  it.each(files)('say at each step what it shows: $name', ({ steps }) => {
    expect(steps.filter(({ note }) => note === undefined).map(({ line }) => line)).toEqual([]);
  });
});
