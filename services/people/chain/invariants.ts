import { equalBytes, fail, ok } from '@madang/base';
import { everyEntry, invariant } from '@madang/kernel/define';
import { keys, persons, registers } from './state.ts';

/** Whatever a person lists is a key of theirs that has not ended. */
export const listedKeysSpeak = invariant({
  service: 'people',
  name: 'listedKeysSpeak',
  check(ctx) {
    const broken = everyEntry(ctx, persons).find(({ key: [register, person], value }) =>
      value.accounts.some((account) => {
        const key = ctx.get(keys, [register, account]);
        return key?.person !== person || key.ended !== undefined;
      }),
    );
    return broken === undefined ? ok(undefined) : fail(`person ${String(broken.key[1])}`);
  },
});

/** Whatever has not ended is listed by its person. */
export const speakingKeysAreListed = invariant({
  service: 'people',
  name: 'speakingKeysAreListed',
  check(ctx) {
    const broken = everyEntry(ctx, keys).find(({ key: [register, account], value }) => {
      if (value.ended !== undefined) return false;
      const person = ctx.get(persons, [register, value.person]);
      return person?.accounts.some((listed) => equalBytes(listed, account)) !== true;
    });
    return broken === undefined ? ok(undefined) : fail(`person ${String(broken.value.person)}`);
  },
});

/** Every person is one of a register. */
export const personsAreInRegister = invariant({
  service: 'people',
  name: 'personsAreInRegister',
  check(ctx) {
    const broken = everyEntry(ctx, persons).find(
      ({ key: [register, person] }) => person >= (ctx.get(registers, register)?.persons ?? 0),
    );
    return broken === undefined ? ok(undefined) : fail(`person ${String(broken.key[1])}`);
  },
});
