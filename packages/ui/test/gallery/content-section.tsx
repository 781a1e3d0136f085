import {
  Alert,
  EmptyState,
  Facts,
  Fold,
  Hash,
  proofOf,
  Stepper,
  Table,
  Tabs,
  Tag,
  Timeline,
} from '../../src/index.ts';

const tones = ['plain', 'action', 'checked', 'warn', 'info', 'failed'] as const;

/** Alerts, tags, facts and fingerprints. */
export function WordSection() {
  return (
    <section aria-labelledby="g-words">
      <h2 id="g-words">알림과 사실</h2>
      <Alert title="마감이 이틀 늘었습니다">까닭과 함께 공개 기록에 남았습니다.</Alert>
      <Alert tone="checked" title="요건이 모두 찼습니다">
        이제 거둘 수 없습니다.
      </Alert>
      <Alert tone="warn" title="나루구청이 14분째 답하지 않습니다">
        기록은 이어지고 있습니다.
      </Alert>
      <Alert tone="failed" title="두 장부가 서로 다릅니다">
        증거를 받아 두세요.
      </Alert>
      <div class="m-row">
        {tones.map((tone) => (
          <Tag key={tone} tone={tone}>
            {tone}
          </Tag>
        ))}
        <span class="m-count">3</span>
      </div>
      <Facts
        layout="wide"
        facts={[
          { term: '누가', value: '한 사람', note: '이름은 가린 값으로만 남습니다.' },
          { term: '지문', value: <Hash hex={'9f3c1a7e42bd08c5'.repeat(4)} /> },
          { term: '짧게', value: <Hash hex={'9f3c1a7e42bd08c5'.repeat(4)} short /> },
        ]}
      />
      <Facts facts={[{ term: '위아래로', value: '한 줄' }]} />
    </section>
  );
}

/** Steps, tabs, timeline, fold, table and the empty place. */
export function FlowSection() {
  return (
    <section aria-labelledby="g-flow">
      <h2 id="g-flow">차례와 표</h2>
      <Stepper label="진행" steps={['읽기', '고르기', '영수증']} current={1} />
      <Stepper label="긴 진행" steps={['하나', '둘', '셋', '넷', '다섯']} current={2} />
      <Tabs
        label="보기"
        current="a"
        tabs={[
          { key: 'a', href: '#a', label: '요약' },
          { key: 'b', href: '#b', label: '서명 1' },
        ]}
      />
      <Timeline
        entries={[
          { key: 1, title: '서류를 남김', detail: '11월 22일 14:32:07', proof: proofOf('passed') },
          { key: 2, title: '아직 확인 안 함', detail: '11월 20일', proof: proofOf('unchecked') },
          { key: 3, title: '명부를 굳힘', detail: '11월 1일' },
        ]}
      />
      <Fold title="더 보기">
        <p>펼친 글입니다.</p>
      </Fold>
      <Table
        label="기관 표"
        rowKey={({ name }) => name}
        selected={({ name }) => name === '가온시청'}
        down={({ name }) => name === '나루구청'}
        rows={[
          { name: '가온시청', count: 12 },
          { name: '나루구청', count: 3 },
        ]}
        columns={[
          { key: 'n', head: '기관', kind: 'row', cell: ({ name }) => name },
          { key: 'c', head: '기록', kind: 'number', cell: ({ count }) => count },
        ]}
      />
      <EmptyState title="아직 기록이 없습니다">
        <p class="m-small">첫 기록이 들어오면 여기에 나옵니다.</p>
      </EmptyState>
    </section>
  );
}
