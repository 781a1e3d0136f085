import { type CodecError, parseJson, type Result } from '@madang/base';
import { batchAnswer, ceremonyAnswer, electionAnswer, sumAnswer } from '../chain/answers.ts';
import type { ToldElection } from './ballot.ts';
import type { ToldBatch } from './paper.ts';
import type { Ceremony, Sum } from './trustee.ts';

/** An election from the JSON of its query. */
export function electionFrom(json: unknown): Result<ToldElection, CodecError> {
  return parseJson(electionAnswer, json);
}

/** A ceremony from the JSON of its query. */
export function ceremonyFrom(json: unknown): Result<Ceremony, CodecError> {
  return parseJson(ceremonyAnswer, json);
}

/** A batch of paper ballots from the JSON of its query. */
export function batchFrom(json: unknown): Result<ToldBatch, CodecError> {
  return parseJson(batchAnswer, json);
}

/** A sum to decrypt from the JSON of its query. */
export function sumFrom(json: unknown): Result<Sum, CodecError> {
  return parseJson(sumAnswer, json);
}
