import { optional, text, uint } from '@madang/base';
import { defineErrors, error } from './refusal.ts';

/** Where and why bytes or JSON are not what a codec describes. */
const codecReason = { at: text({ max: 512 }), reason: text({ max: 64 }) };

/** What the machine itself refuses, whatever the service. */
export const kernelErrors = defineErrors('kernel', 0, {
  NOT_CANONICAL: error(1, codecReason, {
    en: 'The transaction is not in its one canonical encoding ({reason} at “{at}”).',
    ko: '거래가 정해진 부호화 방식과 다릅니다({reason}, 위치 “{at}”).',
    help: 'Encode the transaction as docs/spec/codec.md and docs/spec/transaction.md say, or use the client.',
  }),
  TOO_LARGE: error(
    2,
    { maxBytes: uint(), sizeBytes: uint() },
    {
      en: 'The transaction has {sizeBytes} bytes; at most {maxBytes} are allowed.',
      ko: '거래의 크기가 {sizeBytes}바이트입니다. {maxBytes}바이트까지 허용됩니다.',
      help: 'Put less into one transaction. A file itself never belongs into one, only its commitment.',
    },
  ),
  WRONG_CHAIN: error(
    3,
    {},
    {
      en: 'The transaction was made for another ledger.',
      ko: '다른 원장을 위해 만들어진 거래입니다.',
      help: 'Ask the ledger for its genesis hash and build the transaction again with it as `chain`.',
    },
  ),
  UNKNOWN_ACT: error(
    4,
    { act: text({ max: 64 }) },
    {
      en: 'This ledger knows no act “{act}”.',
      ko: '이 원장에는 “{act}”라는 행위가 없습니다.',
      help: 'Check the spelling of service and transaction; the API lists all acts.',
    },
  ),
  AUTHORISATION_NOT_ACCEPTED: error(
    5,
    { act: text({ max: 64 }) },
    {
      en: 'The act “{act}” does not accept this kind of authorisation.',
      ko: '“{act}” 행위에는 이 방식의 인증을 쓸 수 없습니다.',
      help: 'Sign the transaction with an account; only acts that say so verify a proof instead.',
    },
  ),
  UNKNOWN_SUITE: error(
    6,
    { suite: text({ max: 32 }) },
    {
      en: 'The signature suite “{suite}” is not known here.',
      ko: '“{suite}” 서명 방식은 여기에서 쓸 수 없습니다.',
      help: 'Use a suite of docs/spec/suites.md.',
    },
  ),
  KEY_NOT_VALID: error(
    7,
    {},
    {
      en: 'A public key of the signatures is not valid.',
      ko: '서명에 쓰인 공개 키가 올바르지 않습니다.',
      help: 'Make the key with a standard tool; docs/spec/suites.md says which keys are refused.',
    },
  ),
  SIGNATURES_NOT_IN_ORDER: error(
    8,
    {},
    {
      en: 'The signatures are not in ascending order, or one key signed twice.',
      ko: '서명이 정해진 순서로 놓여 있지 않거나 같은 키가 두 번 서명했습니다.',
      help: 'Sort the signatures by suite, then by key, and keep one for each key.',
    },
  ),
  PAYLOAD_NOT_VALID: error(9, codecReason, {
    en: 'The payload does not fit the act ({reason} at “{at}”).',
    ko: '내용이 이 행위의 형식에 맞지 않습니다({reason}, 위치 “{at}”).',
    help: 'Compare the payload with the schema of the act; unknown keys are refused too.',
  }),
  EXPIRED: error(
    10,
    { blockAt: uint(), expiredAt: uint() },
    {
      en: 'The transaction expired at {expiredAt}; the block is of {blockAt}.',
      ko: '거래의 유효 기간이 {expiredAt}에 끝났습니다(블록 시각 {blockAt}).',
      help: 'Sign and send it again with a later `expiresAt`. If this happens at once, check the clock of the device.',
    },
  ),
  EXPIRES_TOO_LATE: error(
    11,
    { expiresAt: uint(), latestAt: uint() },
    {
      en: 'The transaction expires at {expiresAt}; at the moment {latestAt} is the latest allowed.',
      ko: '거래의 유효 기간이 {expiresAt}까지입니다. 지금은 {latestAt}까지만 허용됩니다.',
      help: 'Choose an earlier `expiresAt`. If it was meant to be early, check the clock of the device.',
    },
  ),
  REPLAYED: error(
    12,
    {},
    {
      en: 'This very transaction has been executed before.',
      ko: '이미 처리된 거래입니다.',
      help: 'Nothing is to be done: look its record up by the receipt number. To do the same again, build a new transaction.',
    },
  ),
  SIGNATURE_WRONG: error(
    13,
    {},
    {
      en: 'A signature does not match the transaction.',
      ko: '서명이 거래와 일치하지 않습니다.',
      help: 'Sign the message of docs/spec/transaction.md over this body with the key that the signature names.',
    },
  ),
  WRONG_SIGNERS: error(
    14,
    { given: uint(), needed: uint() },
    {
      en: 'The act needs signatures by exactly {needed}; the transaction has {given}.',
      ko: '이 행위에는 서명이 정확히 {needed}개 필요하지만 {given}개가 있습니다.',
      help: 'Send exactly the signatures that the act asks for: one too many is refused like one too few.',
    },
  ),
  NOT_PERMITTED: error(
    15,
    { institution: optional(text({ max: 32 })), role: optional(text({ max: 64 })) },
    {
      en: 'The signer is not the one who may do this.',
      ko: '서명한 사람에게 이 일을 할 권한이 없습니다.',
      help: 'Sign with the key of the one whose record it is. If the details name a role and an institution, it takes an account that holds this role from it now; if they name an institution alone, it takes its governance key.',
    },
  ),
  UNKNOWN_INSTITUTION: error(
    16,
    { institution: text({ max: 32 }) },
    {
      en: 'There is no institution “{institution}” on this ledger.',
      ko: '이 원장에 “{institution}” 기관이 없습니다.',
      help: 'Use the id of an institution as the list of institutions shows it.',
    },
  ),
  BLOCK_FULL: error(
    17,
    {},
    {
      en: 'The ledger has more work waiting than it can take.',
      ko: '처리를 기다리는 거래가 너무 많습니다.',
      help: 'Nothing was put on record. Send the same transaction again in a few seconds.',
    },
  ),
  GENESIS_NOT_VALID: error(18, codecReason, {
    en: 'The genesis is not valid ({reason} at “{at}”).',
    ko: '원장의 시작 정보가 올바르지 않습니다({reason}, 위치 “{at}”).',
    help: 'Compare the genesis with docs/spec/genesis.md.',
  }),
  UNKNOWN_QUERY: error(
    19,
    { query: text({ max: 128 }) },
    {
      en: 'There is no query “{query}”.',
      ko: '“{query}” 조회는 없습니다.',
      help: 'Check the spelling; the API lists all queries.',
    },
  ),
  QUERY_NOT_VALID: error(20, codecReason, {
    en: 'The parameters do not fit the query ({reason} at “{at}”).',
    ko: '조회 조건이 형식에 맞지 않습니다({reason}, 위치 “{at}”).',
    help: 'Compare the parameters with the schema of the query.',
  }),
  PROOF_WRONG: error(
    21,
    {},
    {
      en: 'The proof does not prove what the transaction says.',
      ko: '거래의 내용이 증명과 맞지 않습니다.',
      help: 'Make the transaction and its proof again with the client. A proof holds for one body only.',
    },
  ),
});
