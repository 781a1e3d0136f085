import type { ServiceText } from '@madang/kernel/define';

/** English texts. */
export const text = {
  title: 'Governance',
  transactions: {
    grantRole: { title: 'Grant a role', sentence: 'An institution grants a role to an account.' },
    delegateRole: { title: 'Pass a role on', sentence: 'A holder passes a role on to an account.' },
    revokeRole: { title: 'Revoke a role', sentence: 'An institution takes a role back.' },
    rotateKey: { title: 'Replace a key', sentence: 'An institution replaces one of its keys.' },
  },
  events: {
    roleGranted: { title: 'Role granted', sentence: 'An institution granted a role.' },
    roleDelegated: { title: 'Role passed on', sentence: 'A holder passed a role on.' },
    roleRevoked: { title: 'Role revoked', sentence: 'An institution took a role back.' },
    keyRotated: { title: 'Key replaced', sentence: 'An institution has a new key.' },
  },
  roles: {},
} satisfies ServiceText;
