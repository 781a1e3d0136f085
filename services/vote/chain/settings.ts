import { choice, record } from '@madang/base';

/**
 * What the law leaves open, said before a decision opens and never changed. The first of each is
 * the
 * default.
 */
export const settings = record({
  /** An act in the very second of the close: late, or still in time. */
  closingSecond: choice(['late', 'counts']),
  /**
   * Who acts for a co-owned home without a named representative: a majority of shares, or nobody.
   */
  coOwners: choice(['majority', 'representative']),
  /** What a representative said, once somebody else represents: stands, or lapses. */
  representativeEnds: choice(['stands', 'lapses']),
  /** Sales after the record date: the roll stays as it is, or follows. */
  roll: choice(['frozen', 'follow']),
  /** A contrary later act while one stands: refused, or it takes its place. */
  repeat: choice(['first', 'last']),
  /** Whether somebody may act for somebody else. */
  proxies: choice(['allowed', 'none']),
  /**
   * Whether a paper is late by the time of its entry on the ledger, or of its arrival at the desk.
   */
  paper: choice(['ledger', 'arrival']),
  /** Whether acts are still taken after the decision is established. */
  afterEstablishment: choice(['open', 'closed']),
  /** Until when somebody may withdraw. */
  withdrawal: choice(['until-established', 'until-closed', 'never']),
  /** Whether those who abstain took part. */
  abstentions: choice(['participate', 'ignored']),
});
