import type { ServiceText } from '@madang/kernel/define';

/** English texts. */
export const text = {
  title: 'Elections',
  transactions: {
    draftElection: {
      title: 'Draft an election',
      sentence: 'Says what is asked, by which rules, and who holds the key.',
    },
    enterVoters: { title: 'Enter voters', sentence: 'Enters who may vote, and with which weight.' },
    commitOpening: {
      title: 'Commit to a part of the key',
      sentence: 'A trustee fixes their part of the key before seeing those of others.',
    },
    revealOpening: {
      title: 'Reveal a part of the key',
      sentence: 'A trustee shows what they had committed to.',
    },
    dealShares: {
      title: 'Deal shares',
      sentence: 'A trustee seals a share of their part for every trustee.',
    },
    acceptShares: {
      title: 'Accept shares',
      sentence: 'A trustee has opened the shares sealed for them, and they are right.',
    },
    complain: {
      title: 'Complain',
      sentence: 'A trustee opens a share to everybody, and the ledger decides who was wrong.',
    },
    rehearse: {
      title: 'Rehearse',
      sentence: 'A trustee shows before the vote that they can decrypt.',
    },
    restartCeremony: {
      title: 'Begin the ceremony again',
      sentence: 'The trustees make another key; whoever was waited for a day is named.',
    },
    openRegistration: {
      title: 'Registration of keys opened',
      sentence: 'The roll is frozen, and voters register the keys that are going to be mixed.',
    },
    closeRegistration: {
      title: 'Registration of keys closed',
      sentence: 'No more keys are taken; they wait to be mixed.',
    },
    mixKeys: {
      title: 'Keys mixed',
      sentence:
        'Mixes keys so that nobody can tell whose they are, and proves that none was changed or added.',
    },
    openElection: {
      title: 'Open an election',
      sentence: 'Freezes the roll. From now on ballots are taken.',
    },
    registerKey: {
      title: 'Register a key to vote',
      sentence: 'Says which key of a device casts the ballots of a person.',
    },
    castBallot: {
      title: 'Cast a ballot',
      sentence: 'Casts an encrypted ballot with the proof that it is a valid one.',
    },
    openBatch: {
      title: 'Open a batch of papers',
      sentence: 'Begins a batch of papers of a building, for which keys can be given up.',
    },
    surrenderKey: {
      title: 'Give up a key for paper',
      sentence:
        'Says with the key itself that it casts no more, so that its voter gets a paper. Whose it is is not said.',
    },
    markPaper: {
      title: 'Mark as voting on paper',
      sentence: 'Says who votes on paper, before the paper is given to them.',
    },
    confirmBatch: {
      title: 'Confirm a batch of papers',
      sentence: 'Two officers say that all papers of a batch were entered, and count them.',
    },
    pauseElection: { title: 'Pause', sentence: 'Takes no ballots for now, with a public reason.' },
    resumeElection: { title: 'Go on', sentence: 'Takes ballots again after a pause.' },
    extendElection: { title: 'Put off the close', sentence: 'Moves the close to a later time.' },
    noteMessages: {
      title: 'Note messages',
      sentence: 'Records how many voters were sent something, and when.',
    },
    closeElection: { title: 'Close an election', sentence: 'Takes no more ballots.' },
    decryptSum: { title: 'Decrypt a sum', sentence: 'A trustee decrypts their part of a sum.' },
    announceCounts: {
      title: 'Announce counts',
      sentence: 'Says which numbers a sum came to; the ledger checks them.',
    },
  },
  events: {
    drafted: { title: 'Drafted', sentence: 'An election was drafted.' },
    votersEntered: { title: 'Voters entered', sentence: 'Lines of the roll were entered.' },
    stageDone: { title: 'Ceremony', sentence: 'A trustee did their part of a stage.' },
    keyMade: { title: 'Key made', sentence: 'The trustees have made the key of the votes.' },
    ceremonyVoided: {
      title: 'Ceremony void',
      sentence: 'The ceremony came to nothing and begins again.',
    },
    registrationOpened: {
      title: 'Registration open',
      sentence: 'The roll is frozen, and keys are registered.',
    },
    registrationClosed: { title: 'Registration closed', sentence: 'No more keys are taken.' },
    keysMixed: { title: 'Keys mixed', sentence: 'A list of keys was mixed, with a proof.' },
    opened: { title: 'Opened', sentence: 'The roll is frozen; ballots are taken.' },
    keyRegistered: { title: 'Key registered', sentence: 'A voter registered a key to vote.' },
    ballotCast: { title: 'Ballot cast', sentence: 'An encrypted ballot was taken.' },
    batchOpened: { title: 'Batch opened', sentence: 'A batch of papers of a building begins.' },
    keySurrendered: {
      title: 'Key given up',
      sentence: 'A key was given up for a paper; whose it was is not known.',
    },
    personsMarked: {
      title: 'Paper given out',
      sentence: 'Persons were marked as voting on paper.',
    },
    paperEntered: { title: 'Paper entered', sentence: 'A paper was entered as a ballot.' },
    batchConfirmed: {
      title: 'Papers counted',
      sentence: 'Two officers confirmed a batch of papers; it counts.',
    },
    paused: { title: 'Paused', sentence: 'No ballots are taken for now.' },
    resumed: { title: 'Going on', sentence: 'Ballots are taken again.' },
    extended: { title: 'Close put off', sentence: 'The close was moved to a later time.' },
    messagesNoted: { title: 'Messages sent', sentence: 'Voters were sent something.' },
    closed: { title: 'Closed', sentence: 'No more ballots are taken.' },
    sumDecrypted: { title: 'Sum decrypted', sentence: 'A trustee decrypted their part of a sum.' },
    decryptionWrong: {
      title: 'Wrong decryption',
      sentence: 'A part of a trustee is wrong; it is not used.',
    },
    countsAnnounced: { title: 'Counts announced', sentence: 'The numbers of a sum are known.' },
    decided: { title: 'Decided', sentence: 'All sums are known, and what they decide.' },
  },
  roles: {
    'election.officer': {
      title: 'Election officer',
      sentence: 'Drafts, opens and closes elections of the institution.',
    },
  },
} as const satisfies ServiceText;
