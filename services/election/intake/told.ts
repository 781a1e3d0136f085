import { type CodecError, parseJson, type Result } from '@madang/base';
import {
  batchAnswer,
  ceremonyAnswer,
  electionAnswer,
  listAnswer,
  mixAnswer,
  sumAnswer,
} from '../chain/answers.ts';
import type { KeyListRecord, Mix } from '../chain/state.ts';
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

/** How far a mix is, from the JSON of its query. */
export function mixFrom(json: unknown): Result<Mix, CodecError> {
  return parseJson(mixAnswer, json);
}

/** A list of keys from the JSON of its query. */
export function keyListFrom(json: unknown): Result<KeyListRecord, CodecError> {
  return parseJson(listAnswer, json);
}

/** A sum to decrypt from the JSON of its query. */
export function sumFrom(json: unknown): Result<Sum, CodecError> {
  return parseJson(sumAnswer, json);
}
