import { defineMessages, withParticle } from '@madang/ui';

/** What a trustee reads in an election: the ceremony, the opening of the sums, what went wrong. */
export const trusteeWorkText = defineMessages(
  {
    who: (number: string, all: string) => `열쇠 보관인 ${all}명 가운데 ${number}번`,
    looking: '선거를 읽고 있습니다',
    proven: (count: string, moment: string) =>
      `기관 ${count}곳이 서명한 기록(${moment})을 이 기기가 직접 확인했습니다.`,
    commit: '약속',
    reveal: '공개',
    deal: '몫 나누기',
    accept: '몫 확인',
    rehearse: '예행연습',
    ready: '준비됨',
    commitWords:
      '내 값의 지문만 먼저 남깁니다. 남의 값을 보고 제 값을 고르는 사람이 없음을 보여 줍니다.',
    revealWords: '약속한 값을 내보입니다. 모두의 값이 약속한 그대로임을 보여 줍니다.',
    dealWords:
      '모두에게 몫을 하나씩 봉해 보냅니다. 받는 사람만 열 수 있어, 열쇠가 한곳에 모이지 않습니다.',
    acceptWords:
      '받은 몫을 모두 열어 봅니다. 맞으면 맞다고, 틀리면 누가 틀리게 보냈는지 모두에게 보여 줍니다.',
    rehearseWords: '연습용 값을 실제로 풀어, 개표하는 날 열 수 있음을 보여 줍니다.',
    stages: '열쇠 만들기 순서',
    stageDone: '마침',
    stageNow: '지금',
    stageLater: '다음',
    nowAct: (stage: string) => `지금 하실 일: ${stage}`,
    waiting: '다른 분을 기다립니다',
    waitingFor: (who: string) => `기다리는 분: ${who}`,
    start: '시작하기',
    startWords: '화면을 켜 두면 다른 분들이 마치는 대로 끝까지 알아서 합니다.',
    goingOn: '알아서 이어서 하고 있습니다. 이 화면을 켜 두세요.',
    step: '이 단계만 하기',
    pause: '멈추기',
    busy: '보내고 있습니다',
    done_commitOpening: '약속을 보냈습니다.',
    done_revealOpening: '약속한 값을 공개했습니다.',
    done_dealShares: '모두에게 몫을 보냈습니다.',
    done_acceptShares: '받은 몫이 모두 맞다고 남겼습니다.',
    done_complain:
      '틀린 몫을 받았습니다. 누가 보냈는지 모두가 볼 수 있게 했고, 처음부터 다시 합니다.',
    done_rehearse: '예행연습을 마쳤습니다.',
    done_decryptSum: '내 몫을 열었습니다.',
    done_mixKeys: '목록을 섞었습니다.',
    people: '열쇠 보관인',
    person: (number: string, name: string) => (name === '' ? `${number}번` : `${number}번 ${name}`),
    me: '나',
    personWaits: (stage: string) => `${withParticle(stage, '을/를')} 기다림`,
    personDone: '이 단계를 마침',
    personReady: '열 수 있음을 보임',
    personOpened: (done: string, all: string) => `합계 ${all}개 가운데 ${done}개를 열었습니다`,
    roundTitle: (round: string) => `${round}회차입니다`,
    roundWords: '앞 회차는 무효가 되었고, 모두 새 값으로 처음부터 다시 합니다.',
    why_missing: (round: string, who: string) =>
      `${round}회차: 담당자가 다시 시작했습니다. 기다리던 분: ${who}`,
    why_restarted: (round: string) =>
      `${round}회차: 담당자가 처음부터 다시 시작했습니다. 누구의 탓도 아닙니다.`,
    'why_share-wrong': (round: string, who: string) =>
      `${round}회차: ${withParticle(who, '이/가')} 틀린 몫을 보냈습니다.`,
    'why_complaint-wrong': (round: string, who: string) =>
      `${round}회차: ${withParticle(who, '이/가')} 맞는 몫을 틀렸다고 했습니다.`,
    'why_key-void': (round: string) =>
      `${round}회차: 쓸 수 없는 열쇠가 나왔습니다. 누구의 탓도 아닙니다.`,
    reason: (words: string) => `사유: ${words}`,
    nobody: '아무도 없음',
    record: '기록 보기',
    keyReady: '열쇠가 준비되었습니다',
    keyReadyWords: (needed: string) =>
      `${needed}명이 모이면 합계를 열 수 있음을 모두가 보였습니다. 담당자가 투표를 시작합니다.`,
    registering: '투표 키를 등록하고 있습니다',
    registeringWords:
      '지금은 하실 일이 없습니다. 등록이 마감되면 이 링크에서 투표 키를 섞어 주세요.',
    mixTitle: '투표 키를 섞을 차례입니다',
    mixWords:
      '누구의 키인지 알 수 없게 순서와 모양을 바꿉니다. 바뀌거나 늘어난 키가 없음을 함께 증명합니다.',
    mixNow: '키 섞기',
    mixWaits: '다른 분이 키를 섞고 있습니다',
    mixOver: '키를 다 섞었습니다',
    mixOverWords: '지금은 하실 일이 없습니다. 모두 섞으면 담당자가 투표를 시작합니다.',
    mixProgress: (done: string, all: string) => `목록 ${all}개 가운데 ${done}개를 섞었습니다.`,
    mixLabel: '섞은 목록',
    personMixed: '키를 섞음',
    personNotMixed: '아직 섞지 않음',
    running: '투표가 진행되고 있습니다',
    runningWords: (moment: string) =>
      `지금은 하실 일이 없습니다. 마감(${moment}) 뒤에 이 링크를 다시 열어 합계를 열어 주세요.`,
    keepFile: '그때까지 이 기기나 복구 파일을 지우지 마세요.',
    openTitle: '마감되었습니다. 합계를 열 차례입니다',
    openWords: '기관들이 서명한 체크포인트로 증명된 합계만 엽니다. 표 한 장 한 장은 열지 않습니다.',
    openNow: '합계 열기',
    opening: '합계를 열고 있습니다',
    progress: (done: string, all: string) =>
      `합계 ${all}개 가운데 ${done}개에서 내 몫을 열었습니다.`,
    progressLabel: '내 몫을 연 합계',
    opened: '내 몫을 다 열었습니다',
    openedWords: (missing: string) =>
      `${missing}명이 더 열면 결과가 나옵니다. 이 화면은 닫아도 됩니다.`,
    openedLast: '결과를 기다립니다.',
    decided: '결과가 나왔습니다',
    decidedWords: '하실 일을 모두 마치셨습니다. 고맙습니다.',
    undisclosed: '표가 열 장이 안 되어 열지 않습니다',
    undisclosedWords: '이 선거에서 하실 일은 없습니다.',
    'called-off': '그만둔 선거입니다',
    calledOffWords: '받은 표는 아무도 열지 않습니다. 하실 일이 없습니다.',
    toResult: '공개 화면 보기',
    toKey: '내 열쇠 보기',
    trust: '무엇을 믿고 일합니까',
    trustWords:
      '이 기기는 아래 지문의 목록에 있는 기관들의 서명만 믿습니다. 처음 열 때 이 서버에서 받은 목록이므로, 다른 열쇠 보관인이나 기관이 알린 지문과 견주어 보세요.',
    trustPrint: '믿는 기관 목록의 지문',
    elsewhere: '다른 창에서 하고 있습니다',
    elsewhereWords: '한 선거의 일은 창 하나에서만 합니다. 그 창을 닫으면 여기서 이어집니다.',
    troubleTitle: '아무것도 하지 않았습니다',
    offline: '서버에 닿지 않습니다',
    offlineWords: '이어지면 저절로 다시 합니다. 화면을 그대로 두세요.',
    UNKNOWN_ELECTION: '이 장부에 없는 선거입니다. 링크를 다시 확인해 주세요.',
    KEY_NOT_HERE: '이 기기에 열쇠가 없습니다. 복구 파일로 이어서 해 주세요.',
    NOT_A_TRUSTEE:
      '이 기기의 열쇠는 이 선거의 열쇠 보관인이 아닙니다. 담당자에게 알린 계정 번호와 아래 번호를 견주어 보세요.',
    NOT_PROVEN:
      '서버의 답이 기관들의 서명과 맞지 않습니다. 다시 물어보고, 계속되면 담당자에게 알려 주세요.',
    ANOTHER_KEY: '이 선거의 약속은 다른 열쇠로 했습니다. 그 열쇠의 복구 파일을 가져와 주세요.',
    ANOTHER_CEREMONY:
      '서버가 알려 준 것이 이 선거의 열쇠 만들기가 아닙니다. 담당자에게 알려 주세요.',
    OPENING_WRONG: (who: string) =>
      `${withParticle(who, '이/가')} 공개한 값이 약속과 다릅니다. 담당자에게 알려 주세요.`,
    SHARE_DIFFERS: (who: string) =>
      `${withParticle(who, '이/가')} 보낸 몫이 전에 확인한 것과 다릅니다. 담당자에게 알려 주세요.`,
    KEY_DIFFERS: '선거의 열쇠가 공개된 값에서 나오지 않습니다. 담당자에게 알려 주세요.',
    NOT_MIXING: '지금은 키를 섞는 때가 아닙니다.',
    NOT_DECRYPTING: '아직 마감되지 않았거나 이미 끝난 선거입니다.',
    notTaken: '장부가 받지 않았습니다. 다시 해 보고, 계속되면 담당자에게 알려 주세요.',
  },
  {
    who: (number: string, all: string) => `Trustee ${number} of ${all}`,
    looking: 'Reading the election',
    proven: (count: string, moment: string) =>
      `This device checked the signatures of ${count} institutions under the record of ${moment}.`,
    commit: 'Commit',
    reveal: 'Reveal',
    deal: 'Deal shares',
    accept: 'Check shares',
    rehearse: 'Rehearse',
    ready: 'Ready',
    commitWords:
      'Puts only the fingerprint of your value on record. It shows that nobody chose theirs after seeing those of others.',
    revealWords: 'Shows the value. It shows that everybody’s is the one that they committed to.',
    dealWords:
      'Sends everybody a sealed share. Only the receiver can open it, so the key is never in one place.',
    acceptWords:
      'Opens all shares that came. It shows that they are right, or else who sent a wrong one.',
    rehearseWords:
      'Decrypts a value made for practice. It shows that you can open the sums on the day.',
    stages: 'Making the key, step by step',
    stageDone: 'done',
    stageNow: 'now',
    stageLater: 'later',
    nowAct: (stage: string) => `Your turn: ${stage}`,
    waiting: 'Waiting for others',
    waitingFor: (who: string) => `Waiting for: ${who}`,
    start: 'Start',
    startWords:
      'With this page open it goes on by itself, step by step, as soon as the others are done.',
    goingOn: 'It goes on by itself. Keep this page open.',
    step: 'Only this step',
    pause: 'Pause',
    busy: 'Sending',
    done_commitOpening: 'Committed.',
    done_revealOpening: 'Revealed.',
    done_dealShares: 'A share was sent to everybody.',
    done_acceptShares: 'It is on record that all shares are right.',
    done_complain: 'A share was wrong. Everybody can see who sent it, and the key is begun again.',
    done_rehearse: 'Rehearsed.',
    done_decryptSum: 'Your part is opened.',
    done_mixKeys: 'A list is mixed.',
    people: 'Trustees',
    person: (number: string, name: string) =>
      name === '' ? `No. ${number}` : `${number}. ${name}`,
    me: 'you',
    personWaits: (stage: string) => `to do: ${stage}`,
    personDone: 'has done this step',
    personReady: 'has shown that they can open',
    personOpened: (done: string, all: string) => `has opened ${done} of ${all} sums`,
    roundTitle: (round: string) => `This is round ${round}`,
    roundWords: 'The round before came to nothing; everybody begins again with new values.',
    why_missing: (round: string, who: string) =>
      `Round ${round}: the officer began again. It waited for: ${who}`,
    why_restarted: (round: string) =>
      `Round ${round}: the officer began again. Nobody is to blame.`,
    'why_share-wrong': (round: string, who: string) => `Round ${round}: ${who} sent a wrong share.`,
    'why_complaint-wrong': (round: string, who: string) =>
      `Round ${round}: ${who} called a right share wrong.`,
    'why_key-void': (round: string) =>
      `Round ${round}: the key that came out cannot be used. Nobody is to blame.`,
    reason: (words: string) => `Reason: ${words}`,
    nobody: 'nobody',
    record: 'See the record',
    keyReady: 'The key is ready',
    keyReadyWords: (needed: string) =>
      `Everybody has shown that any ${needed} together can open the sums. The officer begins the vote.`,
    registering: 'Voters are registering their keys',
    registeringWords:
      'Nothing is asked of you now. When registration is over, come back with this link and mix the keys.',
    mixTitle: 'Your turn: mix the voters’ keys',
    mixWords:
      'Changes their order and form, so that nobody can tell whose they are, and proves that none was changed or added.',
    mixNow: 'Mix the keys',
    mixWaits: 'Another trustee is mixing',
    mixOver: 'You have mixed the keys',
    mixOverWords: 'Nothing is asked of you now. The officer begins the vote when all have mixed.',
    mixProgress: (done: string, all: string) => `${done} of ${all} lists are mixed.`,
    mixLabel: 'Lists that are mixed',
    personMixed: 'has mixed the keys',
    personNotMixed: 'has not mixed yet',
    running: 'Ballots are being cast',
    runningWords: (moment: string) =>
      `Nothing is asked of you now. After the close (${moment}), come back with this link and open the sums.`,
    keepFile: 'Until then keep this device and the recovery file.',
    openTitle: 'It is closed: the sums are to be opened',
    openWords:
      'Only sums that are proven under a checkpoint of the institutions are opened. No single ballot is.',
    openNow: 'Open the sums',
    opening: 'Opening the sums',
    progress: (done: string, all: string) => `Your part of ${done} of ${all} sums is opened.`,
    progressLabel: 'Sums of which your part is opened',
    opened: 'Your part is all opened',
    openedWords: (missing: string) =>
      `The result is there when ${missing} more have opened theirs. You can close this page.`,
    openedLast: 'The result is on its way.',
    decided: 'The result is there',
    decidedWords: 'You have done everything. Thank you.',
    undisclosed: 'There are fewer than ten ballots, so nothing is opened',
    undisclosedWords: 'Nothing is asked of you in this election.',
    'called-off': 'This election was called off',
    calledOffWords: 'Nobody opens its ballots. Nothing is asked of you.',
    toResult: 'See the public page',
    toKey: 'See your key',
    trust: 'What this device relies on',
    trustWords:
      'It believes only the institutions of the list with this fingerprint. The list came from this server when the page was first opened: compare the fingerprint with the other trustees, or with what an institution has published.',
    trustPrint: 'Fingerprint of the list of institutions',
    elsewhere: 'Another window is at work',
    elsewhereWords:
      'One window does the work of an election. Close the other one, and it goes on here.',
    troubleTitle: 'Nothing was done',
    offline: 'The server cannot be reached',
    offlineWords: 'It goes on by itself once it can. Leave this page open.',
    UNKNOWN_ELECTION: 'There is no such election on this ledger. Look at the link again.',
    KEY_NOT_HERE: 'There is no key on this device. Go on with your recovery file.',
    NOT_A_TRUSTEE:
      'The key of this device is no trustee of this election. Compare the number that you told the officer with the one below.',
    NOT_PROVEN:
      'What the server tells does not match the signatures of the institutions. Ask again; if it stays so, tell the officer.',
    ANOTHER_KEY:
      'What you committed to in this election was made with another key. Bring the recovery file of that one.',
    ANOTHER_CEREMONY:
      'What the server tells is not the ceremony of this election. Tell the officer.',
    OPENING_WRONG: (who: string) =>
      `What ${who} revealed is not what they committed to. Tell the officer.`,
    SHARE_DIFFERS: (who: string) =>
      `The share from ${who} is not the one that you had checked. Tell the officer.`,
    KEY_DIFFERS:
      'The key of the election does not follow from what was revealed. Tell the officer.',
    NOT_MIXING: 'Keys are not being mixed now.',
    NOT_DECRYPTING: 'This election is not closed yet, or is over already.',
    notTaken: 'The ledger did not take it. Try again; if it stays so, tell the officer.',
  },
);
