import { checkReceipt } from '@madang/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actor,
  freshStandingOf,
  notariseFiles,
  openTestLedger,
  receiptOf,
  sealFiles,
  serviceProofs,
  type TestLedger,
} from '../src/index.ts';

let world: TestLedger;
beforeAll(async () => {
  world = await openTestLedger();
});
afterAll(async () => {
  await world.close();
});

describe('the ledger of tests', () => {
  it('puts a file on record and makes a receipt that is checked', async () => {
    const sealed = await sealFiles([Buffer.from('a file'), Buffer.from('another')]);
    const [sent] = await world.send(notariseFiles(actor('somebody'), sealed));
    expect(sent?.outcome.code).toBe(0);
    const bodyHash = sent?.bodyHash ?? expect.fail('nothing was sent');
    const bytes = await receiptOf(world, bodyHash, { opening: sealed.openings[1]! });
    world.advance(20_000);
    const input = { bytes, policyText: world.policyText, proofs: await serviceProofs() };
    const freshStanding = await freshStandingOf(world, bytes);
    const { verdict, parts, facts } = await checkReceipt({ ...input, freshStanding });
    expect(parts.filter((part) => part.state !== 'passed')).toEqual([]);
    expect(verdict).toBe('checked');
    expect(facts?.members).toBe(4);
    expect(facts?.threshold).toBe(3);
  });

  it('has the same record after it was closed and opened again', async () => {
    const sealed = await sealFiles([Buffer.from('kept')]);
    const [sent] = await world.send(notariseFiles(actor('somebody'), sealed));
    const index = sent?.index ?? expect.fail('nothing was sent');
    const entry = world.ledger().entry(index);
    await world.reopen();
    expect(world.ledger().entry(index)).toEqual(entry);
  });
});
