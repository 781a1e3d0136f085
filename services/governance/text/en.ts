import type { ServiceText } from '@madang/kernel/define';

/** English texts. */
export const text = {
  title: 'Governance',
  transactions: {
    grantRole: { title: 'Grant a role', sentence: 'An institution grants a role to an account.' },
    delegateRole: { title: 'Pass a role on', sentence: 'A holder passes a role on to an account.' },
    revokeRole: { title: 'Revoke a role', sentence: 'An institution takes a role back.' },
    rotateKey: { title: 'Replace a key', sentence: 'An institution replaces one of its keys.' },
    propose: {
      title: 'Propose',
      sentence: 'An institution proposes something that the institutions decide together.',
    },
    approve: { title: 'Approve a proposal', sentence: 'An institution approves a proposal.' },
    object: { title: 'Object to a proposal', sentence: 'An institution is against a proposal.' },
    retract: {
      title: 'Take a voice back',
      sentence: 'An institution takes back what it said of a proposal.',
    },
    declareReady: {
      title: 'Say who is ready',
      sentence: 'An institution says whether its nodes have the rules of an upgrade.',
    },
  },
  events: {
    roleGranted: { title: 'Role granted', sentence: 'An institution granted a role.' },
    roleDelegated: { title: 'Role passed on', sentence: 'A holder passed a role on.' },
    roleRevoked: { title: 'Role revoked', sentence: 'An institution took a role back.' },
    keyRotated: { title: 'Key replaced', sentence: 'An institution has a new key.' },
    proposed: { title: 'Proposed', sentence: 'An institution proposed something.' },
    approved: { title: 'Approved', sentence: 'An institution approved a proposal.' },
    objected: { title: 'Objected', sentence: 'An institution is against a proposal.' },
    retracted: {
      title: 'Voice taken back',
      sentence: 'An institution took back what it had said of a proposal.',
    },
    proposalEnded: {
      title: 'Proposal ended',
      sentence: 'A proposal was enacted, rejected or withdrawn.',
    },
    institutionAdmitted: {
      title: 'Institution admitted',
      sentence: 'The ledger has a new institution.',
    },
    institutionRemoved: {
      title: 'Institution removed',
      sentence: 'An institution is no longer part of the ledger.',
    },
    paramsChanged: { title: 'Limits changed', sentence: 'The ledger has other limits.' },
    upgradePlanned: { title: 'Upgrade planned', sentence: 'An upgrade of the rules is planned.' },
    upgradeCancelled: { title: 'Upgrade cancelled', sentence: 'A planned upgrade was given up.' },
    readinessDeclared: {
      title: 'Readiness declared',
      sentence: 'An institution said whether its nodes have the rules of an upgrade.',
    },
    upgradeActivated: {
      title: 'Upgrade in force',
      sentence: 'The rules of a new version hold from this block on.',
    },
    upgradeLapsed: {
      title: 'Upgrade lapsed',
      sentence: 'Too few were ready for a planned upgrade: the rules stay as they were.',
    },
  },
  roles: {
    'governance.operator': { title: 'Operator', sentence: 'Runs the nodes of an institution.' },
  },
} satisfies ServiceText;
