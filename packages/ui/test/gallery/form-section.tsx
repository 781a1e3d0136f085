import { useState } from 'preact/hooks';
import {
  Button,
  ButtonLink,
  Choice,
  Dialog,
  DropZone,
  Field,
  LoadedFile,
  Meter,
  Progress,
  Skeleton,
  useToast,
} from '../../src/index.ts';

/** Buttons in every kind and state. */
export function ButtonSection() {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  return (
    <section aria-labelledby="g-button">
      <h2 id="g-button">단추와 대화 상자</h2>
      <div class="m-row">
        <Button onClick={() => toast('영수증을 저장했습니다')}>알림 보이기</Button>
        <Button kind="second" icon="print">
          인쇄
        </Button>
        <Button kind="plain">그만두기</Button>
        <Button kind="quiet">다시 받기</Button>
        <Button kind="danger" onClick={() => setOpen(true)}>
          지우기
        </Button>
      </div>
      <div class="m-row">
        <Button busy>내기</Button>
        <Button disabled>내기</Button>
        <ButtonLink href="#top" kind="plain" size="s" icon="search">
          찾기
        </ButtonLink>
      </div>
      <Button size="l">서명하고 남기기</Button>
      <Dialog
        open={open}
        title="보관한 사본을 지울까요?"
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button kind="plain" onClick={() => setOpen(false)}>
              그대로 두기
            </Button>
            <Button kind="danger" onClick={() => setOpen(false)}>
              지우기
            </Button>
          </>
        }
      >
        <p>사본 1개를 지우면 되살릴 수 없습니다. 기록과 영수증은 남습니다.</p>
      </Dialog>
    </section>
  );
}

/** Fields, choices, the drop zone, and things that grow. */
export function FieldSection() {
  const [value, setValue] = useState('010-5512-2847');
  const [chosen, setChosen] = useState('');
  const [kept, setKept] = useState(false);
  return (
    <section aria-labelledby="g-field">
      <h2 id="g-field">입력과 고르기</h2>
      <Field label="휴대전화 번호" hint="명부에 적은 번호" value={value} onInput={setValue} />
      <Field
        label="문자로 받은 번호 6자리"
        error="번호가 다릅니다. 문자에 적힌 여섯 자리를 다시 보아 주세요."
        kind="code"
        value="481903"
        onInput={() => undefined}
      />
      <Field label="짧은 글" kind="text" value="" onInput={() => undefined} />
      <Field label="쓸 수 없는 칸" value="" disabled onInput={() => undefined} />
      <div class="m-choices" role="radiogroup" aria-label="고르기">
        {['동의합니다', '동의하지 않습니다'].map((title) => (
          <Choice
            key={title}
            group="g"
            title={title}
            hint="바꿀 수 있습니다"
            checked={chosen === title}
            onChange={() => setChosen(title)}
          />
        ))}
      </div>
      <Choice title="사본도 맡기기" checked={kept} onChange={setKept} />
      <DropZone title="서류 고르기" hint="눌러서 고를 수도 있습니다" onFiles={() => undefined} />
      <LoadedFile name="계약서.pdf" detail="1.2 MB" onRemove={() => undefined} />
    </section>
  );
}

/** Meters short, met, with refusals; progress; skeleton. */
export function MeterSection() {
  return (
    <section aria-labelledby="g-meter">
      <h2 id="g-meter">요건 막대와 진행</h2>
      <Meter label="모자람" says="100명 가운데 58명" value={58} total={100} thresholdBp={7500} />
      <Meter label="찼음" says="100명 가운데 81명" value={81} total={100} thresholdBp={7500} />
      <Meter label="딱 참" says="100명 가운데 75명" value={75} total={100} thresholdBp={7500} />
      <Meter
        label="거절까지"
        says="100명 가운데 58명, 거절 12명"
        value={58}
        total={100}
        thresholdBp={7500}
        refused={12}
      />
      <Meter label="작게" says="3분의 1" value={1} total={3} thresholdBp={5000} size="s" />
      <Progress
        label="읽는 중"
        done={62_340}
        total={100_000}
        says="100,000줄 가운데 62,340줄 읽음"
      />
      <Skeleton label="불러오는 중" at="once" />
    </section>
  );
}
