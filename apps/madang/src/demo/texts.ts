import type { Announcement } from '@madang/services/election/intake/index.ts';

/** The text on which the demo complex decides: a proposal that nobody has made. */
export const RESOLUTION = `# 가온숲아파트 리모델링 행위허가 결의서

이 글은 시연을 위해 지은 것입니다. 실제 단지와 금액이 아닙니다.

## 1. 설계 개요
지하 2층을 더하고 각 동의 앞뒤를 넓힙니다. 건물을 허물지 않고 뼈대를 남깁니다. 집은 평균 10.8㎡ 넓어지고, 주차 자리는 세대마다 0.7대에서 1.2대가 됩니다.

## 2. 공사비와 나눠 내는 돈
전체 공사비는 2,840억 원으로 어림합니다. 세대가 내는 돈은 넓어지는 면적에 따라 나눕니다.

| 형 | 세대 | 어림한 금액 |
| --- | --- | --- |
| 59㎡형 | 252세대 | 1억 5,100만 원 |
| 84㎡형 | 638세대 | 2억 1,400만 원 |
| 114㎡형 | 110세대 | 2억 8,900만 원 |

금액은 2026년 10월에 어림한 것이고 확정이 아닙니다.

## 3. 공사 기간과 이사
착공 뒤 36개월로 어림합니다. 그동안 다른 곳에서 지내야 합니다.

## 4. 동의와 철회
단지 소유자와 면적의 75% 이상, 동마다 50% 이상이 동의하면 구청에 허가를 신청합니다. 요건이 모두 차기 전까지 철회할 수 있습니다.

## 5. 빠지는 곳
단지 안 상가 8호는 권리가 바뀌지 않으므로 세지 않습니다.
`;

/** The same in plain words. */
export const SUMMARY = `- 건물을 허물지 않고 뼈대를 남겨 고치고 넓힙니다.
- 집이 평균 10.8㎡ 넓어지고, 주차 자리는 세대마다 0.7대에서 1.2대가 됩니다.
- 84㎡형이 낼 돈은 2억 1,400만 원쯤입니다. 어림값이고 확정이 아닙니다.
- 공사하는 36개월 동안 다른 곳에서 지내야 합니다.
- 단지 소유자와 면적의 75% 이상, 동마다 50% 이상이 동의해야 구청에 허가를 신청합니다.
`;

/** Candidates of the demo are homes: nobody is named. */
function candidate(
  home: string,
  word: { readonly ko: string; readonly en: string },
  pledges: readonly (readonly [ko: string, en: string])[],
) {
  return {
    title: { ko: home, en: home },
    word,
    pledges: pledges.map(([ko, en]) => ({ ko, en })),
  };
}

/** What is announced of the election of the council's chair. */
export function chairAnnouncement(): Announcement {
  return {
    about: {
      ko: '가온숲아파트 입주자대표회의 회장을 뽑습니다. 임기는 2년입니다. 시연을 위해 지은 선거입니다.',
      en: 'The chair of the residents’ council of the Gaon Forest apartments is elected for two years. This election was made up for the demo.',
    },
    questions: [
      {
        title: { ko: '입주자대표회의 회장', en: 'Chair of the residents’ council' },
        answers: [
          candidate(
            '103동 1204호',
            {
              ko: '관리비 쓰임을 다달이 공개하겠습니다',
              en: 'Every month you will see what the fees were spent on',
            },
            [
              [
                '관리비와 장기수선비를 달마다 마당에 공개',
                'Fees and repair funds published each month',
              ],
              ['회의록을 일주일 안에 올림', 'Minutes within a week'],
              ['승강기 교체를 입주민 투표로 정함', 'Residents vote on the new lifts'],
            ],
          ),
          candidate(
            '107동 302호',
            {
              ko: '리모델링을 기한 안에 마무리하겠습니다',
              en: 'The remodelling will be finished in time',
            },
            [
              ['공사 일정 점검단 구성', 'A group that watches the schedule'],
              ['이사 시기 조정 창구 운영', 'A desk for the dates of moving'],
              ['주차 대책을 먼저 세움', 'Parking comes first'],
            ],
          ),
          candidate(
            '111동 808호',
            {
              ko: '아이와 어르신이 걷기 좋은 단지로',
              en: 'Paths on which children and the old walk well',
            },
            [
              ['단지 안 차 속도 20km로', 'Cars at 20 km/h within the complex'],
              ['경로당과 놀이터 사이 쉼터', 'Benches between the seniors’ room and the playground'],
              ['야간 조명 보강', 'More light at night'],
            ],
          ),
        ],
      },
    ],
  };
}

/** What is announced of the election of a building's representative. */
export function representativeAnnouncement(building: string): Announcement {
  return {
    about: {
      ko: `${building} 동별 대표자를 뽑습니다. 임기는 2년입니다. 시연을 위해 지은 선거입니다.`,
      en: `Building ${building} elects its representative for two years. This election was made up for the demo.`,
    },
    questions: [
      {
        title: { ko: `${building} 동별 대표자`, en: `Representative of ${building}` },
        answers: [
          candidate(
            `${building} 504호`,
            { ko: '층간소음 조정 창구를 열겠습니다', en: 'A desk for quarrels over noise' },
            [['달마다 주민 모임', 'A meeting each month']],
          ),
          candidate(
            `${building} 901호`,
            { ko: '재활용장을 고치겠습니다', en: 'The recycling yard will be mended' },
            [['지하 창고 정리', 'The cellar tidied up']],
          ),
          candidate(
            `${building} 1202호`,
            { ko: '옥상 방수를 서두르겠습니다', en: 'The roof will be sealed soon' },
            [['공용 전기 아끼기', 'Less electricity in common rooms']],
          ),
        ],
      },
    ],
  };
}
