import { defineMessages, withParticle } from '@madang/ui';

/** The words about the computers of the institutions, and about what these decide together. */
export const keepersText = defineMessages(
  {
    leadSolo:
      '기관마다 열쇠가 따로 있고, 기록마다 함께 서명합니다. 다만 지금은 컴퓨터 한 대가 그 열쇠를 모두 가지고 있어, 기관이 서로를 막아 주지는 못하고, 그 컴퓨터가 멈추면 새 기록도 멈춥니다.',
    stoppedTitle: '새 기록이 멈췄습니다',
    stopped: (running: string, total: string, needed: string) =>
      `전체 ${total}표 가운데 ${running}표만 닿고, 새 기록에는 ${needed}표가 있어야 합니다. 이미 남은 기록은 그대로이고, 모자란 곳이 돌아오면 저절로 이어집니다.`,
    stoppedHere: '이 서버가 지금 아무것도 받지 못합니다. 이미 남은 기록은 그대로입니다.',
    lateTitle: (age: string) => `${age} 넘게 새 기록이 나오지 않습니다`,
    late: '기관의 컴퓨터는 충분히 답하는데 기록이 이어지지 않습니다. 물어본 컴퓨터가 다른 곳과 끊겼을 수 있습니다. 이미 남은 기록은 그대로입니다.',
    historyTitle: (percent: string) => `이 서버는 옛 기록을 받는 중입니다 (${percent}%)`,
    history:
      '이 서버는 원장의 한 시점에서 시작했고, 그 전의 기록을 다른 기관에서 받아 하나하나 확인하며 채우고 있습니다. 새 기록은 모두 여기 있습니다.',
    historyWaits:
      '이 서버에 없는 옛 기록을 지금 줄 수 있는 곳이 없어 기다리고 있습니다. 새 기록은 모두 여기 있습니다.',
    historyFrom: (names: string) => `옛 기록이 있는 곳: ${names}.`,
    edgeTitle: '한 곳이 더 멈추면 새 기록이 멈춥니다',
    edge: (running: string) =>
      `나머지 ${running}곳으로 기록은 이어지고 있습니다. 이미 남은 기록은 그대로입니다.`,
    edgeAll: '지금은 모두 답하고 기록이 이어지지만, 남는 곳이 없습니다.',
    outTitle: (name: string) => `${withParticle(name, '이/가')} 지금 답하지 않습니다`,
    out: (bears: string) =>
      `기록은 이어지고 있고, ${bears}곳이 더 멈춰도 이어집니다. 이미 남은 기록은 그대로입니다.`,
    silentNames: (names: string) => `답하지 않는 곳: ${names}.`,
    behindNames: (names: string) => `따라잡는 중인 곳: ${names}.`,
    keepUp: '기록 중',
    behind: '따라잡는 중',
    silent: '답 없음',
    noNode: '컴퓨터 없음',
    running: '지금 기록하는 곳',
    runningOf: (running: string, total: string) => `${running} / ${total}표`,
    neededVotes: (needed: string) => `${needed}표 필요`,
    bears: '더 멈춰도 되는 곳',
    bearsCount: (bears: string) => `${bears}곳`,
    height: '묶음',
    share: '몫',
    signedOf: '최근 체크포인트 서명',
    signedCount: (signed: string, total: string) => `${total}개 중 ${signed}개`,
    unlisted: '믿는 열쇠의 목록에 아직 없음',
    shareNone: '어느 한 곳도 1/3을 넘지 않습니다',
    shareSome: '새 묶음을 정하는 몫',
    shareSays: (running: string, total: string, needed: string) =>
      `전체 ${total}표, 지금 ${running}표. 새 기록에는 3분의 2를 넘는 ${needed}표가 필요`,
    shareMark: '새 기록에 필요한 몫, 2/3 넘게',
    shareHint: (needed: string, total: string) =>
      `묶음마다 ${total}표 가운데 ${needed}표가 같은 묶음에 서명해야 기록이 남습니다. 그래서 3분의 1보다 적은 몫이 거짓을 적거나 멈춰도 장부는 하나로 이어집니다.`,
    keys: '기관의 공개 열쇠',
    governance: '결정',
    consensus: '묶음',
    cosigner: '체크포인트',
    keyWord: (institution: string, use: string) => `${institution}의 ${use} 열쇠`,
    keyEnds: '열쇠 기한',
    keyEndsSoon: (key: string) => `${withParticle(key, '이/가')} 곧 끝납니다`,
    keyEnded: (key: string) => `${key} 기한이 지났습니다`,
    keyEndsHint: (day: string) =>
      `${day}까지로 정한 열쇠입니다. 기한이 지나도 기록은 멈추지 않지만, 그 기관이 새 열쇠로 바꾸어야 합니다.`,
    decides: '기관이 함께 정하는 일',
    decidesHint:
      '기관을 들이거나 내보내고 규칙을 바꾸는 일은 기관 3분의 2를 넘는 찬성으로만 됩니다. 한 곳 한 곳의 찬성이 모두 기록으로 남습니다.',
    unasked: '지금은 장부에 물어보지 못했습니다',
    none: '지금 열려 있는 제안이 없습니다',
    noneHint: '누군가 제안하면 무엇을, 누가, 언제까지인지 여기에 나타납니다.',
    admit: (name: string) => `${withParticle(name, '을/를')} 새 기관으로 들이기`,
    remove: (name: string) => `${withParticle(name, '을/를')} 기관에서 내보내기`,
    rotate: (key: string) => `${withParticle(key, '을/를')} 새것으로 바꾸기`,
    params: '장부의 한도 바꾸기',
    paramsSay: (minutes: string, ms: string, bytes: string) =>
      `기록을 받을 수 있는 시간 ${minutes}분까지, 묶음 하나의 일 ${ms} ms까지, 기록 하나 ${bytes}바이트까지.`,
    upgrade: (version: string, height: string) => `묶음 ${height}부터 규칙 ${version}판으로 바꾸기`,
    cancel: '정해 둔 규칙 바꾸기를 그만두기',
    operatedBy: (operator: string) => `맡는 곳: ${operator}.`,
    by: (name: string, until: string) => `${name} 제안 · ${until}까지`,
    approvals: (count: string, needed: string) => `찬성 ${count}곳, ${needed}곳 필요`,
    objections: (count: string) => `반대 ${count}곳`,
    toRecord: '기록 보기',
    rules: '규칙의 판',
    rulesInForce: (version: string) => `지금은 ${version}판의 규칙으로 기록합니다.`,
    rulesNone: '정해 둔 바꾸기가 없습니다.',
    planned: (version: string, height: string) => `묶음 ${height}부터 ${version}판이 됩니다`,
    plannedHint: (ready: string, needed: string, left: string) =>
      `준비된 기관 ${ready}곳, ${needed}곳 필요. 그때까지 ${left}묶음 남았습니다. 모자라면 바뀌지 않고 지금 규칙이 이어집니다.`,
    activated: (version: string, height: string) => `묶음 ${height}에서 ${version}판이 되었습니다`,
    cancelled: (version: string) => `${version}판으로 바꾸기를 그만두었습니다`,
    lapsed: (version: string, height: string) =>
      `묶음 ${height}에서 준비된 곳이 모자라 ${version}판이 되지 않았습니다`,
    release: '그 규칙을 담은 배포본의 지문',
    readyNames: (names: string) => `준비됨: ${names}`,
  },
  {
    leadSolo:
      'Each institution has its own keys and signs every step with the others. At present, however, one computer holds all of those keys, so the institutions do not yet keep each other in check, and if that computer stops, so do new records.',
    stoppedTitle: 'New records have stopped',
    stopped: (running: string, total: string, needed: string) =>
      `Only ${running} of ${total} votes can be reached, and new records need ${needed}. What is on record stays as it is, and records continue by themselves when the missing ones are back.`,
    stoppedHere: 'This server accepts nothing at the moment. What is on record stays as it is.',
    lateTitle: (age: string) => `No new record has come for more than ${age}`,
    late: 'Enough computers of the institutions answer, and still records do not continue. The one that was asked may be cut off from the others. What is on record stays as it is.',
    historyTitle: (percent: string) => `This server is still fetching older records (${percent} %)`,
    history:
      'It began from one moment of the ledger and takes what came before from the other institutions, checking each piece. All new records are here.',
    historyWaits:
      'Nobody who could be asked at present has the older records that this server lacks, so it waits. All new records are here.',
    historyFrom: (names: string) => `Older records are at: ${names}.`,
    edgeTitle: 'One more failure would stop new records',
    edge: (running: string) =>
      `Records continue with the ${running} that are left. What is on record stays as it is.`,
    edgeAll: 'All of them answer and records continue, but there is none to spare.',
    outTitle: (name: string) => `${name} does not answer at the moment`,
    out: (bears: string) =>
      `Records continue, and still would if ${bears} more stopped. What is on record stays as it is.`,
    silentNames: (names: string) => `Not answering: ${names}.`,
    behindNames: (names: string) => `Catching up: ${names}.`,
    keepUp: 'Recording',
    behind: 'Catching up',
    silent: 'No answer',
    noNode: 'No computer',
    running: 'Recording now',
    runningOf: (running: string, total: string) => `${running} of ${total} votes`,
    neededVotes: (needed: string) => `${needed} needed`,
    bears: 'Can spare',
    bearsCount: (bears: string) => bears,
    height: 'Block',
    share: 'Share',
    signedOf: 'Newest checkpoints signed',
    signedCount: (signed: string, total: string) => `${signed} of ${total}`,
    unlisted: 'Not yet in the list of keys to believe',
    shareNone: 'No one has more than a third',
    shareSome: 'Who decides new blocks',
    shareSays: (running: string, total: string, needed: string) =>
      `${total} votes in all, ${running} now. New records need ${needed}, more than two thirds`,
    shareMark: 'needed for new records, over 2/3',
    shareHint: (needed: string, total: string) =>
      `For each block ${needed} of ${total} votes have to sign the same block. So the ledger stays one and goes on while less than a third of the votes lie or stop.`,
    keys: 'Public keys of the institutions',
    governance: 'decision',
    consensus: 'block',
    cosigner: 'checkpoint',
    keyWord: (institution: string, use: string) => `the ${use} key of ${institution}`,
    keyEnds: 'Key ends',
    keyEndsSoon: (key: string) => `Soon ends ${key}`,
    keyEnded: (key: string) => `Past its end: ${key}`,
    keyEndsHint: (day: string) =>
      `It was meant to last until ${day}. Records never stop because of a date, but that institution should replace the key.`,
    decides: 'What the institutions decide together',
    decidesHint:
      'Institutions come, go, and change the rules only if more than two thirds of them approve. Each approval is on record.',
    unasked: 'The ledger could not be asked just now',
    none: 'No proposal is open',
    noneHint: 'When somebody proposes something, what, by whom and until when is told here.',
    admit: (name: string) => `Admit ${name}`,
    remove: (name: string) => `Remove ${name}`,
    rotate: (key: string) => `Replace ${key}`,
    params: 'Change the limits of the ledger',
    paramsSay: (minutes: string, ms: string, bytes: string) =>
      `A record can be accepted for up to ${minutes} min, a block takes up to ${ms} ms of work, a record up to ${bytes} bytes.`,
    upgrade: (version: string, height: string) =>
      `Change to version ${version} of the rules from block ${height} on`,
    cancel: 'Give up the planned change of rules',
    operatedBy: (operator: string) => `Operated by ${operator}.`,
    by: (name: string, until: string) => `Proposed by ${name} · until ${until}`,
    approvals: (count: string, needed: string) => `${count} in favour, ${needed} needed`,
    objections: (count: string) => `${count} against`,
    toRecord: 'See the record',
    rules: 'Version of the rules',
    rulesInForce: (version: string) => `Records are made by version ${version} of the rules.`,
    rulesNone: 'No change is planned.',
    planned: (version: string, height: string) =>
      `Version ${version} holds from block ${height} on`,
    plannedHint: (ready: string, needed: string, left: string) =>
      `${ready} institutions are ready, ${needed} are needed, ${left} blocks are left. If too few are, the rules of today stay.`,
    activated: (version: string, height: string) =>
      `Version ${version} has held since block ${height}`,
    cancelled: (version: string) => `The change to version ${version} was given up`,
    lapsed: (version: string, height: string) =>
      `At block ${height} too few were ready, so version ${version} did not come into force`,
    release: 'Fingerprint of the release with those rules',
    readyNames: (names: string) => `Ready: ${names}`,
  },
);
