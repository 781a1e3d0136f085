import { text, uint } from '@madang/base';
import { defineErrors, error } from '@madang/kernel/define';
import { consensusErrors } from './consensus-errors.ts';
import { deskErrors } from './desk-errors.ts';
import { peopleErrors } from './people-errors.ts';

/** What the HTTP interface itself refuses, before or beside the rules of the ledger. */
export const apiErrors = defineErrors('api', 90_000, {
  NOT_FOUND: error(
    1,
    {},
    {
      en: 'There is nothing at this address.',
      ko: '이 주소에는 아무것도 없습니다.',
      help: 'Check the address; /openapi.json lists all of them.',
    },
  ),
  METHOD_NOT_ALLOWED: error(
    2,
    { allowed: text({ max: 64 }) },
    {
      en: 'This address answers to {allowed} only.',
      ko: '이 주소는 {allowed} 요청만 받습니다.',
      help: 'Use the method that /openapi.json names.',
    },
  ),
  BODY_TOO_LARGE: error(
    3,
    { maxBytes: uint() },
    {
      en: 'The request is too large: at most {maxBytes} bytes are accepted here.',
      ko: '요청이 너무 큽니다. 여기서는 {maxBytes}바이트까지 받습니다.',
      help: 'Send less at once. A file itself is never sent to be put on record, only its commitment.',
    },
  ),
  CONTENT_TYPE_NOT_ACCEPTED: error(
    4,
    { expected: text({ max: 64 }) },
    {
      en: 'The body must be sent as {expected}.',
      ko: '본문은 {expected} 형식으로 보내야 합니다.',
      help: 'Set the header Content-Type.',
    },
  ),
  PARAMETER_NOT_VALID: error(
    5,
    { name: text({ max: 64 }) },
    {
      en: 'The parameter “{name}” is missing or not valid.',
      ko: '“{name}” 값이 없거나 올바르지 않습니다.',
      help: 'Compare the parameter with its schema in /openapi.json.',
    },
  ),
  TOO_MANY_REQUESTS: error(
    6,
    { seconds: uint() },
    {
      en: 'Too many requests came from this address; try again in {seconds} s.',
      ko: '이 주소에서 요청이 너무 많이 왔습니다. {seconds}초 뒤에 다시 시도하십시오.',
      help: 'Wait as long as the header Retry-After says. Sending the same transaction again is safe.',
    },
  ),
  BUSY: error(
    7,
    {},
    {
      en: 'The server has more requests under way than it takes at once.',
      ko: '서버가 지금 처리할 수 있는 것보다 많은 요청을 받고 있습니다.',
      help: 'Try again in a few seconds. Sending the same transaction again is safe.',
    },
  ),
  NOT_READY: error(
    8,
    {},
    {
      en: 'The ledger does not accept anything at the moment.',
      ko: '원장이 지금은 아무것도 받을 수 없습니다.',
      help: 'Try again later; /api/ready says when it is back. What was acknowledged is safe.',
    },
  ),
  RECORD_UNKNOWN: error(
    9,
    {},
    {
      en: 'The ledger has no such record.',
      ko: '원장에 그런 기록이 없습니다.',
      help: 'Check the number. A transaction that was just sent is on record when it has been answered.',
    },
  ),
  NO_TRANSACTION: error(
    10,
    { index: uint() },
    {
      en: 'Record {index} is not a transaction, so it has no receipt.',
      ko: '{index}번 기록은 거래가 아니므로 영수증이 없습니다.',
      help: 'Ask for the number of a transaction; records that end a block or begin the ledger have none.',
    },
  ),
  ENVELOPE_NOT_KEPT: error(
    11,
    {},
    {
      en: 'The transaction itself is no longer kept; its entry in the log stands.',
      ko: '거래 원문은 보관 기간이 지나 없습니다. 기록 자체는 남아 있습니다.',
      help: 'Whoever keeps the receipt has the transaction in it.',
    },
  ),
  NUMBER_NOT_UNIQUE: error(
    12,
    {},
    {
      en: 'More than one record has this receipt number.',
      ko: '이 영수증 번호를 가진 기록이 둘 이상입니다.',
      help: 'Use the whole id of the transaction or its record number.',
    },
  ),
  NOT_AUTHORISED: error(
    13,
    {},
    {
      en: 'This needs the secret that was told when the copy was deposited.',
      ko: '맡길 때 받은 비밀번호가 필요합니다.',
      help: 'Send the header Authorization: Bearer and the secret in hexadecimal.',
    },
  ),
  VAULT_UNKNOWN: error(
    14,
    {},
    {
      en: 'The vault has no such deposit, or the secret is another.',
      ko: '보관함에 그런 파일이 없거나 비밀번호가 다릅니다.',
      help: 'Check the deposit and the secret; without the secret nobody can read or erase it.',
    },
  ),
  VAULT_ERASED: error(
    15,
    { erasedAt: uint() },
    {
      en: 'The copy was erased at {erasedAt}.',
      ko: '맡긴 파일은 {erasedAt}에 지워졌습니다.',
      help: 'An erased copy cannot be brought back. The record of the file stands.',
    },
  ),
  VAULT_DAMAGED: error(
    16,
    {},
    {
      en: 'The copy in the vault is damaged and cannot be opened.',
      ko: '보관함의 파일이 손상되어 열 수 없습니다.',
      help: 'Tell whoever runs the server; `madang doctor` names what is wrong.',
    },
  ),
  NO_VAULT: error(
    17,
    {},
    {
      en: 'This server keeps no vault.',
      ko: '이 서버에는 보관함이 없습니다.',
      help: 'Keep the file yourself; the record does not depend on it.',
    },
  ),
  INTERNAL: error(
    18,
    {},
    {
      en: 'The server failed; the number of the failure is below.',
      ko: '서버에 문제가 생겼습니다. 아래의 번호를 알려 주십시오.',
      help: 'Tell whoever runs the server the requestId. Sending the same transaction again is safe.',
    },
  ),
  REQUEST_NOT_VALID: error(
    19,
    {},
    {
      en: 'The request is not one of HTTP.',
      ko: 'HTTP 형식에 맞지 않는 요청입니다.',
      help: 'Send a request as RFC 9112 says, with the name of the server in the header Host.',
    },
  ),
  HEADERS_TOO_LARGE: error(
    20,
    { maxBytes: uint() },
    {
      en: 'Address and headers are too long: at most {maxBytes} bytes are accepted.',
      ko: '주소와 헤더가 너무 깁니다. {maxBytes}바이트까지 받습니다.',
      help: 'Send a shorter address and fewer headers.',
    },
  ),
  REQUEST_TOO_SLOW: error(
    21,
    {},
    {
      en: 'The request did not arrive in time.',
      ko: '요청이 제시간에 도착하지 않았습니다.',
      help: 'Send the whole request at once. Sending the same transaction again is safe.',
    },
  ),
  ...peopleErrors,
  MATTER_UNKNOWN: error(
    29,
    {},
    {
      en: 'There is no such matter on record.',
      ko: '기록에 없는 사안입니다.',
      help: 'A matter is named by the id of the act that began it, such as the draft of a decision.',
    },
  ),
  FILE_UNKNOWN: error(
    30,
    {},
    {
      en: 'This server does not have a file with this digest.',
      ko: '이 서버에는 이 값의 파일이 없습니다.',
      help: 'Whoever asks for a decision keeps its text as well: the digest tells whether it is the same.',
    },
  ),
  FILE_NOT_NAMED: error(
    31,
    {},
    {
      en: 'The matter names no file with this content.',
      ko: '이 사안이 가리키는 파일이 아닙니다.',
      help: 'Send the very file whose SHA-256 is on record, not one letter changed.',
    },
  ),
  HISTORY_ABSENT: error(
    70,
    {},
    {
      en: 'This node began from a snapshot and does not have what came before it.',
      ko: '이 노드는 스냅숏에서 시작하여 그 전의 기록이 아직 없습니다.',
      help: 'Ask another node of the same ledger, or this one again when it has brought the older part in.',
    },
  ),
  HISTORY_FETCHING: error(
    71,
    { from: text({ max: 1_000 }), percent: uint({ max: 100 }) },
    {
      en: 'This node began from a snapshot and is still fetching what came before it, {percent} % so far; it is at {from}.',
      ko: '이 노드는 스냅숏에서 시작하여 그 전의 기록을 받고 있습니다(지금 {percent}%). 그 기록이 있는 곳: {from}.',
      help: 'Ask one of the nodes that the sentence names, or this one again later; /api/status says how far it is.',
    },
  ),
  ...deskErrors,
  ...consensusErrors,
});
