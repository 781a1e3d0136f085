export type { AbsenceVerdict, ProvenAt } from './absence.ts';
export type { ActOf, AnswerOf, ParamsOf, PayloadOf, QueryOf, ServiceContract } from './acts.ts';
export type {
  CheckpointAnswer,
  CheckpointsAnswer,
  DepositAnswer,
  ErasureAnswer,
  InstitutionAnswer,
  InstitutionsAnswer,
  LedgerAnswer,
  MatterAnswer,
  OutcomeAnswer,
  ProblemAnswer,
  RecordAnswer,
  RecordSummary,
  RecordsAnswer,
  SearchAnswer,
  SentAnswer,
  StatisticsAnswer,
  StatusAnswer,
  TransactionRecord,
} from './answers.ts';
export {
  checkpointAnswer,
  checkpointsAnswer,
  type DoubleSigner,
  depositAnswer,
  erasureAnswer,
  institutionsAnswer,
  ledgerAnswer,
  matterAnswer,
  problemAnswer,
  recordAnswer,
  recordsAnswer,
  searchAnswer,
  sentAnswer,
  statisticsAnswer,
  statusAnswer,
} from './answers.ts';
export type { CheckRequest } from './check.ts';
export type { Answer, Client } from './client.ts';
export type { LedgerClock } from './clock.ts';
export {
  type ComplaintDoor,
  type ComplaintLine,
  type ComplaintsAnswer,
  complaintLine,
  complaintsAnswer,
  createComplaintDoor,
} from './complaint-door.ts';
export type { Proposal } from './cosign.ts';
export { type ClientOptions, createClient } from './create-client.ts';
export {
  type DemoOfficersAnswer,
  type DeskHome,
  type DeskNoticesAnswer,
  type DeskPending,
  type DeskPendingRequest,
  type DeskPerson,
  type DeskPersonAnswer,
  type DeskPersonsAnswer,
  type DeskRegisterAnswer,
  type DeskRegisterRequest,
  type DeskRole,
  type DeskSentAnswer,
  type DeskSession,
  demoOfficersAnswer,
  deskFreshLinkAnswer,
  deskHomes,
  deskNoticesAnswer,
  deskPendingAnswer,
  deskPendingRequest,
  deskPerson,
  deskPersonAnswer,
  deskPersonsAnswer,
  deskRegisterAnswer,
  deskRegisterRequest,
  deskRemindRequest,
  deskSentAnswer,
  deskSessionAnswer,
  deskSessionRequest,
  MAX_DESK_LINES,
} from './desk-answers.ts';
export type { DeskClient } from './desk-calls.ts';
export { createDeskDoor, type DeskDoor, type DeskOptions } from './desk-door.ts';
export { type DeskArrival, deskSessionMessage, homeCommitment } from './desk-messages.ts';
export { createElectionDesk, type ElectionDesk } from './election-desk.ts';
export { type DeskVoter, deskVotersAnswer } from './election-desk-answers.ts';
export { equivocationsAnswer } from './equivocations-answer.ts';
export { CLIENT_CODES, type ClientCode, type ClientError } from './error.ts';
export { createHttp, type Fetch } from './http.ts';
export { jsonOf } from './json-of.ts';
export type {
  AskedMatter,
  CodeAnswer,
  DemoLinksAnswer,
  DemoMessagesAnswer,
  ExtendAnswer,
  IdentifiedAnswer,
  IdentifyRequest,
  LinkAnswer,
  OutboxCountsAnswer,
} from './people-answers.ts';
export {
  codeAnswer,
  demoLinksAnswer,
  demoMessagesAnswer,
  extendAnswer,
  identifiedAnswer,
  identifyRequest,
  linkAnswer,
  linkRequest,
  outboxCountsAnswer,
} from './people-answers.ts';
export { createPeopleDoor, type PeopleDoor, type PeopleDoorOptions } from './people-door.ts';
export type {
  ActingCodeAnswer,
  AppointeeRequest,
  DeviceRequest,
  DevicesAnswer,
  PersonAtHome,
  ProxiesAnswer,
} from './people-door-answers.ts';
export {
  actingCodeAnswer,
  appointeeAnswer,
  appointeeRequest,
  deviceAnswer,
  deviceRequest,
  devicesAnswer,
  proxiesAnswer,
  proxiesRequest,
} from './people-door-answers.ts';
export { fingerprintOf } from './pinning.ts';
export type { PinnedPolicy, PolicyState, PolicyStore } from './policy.ts';
export type { PreparedTransaction } from './prepare.ts';
export { preparedFrom } from './prepared-from.ts';
export {
  type DeskKnownRegister,
  type DeskRegisterPerson,
  deskRegisterPersonsAnswer,
  deskRegistersAnswer,
  MAX_DESK_REGISTERS,
  MAX_REGISTER_MATTERS,
} from './register-answers.ts';
export type { SendOptions } from './send.ts';
