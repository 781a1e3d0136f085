import type { ServiceText } from '@madang/kernel/define';

/** English texts. */
export const text = {
  title: 'People',
  transactions: {
    openRegister: {
      title: 'Open a register',
      sentence: 'An institution opens a register of persons.',
    },
    attestKey: { title: 'Attest a key', sentence: 'An institution says that a key is a person’s.' },
    enlargeRegister: {
      title: 'Enlarge a register',
      sentence: 'Adds numbers for persons who came later.',
    },
    revokeKeys: {
      title: 'End all devices',
      sentence: 'An institution identifies a person and ends all keys they had.',
    },
    addKey: { title: 'Add a device', sentence: 'A person adds a device.' },
    endKey: { title: 'End a device', sentence: 'A person ends a device.' },
  },
  events: {
    registerOpened: { title: 'Register opened', sentence: 'An institution opened a register.' },
    keyAttested: { title: 'Key attested', sentence: 'A person has a first key.' },
    registerEnlarged: { title: 'Register enlarged', sentence: 'A register has more numbers.' },
    keysRevoked: { title: 'All devices ended', sentence: 'All keys of a person ended.' },
    keyAdded: { title: 'Device added', sentence: 'A person added a device.' },
    keyEnded: { title: 'Device ended', sentence: 'A device speaks no more.' },
  },
  roles: {
    'people.registrar': { title: 'Registrar', sentence: 'Opens registers for the institution.' },
    'people.attester': {
      title: 'Attester',
      sentence: 'Identifies persons and attests their keys.',
    },
  },
} satisfies ServiceText;
