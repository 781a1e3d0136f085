import { amountOf } from './words-vote-en.mjs';

/** @typedef {import('./words-vote-en.mjs').D} D */

const bases = { heads: '소유자 수', homes: '세대수', area: '면적' };
const units = { heads: '명', homes: '세대', area: '㎡' };
const counted = { agree: '찬성', participants: '참여' };
const of = { eligible: '전체', participants: '참여자', valid: '찬반 표시자' };
const kinds = {
  link: '링크',
  reminder: '재안내',
  notice: '본인 이름으로 된 일의 통지(마지막 기록)',
};

/** @type {Record<string, string>} */
const statuses = {
  draft: '초안',
  registering: '투표 키를 등록하는 중',
  mixing: '투표 키를 섞는 중',
  open: '진행 중',
  paused: '멈춤',
  closed: '마감됨',
  decided: '개표됨',
  undisclosed: '공개하지 않음: 투표가 열 명에 못 미침',
  'called-off': '취소됨',
};

const figures = (/** @type {D[]} */ list) =>
  list.map((d) => {
    const base = /** @type {'heads'} */ (d.base);
    const unit = units[base];
    const fraction = `${amountOf(base, d.numerator)} / ${amountOf(base, d.denominator)}${unit}`;
    const percent = d.percent === '' ? '셀 대상 없음' : `= ${d.percent}%`;
    const share = `${d.num}/${d.den} ${d.compare === 'at-least' ? '이상' : '초과'}`;
    const told = `${of[/** @type {'valid'} */ (d.of)]} ${bases[base]} 대비 ${counted[/** @type {'agree'} */ (d.counted)]}`;
    const short = d.percent === '' ? '미충족' : `${amountOf(base, d.missing)}${unit} 부족`;
    const end = d.isMet ? '충족' : short;
    return `${d.condition}. ${d.building ?? '단지 전체'}: ${told} ${fraction} ${percent}, ${share}: ${end}`;
  });

const refusals = {
  ACT_STRANGE: () => '여기에 있을 행위가 아닙니다',
  SIGNERS_NUMBER: () => '서명한 사람 수가 필요한 수와 다릅니다',
  REGISTER_NOT_FIRST: () => '명부가 아직 열리지 않았습니다',
  OTHER_REGISTER: () => '다른 명부의 행위입니다',
  OTHER_DECISION: () => '다른 결정의 행위입니다',
  PERSON_OUTSIDE: () => '명부에 없는 사람입니다',
  LEVEL_LOW: () => '본인 확인 수준이 낮습니다',
  KEY_USED: () => '이 명부에서 이미 쓰였던 키입니다',
  KEY_FIRST_ALREADY: () => '이미 키가 있는 사람입니다',
  KEY_NONE: () => '키가 없던 사람입니다',
  OTHER_INSTITUTION: () => '다른 기관의 명부입니다',
  NOT_LARGER: () => '명부가 이미 그만큼 컸습니다',
  KEY_NOT_LIVE: () => '서명한 키가 명부의 누구의 것도 아닙니다',
  KEYS_TOO_MANY: () => '이미 키가 여덟 개인 사람입니다',
  KEY_NOT_OF_PERSON: () => '서명한 사람의 키가 아닙니다',
  KEY_LAST: () => '그 사람의 하나뿐인 키입니다',
  ROLL_ORDER: () => '줄이 오름차순이 아닙니다',
  ROLL_KNOWN: () => '이미 명부에 있는 줄입니다',
  ROLL_UNKNOWN: () => '명부에 없는 것을 가리키는 줄이 있습니다',
  SHARES_SUM: () => '지분을 더해도 전체가 되지 않습니다',
  REPRESENTATIVE_STRANGER: () => '대표가 공유자 가운데 없습니다',
  HOLDERS_TOO_MANY: () => '한 사람이 소유 32건을 넘게 됩니다',
  HOLDER_BUILDINGS: () => '한 소유자의 집이 64개 동을 넘게 됩니다',
  NOTHING_CHANGES: () => '바뀌는 것이 없습니다',
  NOT_ON_ROLL: () => '결정의 명부에 없는 사람입니다',
  PROXY_SELF: () => '자기 자신을 대리인으로 둘 수 없습니다',
  PROXIES_NONE: () => '대리를 받지 않는 결정입니다',
  NOT_PROXY: () => '서명자가 그 사람의 대리인이 아닙니다',
  NO_VOICE: () => '의사를 낼 수 있는 집이 없는 사람입니다',
  OWNER_SPOKE: () => '본인이 낸 의사가 있어 대리인이 바꿀 수 없습니다',
  SPOKE_ALREADY: () => '먼저 낸 의사가 그대로 있습니다',
  LATCHED: () => '성립한 뒤에 동의를 거두게 됩니다',
  WITHDRAWAL_NEVER: () => '철회를 받지 않는 결정입니다',
  NOTHING_TO_WITHDRAW: () => '철회할 것이 없었습니다',
  CLOSE_TIME: () => '마감이 앞으로 올 초 단위 시각이 아닙니다',
  RULE_WRONG: () => '규칙이 전체보다 많은 몫을 요구하거나 없는 동을 가리킵니다',
  NOT_DRAFT: () => '이미 초안이 아니었습니다',
  TOTALS_DIFFER: () => '합계가 명부와 다릅니다',
  BUILDING_EMPTY: () => '집이 없는 동이 있습니다',
  NOT_OPEN: () => '열려 있지 않은 결정이었습니다',
  OVER: () => '마감된 뒤였습니다',
  NOT_OVER: () => '아직 마감되지 않았습니다',
  TEXT_OTHER: () => '서명한 글이 이 결정의 글이 아닙니다',
  ARRIVAL_WRONG: () => '종이가 닿은 때가 개시 전이거나 입력 뒤입니다',
  FROZEN: () => '고정된 명부입니다',
};

/** What is said in Korean of the dossier of a decision; the same keys as in words-vote-en.mjs. */
export const voteKorean = {
  parts: { state: '상태', people: '사람', acts: '행위', rules: '집계', texts: '글' },
  facts: {
    decision: '결정',
    status: '진행 상태',
    openedAt: '개시',
    closesAt: '마감 시각',
    closedAt: '종료',
    hold: '규칙',
    established: '성립',
    figuresEstablished: '성립 때 집계',
    figures: '마지막 집계',
    arrival: '종이를 닿은 때로 세면',
    acts: '행위 수',
    papers: '종이',
    corrections: '명부 정정',
    messages: '안내 기록',
    register: '사람 명부',
  },
  values: {
    status: (/** @type {string} */ d) => statuses[d] ?? d,
    hold: (/** @type {string} */ d) =>
      d === 'all' ? '모든 조건이 충족되어야 함' : '조건 가운데 하나가 충족되면 됨',
    established: (/** @type {D | string} */ d) =>
      typeof d === 'string'
        ? '성립하지 않음: 어느 행위 뒤에도 규칙이 충족되지 않았습니다'
        : [
            `성립함: 이 결정의 ${d.entry}번째 행위, 접수 번호 ${d.receiptNumber}`,
            `${d.momentAt}, 블록 높이 ${d.height}, 순번 ${d.index}`,
            `본문 해시 ${d.by}`,
          ],
    figuresEstablished: figures,
    figures,
    arrival: (/** @type {D | string} */ d) => {
      if (d === 'same') return '결과가 같습니다';
      if (d === 'never') return '결과가 다릅니다: 성립하지 않습니다';
      const { paper, entry, receiptNumber, momentAt } = /** @type {D} */ (d);
      const what = paper === undefined ? `${entry}번째 행위` : `${entry}번째 행위의 종이 ${paper}`;
      return `결과가 다릅니다: ${momentAt}에 ${what}(${receiptNumber})(으)로 성립합니다`;
    },
    papers: (/** @type {D} */ d) => `${d.taken}장 집계, ${d.passedOver}장 제외`,
    messages: (/** @type {D[]} */ list) =>
      list.length === 0
        ? '없음'
        : list.map((d) => {
            const kind = kinds[/** @type {'link'} */ (d.kind)];
            return `${kind}: ${d.times}회, 모두 ${d.homes}세대, 전달 실패 ${d.undelivered}`;
          }),
  },
  notChecked: {
    TEXTS_NOT_INSIDE: '결정의 내용: 묶음에 결정문과 요약이 모두 들어 있지는 않습니다.',
    ACTS_REFUSED: '원장이 거절했거나 받지 못한 행위: 여기에 흔적이 없습니다.',
    OFFICERS_ROLES: '담당자에게 그 역할이 있었는지: 실행 기관이 보증합니다.',
    PERSONS_ATTESTED: '사람들이 확인 기관이 말하는 그 사람인지.',
    NAMES: '명부의 번호가 어떤 이름과 집인지: 명부에는 봉인된 값만 있습니다.',
    PAPERS_AND_EVIDENCE: '종이와 증빙에 입력된 그대로 적혀 있는지.',
  },
  reasons: {
    PASSED_STATE: (/** @type {D} */ d) => `실행 기관이 ${d.seconds}의 집계와 기록장을 보증합니다`,
    PASSED_PEOPLE: (/** @type {D} */ d) =>
      `명부의 행위 ${d.count}건이 빠짐없이 있고, 서명과 규칙이 맞습니다`,
    PASSED_ACTS: (/** @type {D} */ d) =>
      `결정의 행위 ${d.count}건이 빠짐없이 있고, 서명과 규칙이 맞습니다`,
    PASSED_RULES: () => '다시 세어도 실행 기관이 보증한 것과 같습니다',
    PASSED_TEXTS: () => '제목과 파일이 초안의 것과 같습니다',
    PASSED_TEXTS_NONE: () => '제목이 초안의 것과 같습니다. 안에 든 파일은 없습니다',
    PASSED_CONTENT_TEXT: () => '주신 파일이 이 행위가 가리키는 글입니다',
    EVENT_MISSING: (/** @type {D} */ d) => `결과에 "${d.name}" 사건이 없습니다`,
    EVENT_DIFFERS: (/** @type {D} */ d) => `결과의 "${d.name}" 사건이 이 행위의 것이 아닙니다`,
    TEXT_NOT_NAMED: () => '파일과 대조할 글을 가리키지 않는 행위입니다',
    ACTS_NUMBER: (/** @type {D} */ d) =>
      `행위 ${d.listed}건이 들어 있으나 증명된 것은 ${d.proven}건입니다`,
    JOURNAL_DIFFERS: () => '들어 있는 행위가 증명된 기록장의 것과 다릅니다',
    PLACES_ORDER: (/** @type {D} */ d) => `${d.entry}번째 행위의 자리가 앞의 것보다 앞섭니다`,
    ACT_WRONG: (/** @type {D} */ d) => `${d.entry}번째 행위(${d.act}): ${d.cause}`,
    ACT_NOT_UNDERSTOOD: (/** @type {D} */ d) => `${d.entry}번째 행위(${d.act}): ${d.cause}`,
    ACT_NOT_DONE: (/** @type {D} */ d) =>
      `${d.entry}번째 행위(${d.act})는 처리될 수 없었습니다: ${d.cause}`,
    DRAFT_NOT_FIRST: (/** @type {D} */ d) =>
      `첫 행위가 ${d.act}(으)로, 이런 일을 기안한 행위가 아닙니다`,
    PROGRESS_DIFFERS: (/** @type {D} */ d) =>
      `다시 센 "${d.key}" 값이 실행 기관이 보증한 것과 다릅니다`,
    ESTABLISHED_UNPROVEN: (/** @type {D} */ d) =>
      `${d.entry}번째 행위로 규칙이 충족되었으나, 실행 기관은 성립하지 않았다고 보증합니다`,
    ESTABLISHED_NEVER: () => '어느 행위로도 규칙이 충족되지 않았으나, 성립이 증명되어 있습니다',
    ESTABLISHED_DIFFERS: (/** @type {D} */ d) =>
      `다시 센 성립의 "${d.key}" 값이 실행 기관이 보증한 것과 다릅니다`,
    TEXT_FILE_DIFFERS: (/** @type {D} */ d) => `"${d.name}" 부분이 초안의 파일이 아닙니다`,
    TITLE_DIFFERS: () => '묶음의 제목이 결정의 제목과 다릅니다',
    FILE_NOT_OF_DECISION: (/** @type {D} */ d) => `${d.path}: 결정문도 요약도 아닙니다`,
    ...refusals,
  },
};
