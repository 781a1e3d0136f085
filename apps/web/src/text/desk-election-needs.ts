/** What a ballot that is being planned still needs, in sentences. */
export const electionNeeds = {
  ko: {
    writeTitle: '선거 이름을 적어 주세요.',
    titleLong: '선거 이름이 깁니다. 40자까지 적어 주세요.',
    writeAbout: '무엇을 정하는 선거인지 적어 주세요.',
    aboutLong: '설명이 깁니다. 330자까지 적어 주세요.',
    noQuestion: '질문을 하나 이상 더해 주세요.',
    writeQuestion: (at: string) => `질문 ${at}에 무엇을 뽑거나 묻는지 적어 주세요.`,
    questionLong: (at: string) => `질문 ${at}의 글이 깁니다. 이름까지 40자 안으로 적어 주세요.`,
    twoCandidates: (at: string) =>
      `질문 ${at}에 후보가 둘이 안 됩니다. 후보를 더하거나 “후보 한 사람 찬반”으로 바꿔 주세요.`,
    manyCandidates: (at: string, max: string) =>
      `질문 ${at}에 후보가 너무 많습니다. ${max}명까지 담을 수 있습니다. 후보를 빼 주세요.`,
    seatsWrong: (at: string, count: string) =>
      `질문 ${at}에서 뽑을 사람 수를 1에서 후보 수 ${count} 사이로 적어 주세요.`,
    mostWrong: (at: string, count: string) =>
      `질문 ${at}에서 고를 수 있는 수를 1에서 후보 수 ${count} 사이로 적어 주세요.`,
    needsWrong: (at: string) => `질문 ${at}의 필요한 찬성은 분자가 분모보다 크지 않게 적어 주세요.`,
    writeName: (number: string) => `기호 ${number}의 이름을 적어 주세요.`,
    nameLong: (number: string) => `기호 ${number}의 이름이 깁니다. 40자까지 적어 주세요.`,
    wordLong: (number: string) => `기호 ${number}의 한마디가 깁니다. 40자까지 적어 주세요.`,
    pledgeLong: (number: string) =>
      `기호 ${number}의 공약이 깁니다. 한 줄을 330자까지 적어 주세요.`,
    photoMissing: (number: string) =>
      `기호 ${number}의 사진이 없습니다. 후보는 똑같이 보여야 하므로 모두 올리거나 모두 빼 주세요.`,
    nameTwice: (number: string) =>
      `기호 ${number}와 이름이 같은 후보가 있습니다. 구별되게 적어 주세요.`,
    tooManyAnswers: (max: string) =>
      `한 표에 담을 수 있는 칸은 모두 ${max}개입니다. 후보나 질문, 고를 수 있는 수를 줄여 주세요.`,
  },
  en: {
    writeTitle: 'Write the name of the election.',
    titleLong: 'The name of the election is too long: at most 120 letters.',
    writeAbout: 'Write what is decided.',
    aboutLong: 'What is decided is told too long: at most 1,000 letters.',
    noQuestion: 'Add a question.',
    writeQuestion: (at: string) => `Write who is elected or what is asked in question ${at}.`,
    questionLong: (at: string) => `Question ${at} is too long: at most 120 letters with the name.`,
    twoCandidates: (at: string) =>
      `Question ${at} has fewer than two candidates. Add one, or choose “One candidate, yes or no”.`,
    manyCandidates: (at: string, max: string) =>
      `Question ${at} has too many candidates: at most ${max}. Take some out.`,
    seatsWrong: (at: string, count: string) =>
      `Question ${at}: how many are elected is from 1 to the ${count} candidates.`,
    mostWrong: (at: string, count: string) =>
      `Question ${at}: how many may be chosen is from 1 to the ${count} candidates.`,
    needsWrong: (at: string) => `Question ${at} cannot need more than all: correct its numbers.`,
    writeName: (number: string) => `Write the name of No. ${number}.`,
    nameLong: (number: string) => `The name of No. ${number} is too long: at most 120 letters.`,
    wordLong: (number: string) => `The word of No. ${number} is too long: at most 120 letters.`,
    pledgeLong: (number: string) =>
      `A pledge of No. ${number} is too long: at most 1,000 letters a line.`,
    photoMissing: (number: string) =>
      `No. ${number} has no photo. Candidates are to look alike: give all of them one, or none.`,
    nameTwice: (number: string) =>
      `Another candidate has the name of No. ${number}. Write names that differ.`,
    tooManyAnswers: (max: string) =>
      `A ballot holds ${max} choices in all. Take out candidates or questions, or let fewer be chosen.`,
  },
};
