import { fail, ok, parseJson, type Result } from '@madang/base';
import { applicant } from '../ceremony/forms.ts';
import { type Arguments, optionNotValid } from '../command.ts';
import type { CommandError } from '../terminal.ts';
import type { Applicant } from './application.ts';

/** The option that gives what stands at a place of what an applicant says. */
export const APPLICANT_OPTION_AT: ReadonlyMap<string, string> = new Map([
  ['institution.id', 'institution'],
  ['institution.names.en', 'name'],
  ['institution.names.ko', 'name-ko'],
  ['institution.operator.en', 'operator'],
  ['institution.operator.ko', 'operator-ko'],
  ['node.host', 'host'],
  ['node.port', 'p2p-port'],
  ['node.api', 'api'],
]);

/** What was typed about an institution and its node, not looked at yet. */
export function typedApplicant(given: Arguments) {
  const typed = (name: string): string => given.value(name) ?? '';
  return {
    institution: {
      id: typed('institution'),
      names: { en: typed('name'), ko: typed('name-ko') },
      operator: { en: typed('operator'), ko: typed('operator-ko') },
    },
    node: { host: typed('host'), port: Number(typed('p2p-port')), api: typed('api') },
  };
}

/** What was typed about an institution that wants to join. Fails with `OPTION_NOT_VALID`. */
export function applicantOf(given: Arguments): Result<Omit<Applicant, 'chain'>, CommandError> {
  const parsed = parseJson(applicant, typedApplicant(given));
  if (parsed.ok) return ok(parsed.value);
  const option = APPLICANT_OPTION_AT.get(parsed.error.at) ?? parsed.error.at;
  return fail(optionNotValid(option));
}
