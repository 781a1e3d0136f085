import type { ServiceText } from '@madang/kernel/define';

/** English texts. */
export const text = {
  title: 'Evidence documents',
  transactions: {
    notarise: {
      title: 'Put a document on record',
      sentence: 'Records that a document existed, without showing what it says.',
    },
    supersede: {
      title: 'Supersede a document',
      sentence: 'Records that another document takes its place.',
    },
    revoke: { title: 'Revoke a document', sentence: 'Records that a document no longer holds.' },
    noteErasure: {
      title: 'Note an erasure',
      sentence: 'Records that a vault erased a file and its keys. The proof of the document stays.',
    },
  },
  events: {
    notarised: { title: 'Document on record', sentence: 'A document was put on record.' },
    superseded: { title: 'Document superseded', sentence: 'Another document took its place.' },
    revoked: { title: 'Document revoked', sentence: 'A document no longer holds.' },
    erasureNoted: { title: 'Deposit erased', sentence: 'A file was erased from a vault.' },
  },
  roles: {
    'document.issuer': {
      title: 'Issuer',
      sentence: 'Puts documents on record in the name of an institution.',
    },
    'document.custodian': {
      title: 'Custodian',
      sentence: 'Runs the vault of an institution.',
    },
  },
} satisfies ServiceText;
