import { encodeKnown, record, uint } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { describe, expect, it } from 'vitest';
import { encodeReceipt, encodeStanding, ledgerOrigin, openReceipt } from '../src/index.ts';
import { chain, emptyMap, GENESIS_TIME, signedCheckpoint, testKey } from './ledger.ts';
import { endingKey, fileDigest, keep, recordKey } from './note-service.ts';
import { check, partOf, states, world } from './world.ts';

describe('the part standing', () => {
  it('fails with NOT_DONE for a refused act and keeps the other parts', async () => {
    const { receipt } = await world({ ...keep, code: 2003 });
    const verdict = await check(receipt);
    expect(partOf(verdict, 'standing')).toMatchObject({
      state: 'failed',
      code: 'NOT_DONE',
      detail: { code: 2003 },
    });
    expect(states(verdict)).toMatchObject({ place: 'passed', institutions: 'passed' });
  });

  it('cannot be checked without a standing', async () => {
    const { receipt } = await world();
    const { standing: _, ...bare } = receipt;
    const verdict = await check(bare);
    expect(partOf(verdict, 'standing').code).toBe('VERIFY_STANDING_MISSING');
    expect(verdict.verdict).toBe('unchecked');
  });

  it('needs none for an act that leaves nothing that could end', async () => {
    const { receipt } = await world({ act: 'note.free', payload: emptyMap });
    const { standing: _, opening: __, ...bare } = receipt;
    const verdict = await check(bare);
    expect(partOf(verdict, 'standing').code).toBe('VERIFY_STANDING_NOT_NEEDED');
    expect(verdict.verdict).toBe('checked');
  });

  it('passes at a fresher checkpoint and tells its moment', async () => {
    const { receipt, ledger, placed } = await world();
    const since = ledger.head().size;
    ledger.block({ act: 'note.free', payload: emptyMap });
    const seconds = GENESIS_TIME / 1000 + 3_600;
    const text = await ledger.checkpoint({
      timeSeconds: (member) => seconds + { alpha: 30, beta: 20, gamma: 10 }[member],
    });
    const keys = [recordKey(placed.bodyHash), endingKey(placed.bodyHash)];
    const freshStanding = encodeStanding(ledger.fresh(keys, since, text));
    const verdict = await check(receipt, { freshStanding });
    expect(verdict.verdict).toBe('checked');
    // The second newest of three: beta's.
    expect(verdict.facts?.standingAsOfMs).toBe((seconds + 20) * 1000);
    expect(verdict.facts?.isStandingFresh).toBe(true);
  });

  it('fails with ENDED when a fresher state holds an ending, and shows it', async () => {
    const { receipt, ledger, placed } = await world();
    const since = ledger.head().size;
    const ending = encodeKnown(record({ at: uint() }), { at: 99 });
    ledger.block({
      act: 'note.end',
      payload: emptyMap,
      writes: () => [[endingKey(placed.bodyHash), ending]],
    });
    const keys = [recordKey(placed.bodyHash), endingKey(placed.bodyHash)];
    const fresh = ledger.fresh(keys, since, await ledger.checkpoint());
    const verdict = await check(receipt, { freshStanding: encodeStanding(fresh), fileDigest });
    expect(partOf(verdict, 'standing')).toMatchObject({
      state: 'failed',
      code: 'ENDED',
      detail: { claim: 1, value: { at: 99 } },
    });
    const others = verdict.parts.filter((part) => part.part !== 'standing');
    expect(others.every((part) => part.state === 'passed')).toBe(true);
    expect(verdict.verdict).toBe('mismatch');
  });

  it('fails with ENDED when a value is no longer what the act left', async () => {
    const { receipt, ledger, placed } = await world();
    const since = ledger.head().size;
    ledger.block({
      act: 'note.end',
      payload: emptyMap,
      writes: () => [[recordKey(placed.bodyHash), emptyMap]],
    });
    const keys = [recordKey(placed.bodyHash), endingKey(placed.bodyHash)];
    const fresh = ledger.fresh(keys, since, await ledger.checkpoint());
    const verdict = await check(receipt, { freshStanding: encodeStanding(fresh) });
    expect(partOf(verdict, 'standing')).toMatchObject({ code: 'ENDED', detail: { claim: 0 } });
  });

  it('fails when the claims are fewer or more than the record needs', async () => {
    const { receipt, ledger, placed } = await world();
    const record = recordKey(placed.bodyHash);
    const ending = endingKey(placed.bodyHash);
    for (const keys of [[record], [record, ending, ending]]) {
      const verdict = await check({ ...receipt, standing: ledger.standing(keys) });
      expect(partOf(verdict, 'standing').code).toBe('VERIFY_CLAIMS_DIFFER');
    }
  });

  it('fails when the claims are for other keys, or in another order', async () => {
    const { receipt: early, ledger, placed } = await world();
    const [other] = ledger.block(keep);
    if (other === undefined) throw new Error('no act');
    const receipt = ledger.receipt(placed, await ledger.checkpoint());
    expect(early.index).toBe(receipt.index);
    const record = recordKey(placed.bodyHash);
    const ending = endingKey(placed.bodyHash);
    for (const [keys, claim] of [
      [[ending, record], 0],
      [[record, record], 1],
      [[recordKey(other.bodyHash), endingKey(other.bodyHash)], 0],
    ] as const) {
      const verdict = await check({ ...receipt, standing: ledger.standing(keys) });
      expect(partOf(verdict, 'standing')).toMatchObject({
        state: 'failed',
        code: 'VERIFY_CLAIM_WRONG',
        detail: { claim },
      });
    }
    const standing = ledger.standing([record, ending]);
    expect(partOf(await check({ ...receipt, standing }), 'standing').state).toBe('passed');
  });

  it('cannot be checked when the service cannot say what the act claims', async () => {
    const { receipt } = await world({ ...keep, payload: emptyMap });
    const verdict = await check(receipt);
    expect(partOf(verdict, 'standing')).toMatchObject({
      state: 'unchecked',
      code: 'VERIFY_CLAIMS_UNKNOWN',
    });
  });

  it('fails for the standing of an act that leaves nothing that could end', async () => {
    const { receipt } = await world({ act: 'note.free', payload: emptyMap });
    const verdict = await check(receipt);
    expect(partOf(verdict, 'standing').code).toBe('VERIFY_CLAIMS_DIFFER');
  });

  it('fails when a claim is not proven', async () => {
    const { receipt } = await world();
    const standing = receipt.standing;
    const [kept, ended] = standing?.claims ?? [];
    if (standing === undefined || kept === undefined || ended === undefined) throw new Error();
    const swapped = { ...standing, claims: [{ ...kept, proof: ended.proof }, ended] };
    const verdict = await check({ ...receipt, standing: swapped });
    expect(partOf(verdict, 'standing')).toMatchObject({
      code: 'VERIFY_CLAIM_WRONG',
      detail: { claim: 0 },
    });
    expect(verdict.facts).not.toHaveProperty('standingAsOfMs');
  });

  it('fails when the block entry is not the last under the checkpoint', async () => {
    const { receipt, ledger } = await world();
    const earlier = ledger.standing([]);
    ledger.block({ act: 'note.free', payload: emptyMap });
    const standing = { ...earlier, claims: receipt.standing?.claims ?? [] };
    const checkpoint = await ledger.checkpoint();
    const moved = ledger.receipt(
      { index: receipt.index, envelope: receipt.envelope, bodyHash: chain },
      checkpoint,
    );
    const verdict = await check({ ...moved, standing });
    expect(partOf(verdict, 'standing').code).toBe('VERIFY_BLOCK_WRONG');
  });

  it('is no standing when its block entry is another kind of entry', async () => {
    const { receipt } = await world();
    if (receipt.standing === undefined) throw new Error('no standing');
    const opened = openReceipt(encodeReceipt(receipt));
    if (!opened.ok) throw new Error('no receipt');
    const standing = { ...receipt.standing, block: opened.value.entry };
    const verdict = await check({ ...receipt, standing });
    expect(partOf(verdict, 'format').code).toBe('VERIFY_FORMAT_WRONG');
  });

  it('fails when the fresher log does not continue the one of the receipt', async () => {
    const { receipt, ledger, placed } = await world();
    const fork = await world({ ...keep, signers: [testKey(92)] });
    const since = ledger.head().size;
    fork.ledger.block({ act: 'note.free', payload: emptyMap });
    const keys = [recordKey(placed.bodyHash), endingKey(placed.bodyHash)];
    const fresh = fork.ledger.fresh(keys, since, await fork.ledger.checkpoint());
    const verdict = await check(receipt, { freshStanding: encodeStanding(fresh) });
    expect(partOf(verdict, 'standing').code).toBe('VERIFY_CONSISTENCY_WRONG');
    expect(verdict.verdict).toBe('mismatch');
    // What was proven before is still the moment of the receipt's own standing.
    expect(verdict.facts).toMatchObject({
      standingAsOfMs: GENESIS_TIME + 60_000,
      isStandingFresh: false,
    });
  });

  it('cannot be checked while too few executors have signed the fresher checkpoint', async () => {
    const { receipt, ledger, placed } = await world();
    const since = ledger.head().size;
    const keys = [recordKey(placed.bodyHash), endingKey(placed.bodyHash)];
    const text = await ledger.checkpoint({ by: ['alpha'] });
    const freshStanding = encodeStanding(ledger.fresh(keys, since, text));
    const verdict = await check(receipt, { freshStanding });
    expect(partOf(verdict, 'standing')).toMatchObject({
      state: 'unchecked',
      code: 'VERIFY_TOO_FEW_INSTITUTIONS',
    });
    expect(verdict.verdict).toBe('unchecked');
  });

  it('cannot be checked by a fresher standing that does not decode', async () => {
    const { receipt } = await world();
    const verdict = await check(receipt, { freshStanding: emptyMap });
    expect(partOf(verdict, 'standing')).toMatchObject({
      state: 'unchecked',
      code: 'VERIFY_STANDING_NOT_VALID',
    });
  });

  it('fails for a fresher checkpoint of another ledger', async () => {
    const { receipt, ledger, placed } = await world();
    const keys = [recordKey(placed.bodyHash), endingKey(placed.bodyHash)];
    const head = { ...ledger.head(), origin: ledgerOrigin('yard', sha256(chain)) };
    const fresh = ledger.fresh(keys, head.size, await signedCheckpoint(head));
    const verdict = await check(receipt, { freshStanding: encodeStanding(fresh) });
    expect(partOf(verdict, 'standing').code).toBe('VERIFY_CHAIN_OTHER');
  });
});
