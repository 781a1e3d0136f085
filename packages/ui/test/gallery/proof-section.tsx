import {
  Button,
  CheckSteps,
  ProofChip,
  ProofMark,
  ProofPanel,
  proofOf,
  ReceiptCard,
  WallIcon,
  WordMark,
  wallNames,
  YardFrame,
} from '../../src/index.ts';
import { broken, halfWay, labels, statements, threeOfFour } from './samples.ts';

const all = [proofOf('passed'), halfWay, proofOf('unchecked'), threeOfFour, broken];

/** The name, the mark in its four states, its walls, and chips. */
export function MarkSection() {
  return (
    <section aria-labelledby="g-mark">
      <h2 id="g-mark">이름과 확인표</h2>
      <WordMark />
      <div class="marks">
        {all.map((proof, index) => (
          <ProofMark key={index} proof={proof} named />
        ))}
      </div>
      <div class="m-row">
        {wallNames.flatMap((name) =>
          (['waiting', 'passed', 'failed', 'unchecked'] as const).map((state) => (
            <WallIcon key={name + state} name={name} state={state} />
          )),
        )}
      </div>
      <ProofChip proof={proofOf('passed')} href="#p-ok">
        기관 4곳이 확인했습니다
      </ProofChip>
      <ProofChip proof={halfWay} href="#p-ok">
        확인하고 있습니다, 4가지 가운데 2
      </ProofChip>
      <ProofChip proof={proofOf('unchecked')} href="#p-ok" arrow="down">
        인터넷이 끊겨 확인하지 못했습니다
      </ProofChip>
      <ProofChip proof={broken} href="#p-ok">
        기록과 맞지 않습니다. 쓰지 마세요
      </ProofChip>
    </section>
  );
}

/** Receipts while they are checked, checked, and not to be checked. */
export function ReceiptSection() {
  return (
    <section aria-labelledby="g-receipt">
      <h2 id="g-receipt">영수증과 마당 틀</h2>
      {[proofOf('passed'), halfWay, threeOfFour, broken].map((proof, index) => (
        <ReceiptCard
          key={index}
          proof={proof}
          number="7K2M9QXD4HTA"
          link="https://gaon.example/verify?n=7K2M9QXD4HTA"
          labels={labels}
        />
      ))}
      <YardFrame>
        <p>증명이 없는 틀은 먹빛입니다</p>
      </YardFrame>
    </section>
  );
}

/** A checked panel, a failed one, and the steps of a verification. */
export function PanelSection() {
  const common = { statements, limits: ['글의 내용이 참인지는 확인하지 않았습니다.'] };
  return (
    <section aria-labelledby="g-panel">
      <h2 id="g-panel">증명 판</h2>
      <ProofPanel
        {...common}
        id="p-ok"
        proof={proofOf('passed')}
        title="확인됨"
        when="이 브라우저가 15:20:03에 직접 확인, <0.1초"
        onAgain={() => undefined}
        command="npx madang verify 1024.receipt"
        actions={
          <>
            <Button size="s" icon="download">
              영수증 3.1 kB
            </Button>
            <Button size="s" kind="second" icon="qr">
              QR로 보이기
            </Button>
          </>
        }
      />
      <ProofPanel {...common} id="p-no" proof={broken} title="맞지 않음" when="둘째에서 멈춤" />
      <CheckSteps
        steps={[
          { key: 'a', title: '파일을 풂', state: 'passed', text: '영수증 3.1 kB', took: '<0.1초' },
          {
            key: 'b',
            title: '서명',
            state: 'failed',
            text: '서명한 뒤에 바뀌었습니다',
            took: '<0.1초',
          },
          { key: 'c', title: '장부의 자리', state: 'unchecked', text: '확인하지 않음' },
          { key: 'd', title: '기관', state: 'waiting', text: '확인하는 중' },
        ]}
      />
    </section>
  );
}
