import { electionKorean } from './words-election-ko.mjs';
import { voteKorean } from './words-vote-ko.mjs';

/** @typedef {import('./words-en.mjs').D} D */

const names = (/** @type {string[]} */ list) => list.join(', ');

const parts = {
  frame: '틀',
  format: '형식',
  chain: '원장',
  signature: '서명',
  place: '자리',
  institutions: '기관',
  standing: '효력',
  content: '내용',
  log: '기록부',
  word: '약속',
  contradiction: '모순',
  culprits: '모두 서명',
  checkpoint: '체크포인트',
  consistency: '일관성',
  entries: '항목',
  tiles: '타일',
  root: '루트',
  blocks: '블록',
  envelopes: '봉투',
  replay: '재사용',
  ...voteKorean.parts,
  ...electionKorean.parts,
};

/** Everything that is said in Korean; the same keys as in words-en.mjs. */
export const korean = {
  language: 'ko',
  title: 'madang-audit',
  verdicts: { passed: '통과', failed: '일치하지 않음', unchecked: '확인할 수 없음' },
  wholes: { passed: '확인됨', failed: '일치하지 않음', unchecked: '확인되지 않음' },
  wholeNotes: {
    passed: '위의 모든 항목이 통과했습니다',
    failed: '이 파일을 믿지 마십시오',
    unchecked: '어긋나는 것은 없지만 확인하지 못한 항목이 있습니다',
  },
  headings: {
    file: '파일',
    policy: '신뢰 정책',
    facts: '기록 내용',
    unproven: '파일이 주장하는 내용 (모두 증명되지는 않음: 위 항목 참조)',
    notChecked: '확인하지 않은 것',
    verdict: '판정',
  },
  policyFound: '파일과 같은 폴더에서 찾았습니다. 파일을 준 사람이 함께 준 것일 수 있습니다',
  fingerprintHint: '안내문이나 기관 누리집에 적힌 지문과 비교하십시오',
  progress: (/** @type {D} */ d) => `${d.size} 중 ${d.done}`,
  parts,
  vote: { ...voteKorean.values, ...electionKorean.values },
  facts: {
    title: '제목',
    act: '행위',
    record: '기록 번호',
    receiptNumber: '접수 번호',
    body: '본문 해시',
    chain: '제네시스 해시',
    ledger: '원장 이름',
    height: '블록 높이',
    blockTime: '블록 시각',
    outcome: '결과',
    outcomeCode: '결과 코드',
    events: '사건',
    signedBy: '서명 계정',
    fromSize: '시작 크기',
    logSize: '기록부 크기',
    root: '기록부 루트',
    appHash: '앱 해시',
    entriesRead: '읽은 항목',
    blocks: '블록 수',
    transactions: '거래 수',
    refused: '그중 거절',
    stateRoot: '상태 루트',
    cosigners: '공동 서명',
    missing: '빠진 기관',
    quorum: '자리 증명',
    executors: '상태 증명',
    standsAsOf: '효력 기준 시각',
    standsAtHeight: '효력 기준 높이',
    document: '문서',
    openings: '열린 항목',
    leavesOpened: '열린 잎',
    leaves: '전체 잎',
    files: '대조한 파일',
    policyInside: '동봉된 정책',
    receivedAt: '접수 시각',
    logBy: '약속 기한',
    lastBlockTime: '마지막 블록',
    signedBoth: '둘 다 서명',
    changes: '바뀐 횟수',
    believe: '이제 믿을 정책',
    ...voteKorean.facts,
    ...electionKorean.facts,
  },
  values: {
    done: '처리됨',
    refused: '거절됨',
    nobody: '없음',
    none: '없음',
    same: '가지고 계신 정책과 같음',
    other: (/** @type {D} */ d) => `다른 정책 (${d.fingerprint})`,
    count: (/** @type {D} */ d) =>
      `${d.members}곳 중 ${d.signed}곳 서명, ${d.needed}곳 필요 (${d.group})`,
    cosigner: (/** @type {D} */ d) => `${d.short}  ${d.seconds}  ${d.name}`,
    file: (/** @type {D} */ d) => `${d.path}: ${d.names.length > 0 ? names(d.names) : '없음'}`,
  },
  notChecked: {
    POLICY_CHOICE: '이 신뢰 정책을 믿어도 되는지: 지문을 비교하십시오.',
    FILE_NOT_GIVEN: '가지고 계신 파일이 기록된 파일인지: 파일을 주지 않았습니다 (--file).',
    CONTENT_NOT_OPENED: '기록 뒤에 무엇이 있는지: 영수증에 여는 값이 없습니다.',
    LATER_EVENTS: '효력 기준 시각 이후에 일어난 일.',
    EFFECT_TODAY: '나중의 행위가 이 행위를 되돌렸는지: 이런 행위는 상태를 주장하지 않습니다.',
    SIGNERS_RIGHTS: '서명자에게 권한이 있었는지: 실행 기관이 보증합니다.',
    SIGNERS_PERSON: '서명 키를 어떤 사람이나 부서가 가지고 있는지.',
    TRUTH: '기록된 내용이 사실인지.',
    STATE_ROOTS: '상태 루트와 결과가 옳은지: 규칙을 다시 실행해야 알 수 있습니다.',
    BEFORE_START: '앞선 체크포인트 이전의 항목.',
    ENVELOPES_NOT_GIVEN: '기록 뒤의 서명과 재사용 여부: --envelopes를 주십시오.',
    ...voteKorean.notChecked,
    ...electionKorean.notChecked,
  },
  /** @type {Record<string, import('./words-en.mjs').Sentence>} */
  reasons: {
    RESTS_ON: (d) =>
      `통과하지 못한 항목(${parts[/** @type {'format'} */ (d.part)] ?? d.part})에 달려 있습니다`,
    PASSED_FRAME: () => '묶음이 온전하고 각 부분이 순서대로 있습니다',
    PASSED_FORMAT: () => '허용된 단 하나의 부호화로 읽힙니다',
    PASSED_CHAIN: () => '신뢰 정책이 가리키는 원장에 속합니다',
    PASSED_SIGNATURE: () => '모든 서명이 유효하고 바로 이 행위에 대한 것입니다',
    PASSED_PROOF: () =>
      '표의 열쇠로 서명되었고, 표의 모든 선택이 이 선거가 허용하는 것임이 증명되었습니다',
    PASSED_PLACE: () => '행위와 그 결과가 기록부의 그 기록 번호에 있습니다',
    PASSED_INSTITUTIONS: () => '정책이 요구하는 만큼 기관이 공동 서명했습니다',
    PASSED_STANDING: (d) =>
      `${d.seconds}에 기록이 그대로 효력이 있었습니다${d.fresher ? '' : ' (영수증 발급 시점)'}`,
    PASSED_STANDING_NOTHING: () => '행위가 처리되었고, 상태에 대해 주장하는 것은 없습니다',
    PASSED_CONTENT: () => '여는 값이 기록된 것으로 이어집니다',
    PASSED_CONTENT_FILE: () => '여는 값이 기록된 것으로 이어지고, 주신 파일이 바로 그 파일입니다',
    PASSED_OPENINGS: (d) => `여는 값 ${d.opened}개가 모두 기록된 것으로 이어집니다`,
    PASSED_OPENINGS_FILES: (d) =>
      `여는 값 ${d.opened}개가 모두 기록된 것으로 이어지고, 주신 파일이 그 안에 있습니다`,
    PASSED_LOG: (d) => `항목 ${d.size}개가 모두 체크포인트로 이어집니다`,
    PASSED_LOG_CHECKPOINT: () => '기록부가 서명했고 정책이 요구하는 만큼 공동 서명되었습니다',
    PASSED_LOG_CONSISTENCY: () => '새 기록부가 앞선 기록부로 시작합니다',
    PASSED_LOG_ENTRIES: () => '모든 항목이 허용된 단 하나의 부호화로 읽힙니다',
    PASSED_LOG_TILES: () => '공개된 모든 해시가 항목에서 계산한 값과 같습니다',
    PASSED_LOG_ROOT: () => '항목들이 체크포인트의 루트로 이어집니다',
    PASSED_LOG_BLOCKS: () => '블록의 거래 수, 높이, 시각이 맞습니다',
    PASSED_LOG_ENVELOPES: (d) => `봉투 ${d.checked}개의 서명이 모두 유효합니다`,
    PASSED_LOG_REPLAY: (d) =>
      `재사용 루트 ${d.recomputed}개를 다시 계산했고, 두 번 실행된 행위는 없습니다`,
    PASSED_CONTRADICTION: () => '두 체크포인트가 함께 참일 수 없습니다',
    SIGNED_BOTH: (d) =>
      `${names(d.names)} 이(가) 함께 참일 수 없는 한 원장의 두 역사에 모두 서명했습니다`,
    EQUIVOCATION_FORM: () => '두 체크포인트와 그 증명으로 된 파일이 아닙니다',
    CHAIN_OF_EQUIVOCATION: () => '체크포인트가 정책과 다른 원장의 것입니다',
    NO_CONTRADICTION: () => '파일만으로는 두 체크포인트가 어긋난다고 할 수 없습니다',
    NOBODY_SIGNED_BOTH: () => '정책에 있는 누구도 둘 다에 서명하지 않았습니다',
    POLICY_CHANGE_FORM: () => '앞뒤로 이어지는 서명된 정책 변경 파일이 아닙니다',
    POLICY_CHANGE_ELSEWHERE: () => '이 정책에서 시작해 같은 원장에 머무는 변경이 파일에 없습니다',
    KEPT: (d) => `지켜짐: 기록 ${d.index}, 블록 시각 ${d.time}`,
    KEPT_LATE: (d) => `기록되었으나 늦음: 기록 ${d.index}, 블록 시각 ${d.time}`,
    BROKEN: (d) => `어겨짐: 기한 ${d.logBy}, ${d.time}까지의 기록부에 없습니다`,
    NOT_DUE: (d) => `아직 기한 전: 기한 ${d.logBy}, 기록부는 ${d.time}까지입니다`,

    TOO_LARGE: (d) => `허용된 ${d.maxBytes}바이트보다 깁니다`,
    NOT_DECODED: (d) => `${d.kind} 파일이 아닙니다: ${d.cause}`,
    OTHER_KIND: (d) => `${d.kind} 파일이 아닙니다`,
    UNKNOWN_VERSION: (d) => `버전 ${d.version}은 이 프로그램이 아는 버전 1보다 새롭습니다`,
    OUTCOME_INCONSISTENT: (d) =>
      `${d.where}: 처리된 행위에 거절 사유가 있거나 거절된 행위에 사건이 있습니다`,
    STANDING_HALF: () => '효력 증명에 체크포인트와 일관성 증명 중 하나만 있습니다',
    NOT_A_BLOCK: (d) => `${d.where}: 블록 항목이 아닙니다`,

    CBOR_TOO_LONG: (d) => `${d.where}: ${d.maxBytes}바이트보다 깁니다`,
    CBOR_NOT_CANONICAL: (d) => `${d.where}: 허용된 단 하나의 부호화가 아닙니다`,
    CBOR_KEY_TWICE: (d) => `${d.where}: 같은 키가 두 번 있습니다`,
    CBOR_CUT_SHORT: (d) => `${d.where}: 값이 중간에서 끝납니다`,
    CBOR_FURTHER_BYTES: (d) => `${d.where}: 값 뒤에 바이트가 더 있습니다`,
    CBOR_FORBIDDEN: (d) => `${d.where}: 허용되지 않는 종류의 값입니다`,
    CBOR_KEY_NOT_TEXT: (d) => `${d.where}: 키가 문자열이 아닙니다`,
    CBOR_INTEGER_RANGE: (d) => `${d.where}: 정수가 범위를 벗어났습니다`,
    CBOR_TOO_DEEP: (d) => `${d.where}: 16단계보다 깊습니다`,
    CBOR_NOT_UTF8: (d) => `${d.where}: UTF-8 문자열이 아닙니다`,
    SHAPE_NOT_UINT: (d) => `${d.where}: 부호 없는 정수가 아닙니다`,
    SHAPE_RANGE: (d) => `${d.where}: ${d.min}부터 ${d.max}까지를 벗어났습니다`,
    SHAPE_NOT_BYTES: (d) => `${d.where}: 바이트열이 아닙니다`,
    SHAPE_NOT_TEXT: (d) => `${d.where}: 문자열이 아닙니다`,
    SHAPE_UNKNOWN_VALUE: (d) => `${d.where}: 허용된 값이 아닙니다`,
    SHAPE_NOT_ARRAY: (d) => `${d.where}: 배열이 아닙니다`,
    SHAPE_NOT_MAP: (d) => `${d.where}: 맵이 아닙니다`,
    SHAPE_KEY_UNKNOWN: (d) => `${d.where}: "${d.key}" 키가 있어서는 안 됩니다`,
    SHAPE_KEY_MISSING: (d) => `${d.where}: "${d.key}" 키가 없습니다`,

    NOTE_TOO_LONG: () => '체크포인트가 16,384바이트보다 깁니다',
    NOTE_CONTROL_CHARACTER: () => '체크포인트에 제어 문자가 있습니다',
    NOTE_MALFORMED: () => '체크포인트가 세 줄의 서명된 글이 아닙니다',
    NOTE_SIGNATURE_LINE: () => '체크포인트의 서명 줄이 잘못되었습니다',
    NOTE_SIZE: () => '체크포인트의 크기가 평범한 십진수가 아닙니다',
    NOTE_ROOT: () => '체크포인트의 루트가 base64로 적은 32바이트가 아닙니다',

    CHAIN_OF_BODY: () => '행위가 정책과 다른 원장에 서명되었습니다',
    CHAIN_OF_PROMISE: () => '약속이 정책과 다른 원장의 것입니다',
    CHAIN_OF_DOSSIER: () => '묶음이 정책과 다른 원장을 가리킵니다',
    ORIGIN_OF_CHECKPOINT: () => '체크포인트가 정책과 다른 기록부의 것입니다',
    ENVELOPE_DIFFERS: () => '기록이 다른 봉투의 것입니다',
    BODY_DIFFERS: () => '기록이 다른 본문의 것입니다',
    ACT_DIFFERS: () => '기록된 행위가 서명된 행위와 다릅니다',
    PROOF_INVALID: () => '영수증에 적힌 선거에 대하여 표나 투표 키 반납의 증명이 성립하지 않습니다',
    PROOF_RECORDS_MISSING: () => '무엇을 증명해야 하는지가 영수증에 없습니다',
    PROOF_NOT_UNDERSTOOD: () => '이 프로그램이 모르는 종류의 증명으로 승인되었습니다',
    SIGNATURES_ORDER: () => '서명이 오름차순이 아니거나 한 키가 두 번 서명했습니다',
    SUITE_UNKNOWN: (d) => `서명 방식 "${d.suite}"은(는) 이 프로그램이 모르는 것입니다`,
    SIGNATURE_INVALID: (d) => `${d.number}번째 서명이 유효하지 않습니다`,
    INDEX_OUTSIDE: (d) => `기록 ${d.index}은(는) 항목 ${d.size}개의 기록부를 벗어났습니다`,
    LEADS_ELSEWHERE: () => '증명이 행위와 그 결과에서 체크포인트의 루트로 이어지지 않습니다',

    SIGNATURE_FALSE: (d) => `거짓 서명: ${names(d.names)}`,
    SIGNED_TWICE: (d) => `한 키의 서명 줄이 둘입니다: ${names(d.names)}`,
    KEY_UNKNOWN: (d) => `정책에 없는 키로 서명되었습니다: ${names(d.names)}`,
    LOG_SIGNATURE_MISSING: () => '기록부 자신의 서명이 없습니다',
    TOO_FEW_COSIGNERS: (d) =>
      `${d.members}곳 중 ${d.signed}곳이 서명했고 ${d.needed}곳이 필요합니다 (${d.group}). ` +
      `빠진 곳: ${names(d.missing)}`,

    NOT_DONE: (d) => `행위가 코드 ${d.refusal}(으)로 거절되어 효력이 없습니다`,
    ACT_UNKNOWN: (d) => `"${d.act}"의 기록이 무엇을 주장하는지 이 프로그램은 모릅니다`,
    STANDING_MISSING: () => '영수증에 상태가 없습니다. 효력 증명을 받으십시오 (--standing)',
    STANDING_UNREADABLE: (d) => `주신 효력 증명을 읽을 수 없습니다: ${d.cause}`,
    STANDING_OTHER_LEDGER: () => '효력 증명이 다른 기록부의 것입니다',
    STANDING_NOT_CONSISTENT: () => '효력 증명의 기록부가 영수증의 기록부로 시작하지 않습니다',
    BLOCK_NOT_LAST: () => '블록 항목이 체크포인트의 마지막 항목이 아닙니다',
    CLAIMS_DIFFER: () => '주장의 수가 이 행위의 기록에 필요한 수와 다릅니다',
    CLAIM_UNPROVEN: (d) => `${d.number}번째 주장이 이 기록에 대해 상태 루트에서 나오지 않습니다`,
    ENDED: (d) =>
      [
        `종료됨: ${d.kind}`,
        ...(d.reason ? [`사유 "${d.reason}"`] : []),
        ...(d.at ? [d.at] : []),
        ...(d.successor ? [`대체 ${d.successor}`] : []),
        ...(d.ballots ? [`이 열쇠의 표가 원장에 ${d.ballots}장 있습니다`] : []),
      ].join(', '),

    OPENING_MISSING: () => '영수증에 여는 값이 없어 파일을 대조할 수 없습니다',
    OPENING_OF_NOTHING: () => '문서를 기록한 행위가 아니어서 열 것이 없습니다',
    OPENING_LEADS_ELSEWHERE: (d) => `${d.where}: 기록된 것으로 이어지지 않습니다`,
    STATEMENT_DIFFERS: (d) => `${d.where}: 기록된 진술이 아닙니다`,
    FILE_DIFFERS: () => '주신 파일은 기록된 파일이 아닙니다',
    FILE_NOT_IN_DOSSIER: (d) => `${d.path}: 기록된 파일 가운데 없습니다`,

    PROMISE_FALSE: () => '약속의 서명이 유효하지 않습니다',
    NODE_KEY_UNKNOWN: () => '정책에 없는 키로 서명된 약속입니다',

    NOT_A_DOSSIER: () => '묶음 파일이 아닙니다',
    DOSSIER_CUT_SHORT: () => '묶음이 중간에서 끝납니다',
    DOSSIER_FURTHER_BYTES: () => '마지막 부분 뒤에 바이트가 더 있습니다',
    DOSSIER_PARTS: (d) =>
      d.number
        ? `${d.number}번째 부분("${d.name}")이 있을 자리가 아닙니다`
        : '빠진 부분이 있습니다',
    DOSSIER_RECEIPT_OPENED: () => '묶음 안의 영수증에 따로 여는 값이 있습니다',
    MATTER_UNKNOWN: (d) => `"${d.matter}" 묶음은 이 프로그램이 모르는 것입니다`,

    LOG_TOO_LARGE: () => '기록부가 이 프로그램이 셀 수 있는 것보다 큽니다',
    LOG_NOT_READ: () => '기록부를 끝까지 읽지 못했습니다',
    TILE_MISSING: (d) => `${d.name}: 공개되어 있지 않습니다`,
    TILE_MALFORMED: (d) => `${d.name}: 길이가 맞지 않습니다`,
    BUNDLE_MALFORMED: (d) => `${d.name}: 있어야 할 항목과 맞지 않습니다`,
    TILE_DIFFERS: (d) =>
      `타일 ${d.level}/${d.index}: 항목의 해시와 다릅니다. 처음 다른 기록 ${d.entry}`,
    EDGE_DIFFERS: (d) => `앞선 체크포인트 아래의 타일이 ${d.level}단계에서 어긋납니다`,
    ENTRY_UNREADABLE: (d) => `기록 ${d.index}은(는) 항목이 아닙니다: ${d.cause}`,
    ROOT_DIFFERS: (d) => `항목들이 ${d.computed}(으)로 이어져 체크포인트의 루트와 다릅니다`,
    START_DIFFERS: () => '공개된 해시가 앞선 체크포인트로 이어지지 않습니다',
    FORKED: (d) =>
      `이중 기록의 증거: 새 기록부가 앞선 기록부로 시작하지 않습니다. 둘 다 서명: ${names(d.names)}`,
    EQUIVOCATION: (d) =>
      `이중 기록의 증거: 크기 ${d.size}에 루트가 둘입니다: ${names(d.roots)}. 둘 다 서명: ${names(d.names)}`,
    GENESIS_PLACE: (d) => `기록 ${d.index}: 기록 0만이, 그리고 반드시 제네시스 항목입니다`,
    GENESIS_OTHER: () => '기록 0이 다른 제네시스를 가리킵니다',
    FIRST_BLOCK: (d) => `기록 ${d.index}: 기록 1은 높이 0의 블록 항목이어야 합니다`,
    POSITION: (d) => `기록 ${d.index}: 블록 안의 순서가 이어지지 않습니다`,
    COUNT: (d) => `기록 ${d.index}: 블록이 센 거래 수가 앞의 항목과 다릅니다`,
    BLOCK_EMPTY: (d) => `기록 ${d.index}: 거래 없는 블록 항목입니다`,
    OUTCOME_HEIGHT: (d) => `기록 ${d.index}: 이 블록의 거래 높이가 다릅니다`,
    OUTCOME_TIME: (d) => `기록 ${d.index}: 이 블록의 거래 시각이 다릅니다`,
    HEIGHT: (d) => `기록 ${d.index}: 높이가 늘지 않았습니다`,
    TIME: (d) => `기록 ${d.index}: 시각이 되돌아갔습니다`,
    LAST_NOT_BLOCK: () => '체크포인트의 마지막 항목이 블록 항목이 아닙니다',
    ENVELOPE_OF_RECORD: (d) => `기록 ${d.index}: ${d.cause}`,
    EXPIRED_BUT_DONE: () => '기한이 지난 행위가 처리되었습니다',
    ENVELOPES_MISSING: (d) =>
      `${d.checked}개 확인, ${d.missing}개는 구할 수 없음(보존 기간이 끝났을 수 있음), ` +
      `${d.notUnderstood}개는 이 프로그램이 모르는 종류`,
    EXECUTED_TWICE: (d) => `기록 ${d.index}: 이미 실행된 본문입니다`,
    REPLAY_ROOT: (d) => `기록 ${d.index}: 재사용 루트가 실행된 행위와 맞지 않습니다`,
    REPLAY_INCOMPLETE: (d) =>
      `${d.recomputed}개를 다시 계산했고, ${d.notRecomputed}개는 봉투가 없어 계산하지 못했습니다`,
    ...voteKorean.reasons,
    ...electionKorean.reasons,
  },
  /** @type {Record<string, import('./words-en.mjs').Sentence>} */
  errors: {
    USAGE: (d) => `${d.why} madang-audit --help --ko를 보십시오.`,
    NO_SUCH_FILE: (d) => `${d.path} 파일이 없습니다.`,
    NOT_A_FILE: (d) => `${d.path}은(는) 파일이 아닙니다.`,
    FILE_CHANGED: (d) => `확인하는 동안 ${d.path}이(가) 바뀌었습니다. 다시 확인하십시오.`,
    SCRATCH_UNUSABLE: (d) =>
      `확인하면서 기억해야 할 것을 ${d.folder} 폴더에 둘 수 없습니다(${d.why}).`,
    FILE_UNREADABLE: (d) => `${d.path}을(를) 읽을 수 없습니다 (${d.why}).`,
    POLICY_MISSING: () =>
      '어떤 키를 믿는지 알려 주십시오: --policy 파일을 주거나 파일 옆에 policy.txt를 두십시오.',
    POLICY_REFUSED: (d) => `신뢰 정책 ${d.path}을(를) 쓸 수 없습니다: ${d.cause}.`,
    NO_CHECKPOINT: (d) => `${d.place}에 체크포인트가 없습니다.`,
    FROM_AFTER_TO: () => '--from의 체크포인트가 --to의 것보다 새롭습니다.',
    SERVER_REFUSES: (d) => `${d.address}의 응답 상태가 ${d.status}입니다.`,
    SERVER_SILENT: (d) => `${d.address}에 연결할 수 없습니다 (${d.why}).`,
  },
  /** @type {Record<string, import('./words-en.mjs').Sentence>} */
  policy: {
    POLICY_TOO_LONG: () => '너무 깁니다',
    POLICY_NOT_UTF8: () => 'UTF-8 글이 아닙니다',
    POLICY_CONTROL_CHARACTER: () => '제어 문자가 있습니다',
    POLICY_KEYWORD: (d) => `${d.line}번째 줄: "${d.keyword}"은(는) 예약어가 아닙니다`,
    POLICY_LINE: (d) => `${d.line}번째 줄: 낱말이 너무 많습니다`,
    POLICY_TWO_LOGS: (d) => `${d.line}번째 줄: 기록부가 둘입니다`,
    POLICY_KEY_TWICE: (d) => `${d.line}번째 줄: ${d.name}의 키가 두 번 있습니다`,
    POLICY_NAME: (d) =>
      `${d.line}번째 줄: 이름 "${d.name}"이(가) 없거나 쓸 수 없거나 이미 있습니다`,
    POLICY_NAME_UNKNOWN: (d) => `${d.line}번째 줄: "${d.name}"이(가) 위에 없습니다`,
    POLICY_MEMBER_TWICE: (d) => `${d.line}번째 줄: "${d.member}"이(가) 두 모임에 들어 있습니다`,
    POLICY_THRESHOLD: (d) =>
      `${d.line}번째 줄: 문턱값이 any, all 또는 1부터 구성원 수까지가 아닙니다`,
    POLICY_QUORUM: () => '이름 하나를 적은 quorum 줄이 정확히 하나 있어야 합니다',
    POLICY_NO_LOG: () => '기록부가 없습니다',
    POLICY_NO_EXECUTORS: () => 'executors 모임이 없습니다',
    POLICY_ORIGIN: (d) => `기록부 "${d.name}"의 이름이 madang/<이름>/<제네시스 해시>가 아닙니다`,
    VKEY_MALFORMED: (d) => `${d.line}번째 줄: 검증 키가 아닙니다`,
    VKEY_TYPE: (d) => `${d.line}번째 줄: 서명 종류 ${d.type}이(가) 있을 자리가 아닙니다`,
    VKEY_ID: (d) => `${d.line}번째 줄: ${d.name}의 키 번호가 키와 맞지 않습니다`,
    VKEY_WEAK: (d) => `${d.line}번째 줄: ${d.name}의 키는 받아들일 수 없는 ed25519 키입니다`,
  },
  help: `madang-audit: 마당 원장이 말하는 것을, 정책에 적힌 키만 믿고 확인합니다.

  madang-audit FILE.receipt --policy POLICY [--file DOCUMENT] [--standing FILE]
  madang-audit FILE.dossier --policy POLICY [--file DOCUMENT ...] [--standing FILE]
  madang-audit FILE.promise --policy POLICY --log FOLDER|URL [--to CHECKPOINT]
  madang-audit 모순증거|정책변경 --policy 정책
  madang-audit log FOLDER|URL --policy POLICY [--from CHECKPOINT] [--to CHECKPOINT]
                              [--envelopes FOLDER|URL]

  --policy FILE       믿는 키. 없으면 파일 옆의 policy.txt
  --file DOCUMENT     기록과 대조할 문서
  --standing FILE     기록이 아직 효력이 있다는 더 새로운 증명
  --log PLACE         /log의 사본: 폴더, 또는 https://host/log 같은 주소
  --from, --to FILE   체크포인트. --to가 없으면 기록부에 공개된 것
  --envelopes PLACE   /api/transactions의 사본: 서명과 재사용 여부도 확인합니다
  --json              글 대신 JSON 객체 하나
  --ko                한국어로
  --help, --version

종료 상태: 0 모든 항목 통과, 1 일치하지 않는 것이 있음, 2 확인하지 못한 것이 있음.
`,
};
