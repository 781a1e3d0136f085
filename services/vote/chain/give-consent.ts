import { transaction } from '@madang/kernel/define';
import { acting } from './acting.ts';

/**
 * Consents to the text of a decision, for every home for which the person acts.
 *
 * Who: a person of the decision's register with their own key, or their proxy with `for`. Changes:
 * the person's standing act, their holders, the tallies of their buildings; it can establish the
 * decision. Cost: about ten reads and eight writes for an owner in one building. Errors: as listed
 * in `acting.ts`.
 */
export const giveConsent = transaction({
  service: 'vote',
  name: 'giveConsent',
  ...acting('agree'),
});
