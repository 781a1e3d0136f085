import type { ServiceText } from '@madang/kernel/define';

/** English texts. */
export const text = {
  title: 'Decisions',
  transactions: {
    draftDecision: {
      title: 'Draft a decision',
      sentence: 'Says what is to be decided, by whom and by which rule.',
    },
    enterRoll: { title: 'Enter the roll', sentence: 'Enters owners and homes of a draft.' },
    openDecision: {
      title: 'Open a decision',
      sentence: 'Freezes the roll. From now on everybody on it can speak.',
    },
    giveConsent: { title: 'Consent', sentence: 'Consents to the text of a decision.' },
    refuseConsent: { title: 'Say no', sentence: 'Says no to the text of a decision.' },
    abstain: { title: 'Abstain', sentence: 'Takes part without saying yes or no.' },
    withdraw: { title: 'Withdraw', sentence: 'Takes back what was said.' },
    appointProxy: { title: 'Appoint a proxy', sentence: 'Lets another person act for oneself.' },
    endProxy: { title: 'End a proxy', sentence: 'Lets nobody act for oneself any more.' },
    enterPapers: {
      title: 'Enter papers',
      sentence: 'Two officers enter what people have said on paper.',
    },
    enterWithdrawals: {
      title: 'Enter withdrawals',
      sentence: 'Two officers enter withdrawals that were made on paper.',
    },
    enterProxies: {
      title: 'Enter proxies on paper',
      sentence: 'Two officers enter whom people have appointed on paper.',
    },
    changeRoll: {
      title: 'Change the roll',
      sentence: 'Changes one line of a frozen roll, with a reason.',
    },
    extendDecision: { title: 'Put off the close', sentence: 'Moves the close to a later time.' },
    closeDecision: { title: 'Close a decision', sentence: 'Takes no more acts.' },
    noteMessages: {
      title: 'Note messages',
      sentence: 'Records how many homes were sent something, and when.',
    },
  },
  events: {
    drafted: { title: 'Drafted', sentence: 'A decision was drafted.' },
    rollEntered: { title: 'Roll entered', sentence: 'Lines of the roll were entered.' },
    opened: { title: 'Opened', sentence: 'The roll is frozen; acts are taken.' },
    spoken: { title: 'Said', sentence: 'A person has spoken.' },
    withdrawn: { title: 'Withdrawn', sentence: 'A person took back what they had said.' },
    paperRefused: { title: 'Paper not counted', sentence: 'A paper of a batch was not counted.' },
    proxyAppointed: { title: 'Proxy appointed', sentence: 'A person may act for another.' },
    proxyEnded: { title: 'Proxy ended', sentence: 'The proxy acts for the person no more.' },
    rollChanged: { title: 'Roll changed', sentence: 'A line of the frozen roll was changed.' },
    established: {
      title: 'Decision made',
      sentence: 'By this act all conditions hold for the first time.',
    },
    extended: { title: 'Close put off', sentence: 'The close was moved to a later time.' },
    closed: { title: 'Closed', sentence: 'No more acts are taken.' },
    messagesNoted: { title: 'Messages sent', sentence: 'Residents were sent something.' },
  },
  roles: {
    'vote.officer': {
      title: 'Officer of decisions',
      sentence: 'Drafts, opens and closes decisions of an institution, and keeps their roll.',
    },
  },
} satisfies ServiceText;
