/** @typedef {import('./words-election-en.mjs').D} D */

const measures = { heads: '사람 수', households: '세대수', area: '면적', shares: '지분' };

/** @param {string} name */
const measure = (name) => measures[/** @type {'heads'} */ (name)] ?? name;

const numbers = (/** @type {string[]} */ answers) =>
  answers.map((answer) => `${Number(answer) + 1}번`).join(', ');

/** @param {D} d */
function outcome(d) {
  if (d.kind === 'informed') return '정할 것이 없는 질문';
  if (d.kind === 'approved') return d.isApproved ? '가결' : '부결';
  const elected = d.answers.length > 0 ? `당선: ${numbers(d.answers)}` : '당선자 없음';
  return d.tied.length > 0 ? `${elected}, 동수: ${numbers(d.tied)}` : elected;
}

const figures = (/** @type {D} */ d) =>
  `${measure(d.measure)} 기준 투표 ${d.cast}, 기권 ${d.blank}, ` +
  `1번부터 ${d.answers.length}번까지 ${d.answers.join(', ')}`;

/** @param {D} d */
function question(d) {
  const groups = d.groups.length > d.measures.length ? d.groups : [];
  return [
    `질문 ${d.question}: ${outcome(d.outcome)}`,
    ...d.measures.map((/** @type {D} */ one) => `  ${figures(one)}`),
    ...groups.map((/** @type {D} */ one) => `  ${one.buildings.join(', ')}: ${figures(one)}`),
  ];
}

/** @param {D} d */
function turnout(d) {
  const asked = d.asked
    ? `${d.asked.num}/${d.asked.den} ${d.asked.compare === 'at-least' ? '이상' : '초과'} 필요`
    : '정해진 최소 투표율 없음';
  const met = { true: '충족', false: '미충족, 결과는 효력이 없음' }[String(d.isMet)];
  return [
    `${d.voters}명 가운데 ${d.ballots}명 투표, ${asked}${met && d.asked ? `: ${met}` : ''}`,
    ...d.measures.map(
      (/** @type {string} */ name, /** @type {number} */ at) =>
        `  ${measure(name)}: ${d.weights[at]} 가운데 ${d.cast[at]}`,
    ),
  ];
}

/** @type {Record<string, string>} */
const causes = {
  missing: '맡은 일을 하지 않은 열쇠 보관인',
  restarted: '담당자가 다시 시작함, 책임 없음',
  'share-wrong': '틀린 몫을 준 열쇠 보관인',
  'share-right': '거짓 이의를 낸 열쇠 보관인',
  identity: '쓸 수 없는 열쇠, 책임 없음',
};

const blamed = (/** @type {D[]} */ list) =>
  list.length === 0
    ? '없음'
    : list.map((d) =>
        d.kind === 'round'
          ? `열쇠 만들기 ${Number(d.round) + 1}회차: ${causes[d.cause]} ${d.blamed.join(', ')}`
          : `열쇠 보관인 ${d.trustee}: 합계 ${d.sum}의 푼 몫이 틀림`,
      );

/** @param {D} d */
function paper(d) {
  const open = `확인되지 않아 세지 않은 묶음 ${d.openBatches}개, 종이 ${d.openPapers}장`;
  return [
    `두 사람이 확인한 묶음 ${d.batches}개의 종이 ${d.papers}장, 종이 투표로 표시된 사람 ${d.persons}명`,
    ...(d.surrendered > 0 ? [`종이로 투표하려고 반납된 투표 키 ${d.surrendered}개`] : []),
    ...(d.openBatches > 0 ? [open] : []),
  ];
}

/** @type {Record<string, (d: D) => string>} */
const refusals = {
  AUTHORISATION_OTHER: () => '스스로 증명하는 행위에 서명이 붙었거나 다른 행위에 증명이 붙었습니다',
  OTHER_ELECTION: () => '다른 선거의 행위입니다',
  TRUSTEE_UNKNOWN: () => '그 번호의 열쇠 보관인이 없습니다',
  TRUSTEE_OTHER: () => '그 번호의 열쇠 보관인이 서명하지 않았습니다',
  MEASURE_TWICE: () => '같은 기준으로 두 번 셉니다',
  QUESTION_WRONG: () => '그렇게 물을 수 없는 질문이 있습니다',
  TRUSTEES_WRONG: () => '두 번 적힌 열쇠 보관인이 있거나 필요한 수보다 적습니다',
  ELECTION_TOO_LARGE: () => '더할 선택 항목이 너무 많거나 없습니다',
  ELECTION_NOT_DRAFT: () => '이미 초안이 아닌 선거였습니다',
  ELECTION_NOT_OPEN: () => '열려 있지 않은 선거였습니다',
  WEIGHTS_WRONG: () => '셀 수 없는 비중이 있습니다',
  ROUND_OTHER: () => '열쇠 만들기의 다른 회차입니다',
  STAGE_OTHER: () => '열쇠 만들기가 다른 단계에 있었습니다',
  PART_DONE: () => '그 열쇠 보관인이 이미 한 일입니다',
  PART_WRONG: () => '푼 몫이 틀렸습니다',
  OPENING_WRONG: () => '공개한 값이 올바르지 않거나 미리 약속한 것과 다릅니다',
  SHARES_NUMBER: () => '몫이 열쇠 보관인마다 하나씩이 아닙니다',
  COMPLAINT_NOT_PROVEN: () => '이의가 증명되지 않습니다',
  NOT_REHEARSED: () => '연습을 마치지 않은 열쇠 보관인이 있습니다',
  POSSESSION_WRONG: () => '유권자가 키를 가졌다는 증명이 맞지 않습니다',
  VOTER_KEY_USED: () => '이미 누군가의 키입니다',
  VOTER_KEY_CAST: () => '바꾸려는 키로 이미 투표했습니다',
  VOTER_KEY_UNKNOWN: () => '등록되지 않았거나 밝힌 목록에 없는 투표 키입니다',
  VOTER_KEY_GIVEN_UP: () => '종이로 투표하려고 반납한 투표 키입니다',
  BALLOT_STANDS: () => '바꿀 수 없는 표를 낸 투표 키입니다',
  KEYS_LEFT_FEW: () => '목록에 남는 투표 키가 너무 적습니다',
  BALLOT_NOT_NEXT: () => '그 키의 가장 새 투표지를 잇지 않습니다',
  BALLOTS_TOO_MANY: () => '그 키의 투표지를 더 받지 않습니다',
  PAPER_NONE: () => '종이 투표를 받지 않는 선거입니다',
  PAPER_TAKEN: () => '이미 종이로 투표하거나 바꿀 수 없는 표를 낸 사람이 있습니다',
  VOTES_ON_PAPER: () => '종이로 투표하는 사람입니다',
  BATCH_UNKNOWN: () => '그런 종이 묶음이 없습니다',
  BATCH_OTHER: () => '묶음과 동이나 의결권이 다릅니다',
  BATCH_KNOWN: () => '이미 있는 종이 묶음입니다',
  BATCH_BEGUN: () => '이미 종이를 올리기 시작한 묶음입니다',
  BATCH_FULL: () => '한 묶음의 자리가 너무 많습니다',
  BATCH_CONFIRMED: () => '이미 확인된 묶음입니다',
  PAPERS_DIFFER: () => '묶음에 올린 종이의 수가 다릅니다',
  NOT_PAUSED: () => '멈춘 선거가 아니었습니다',
  REASON_MISSING: () => '까닭이 적혀 있지 않습니다',
  NOT_CLOSED: () => '풀 것이 없었습니다',
  SUM_UNKNOWN: () => '그런 합계가 없습니다',
  COUNTS_DONE: () => '이미 발표된 합계입니다',
  PARTS_FEW: () => '합계를 바르게 푼 열쇠 보관인이 모자랍니다',
  COUNTS_WRONG: () => '합계를 푼 값이 아닙니다',
  MIXING_WRONG: () => '준비한 대로는 투표 키를 섞을 수 없습니다',
  MIXING_NONE: () => '투표 키를 섞지 않는 선거입니다',
  REGISTERING_NOT: () => '투표 키를 등록하는 때가 아니었습니다',
  MIXING_NOT: () => '투표 키를 섞는 때가 아니었습니다',
  KEYS_DIFFER: () => '등록된 키의 수가 다릅니다',
  KEYS_FEW: () => '등록된 키가 너무 적은 동이 있습니다',
  TURN_HAD: () => '이미 섞은 열쇠 보관인입니다',
  TURN_OTHER: () => '다른 열쇠 보관인이 섞고 있었습니다',
  LIST_NOT_NEXT: () => '다음 차례의 목록이 아니었습니다',
  MIX_WRONG: () => '섞기 전과 같은 투표자의 키라는 증명이 맞지 않습니다',
  MIXED_FEW: () => '섞은 열쇠 보관인이 모자랐습니다',
};

/** What is said in Korean of the dossier of an election; the same keys as in English. */
export const electionKorean = {
  parts: { opening: '개시', ballots: '투표지' },
  facts: {
    election: '선거',
    turnout: '투표율',
    questions: '결과',
    trustees: '열쇠 보관인',
    threshold: '푸는 데 필요한 수',
    blamed: '책임',
    mixedBy: '투표 키를 섞은 분',
    sums: '합계 수',
    announced: '발표된 합계',
    paper: '종이 투표',
    ballotCount: '검증한 투표지',
    pauseCount: '멈춘 횟수',
    messagesSent: '안내 기록',
    extensionCount: '연장 횟수',
    boundTo: '투표지가 묶인 값',
    jointKey: '표의 열쇠',
  },
  values: {
    turnout,
    questions: (/** @type {D[]} */ list) =>
      list.length === 0 ? '정해지지 않음' : list.flatMap(question),
    trustees: (/** @type {D[]} */ list) =>
      list.map((d) => `${d.trustee}. ${d.seat.ko}: 합계 ${d.decrypted}건을 풀었음`),
    mixedBy: (/** @type {D[]} */ list) =>
      list.length === 0 ? '아직 없음' : list.map((d) => `${d.trustee}. ${d.seat.ko}`),
    blamed,
    paper,
    messagesSent: (/** @type {D} */ d) =>
      `${d.sendings}회: 모두 ${d.voters}명, 닿지 않은 사람 ${d.undelivered}명`,
  },
  notChecked: {
    ANNOUNCEMENT_NOT_INSIDE: '질문과 답이 무엇인지: 묶음에 공고가 들어 있지 않습니다.',
    BALLOTS_SENT: '보낸 투표지가 모두 원장에 올랐는지: 유권자가 받은 영수증으로 알 수 있습니다.',
    PAPERS: '종이를 적힌 그대로 올렸는지: 종이와 그 기록이 보관되어 있습니다.',
    DEVICES: '유권자의 기기가 고른 그대로 암호화했는지.',
    COERCION: '강요받은 사람이 없었는지.',
    TRUSTEES_TOGETHER: '필요한 수의 열쇠 보관인이 함께 투표지를 하나씩 풀지 않았는지.',
  },
  reasons: {
    PASSED_ACTS_SIGNED: (/** @type {D} */ d) =>
      `선거의 행위 ${d.count}건이 빠짐없이 있고, 서명이 필요한 것은 서명이 맞습니다`,
    PASSED_OPENING: () => '명부와 열쇠 만들기에서 투표지가 묶인 값이 그대로 나옵니다',
    PASSED_OPENING_NONE: () => '지금까지의 행위가 규칙에 맞습니다. 아직 열리지 않았습니다',
    PASSED_BALLOTS: (/** @type {D} */ d) => `투표지 ${d.count}장의 서명과 증명이 모두 맞습니다`,
    PASSED_BALLOTS_NONE: () => '투표지가 없습니다',
    BALLOT_WRONG: (/** @type {D} */ d) =>
      `${d.entry}번째 행위: 이 투표지나 투표 키 반납의 서명이나 증명이 맞지 않습니다`,
    BOUND_DIFFERS: (/** @type {D} */ d) =>
      `행위에서 나온 "${d.key}" 값이 실행 기관이 보증한, 투표지가 묶인 값과 다릅니다`,
    RESULT_DIFFERS: (/** @type {D} */ d) =>
      `다시 센 결과("${d.key}")가 실행 기관이 보증한 것과 다릅니다`,
    FILE_NOT_OF_ELECTION: (/** @type {D} */ d) => `${d.path}: 선거의 공고가 아닙니다`,
    ...refusals,
  },
};
