import type { Words } from '../terminal.ts';
import type { Step } from './model.ts';

/** What a step does, in a few words. */
export function describe(step: Step): Words {
  const label = step.label === undefined ? '' : ` (${step.label})`;
  switch (step.kind) {
    case 'act':
      return 'resend' in step.what
        ? {
            en: `${step.act} again: ${step.what.resend}`,
            ko: `${step.act} 다시: ${step.what.resend}`,
          }
        : same(
            `${step.act} ← ${step.by.join(', ')}${label}`,
            `${step.act} by ${step.by.join(', ')}${label}`,
          );
    case 'together': {
      const count = String(step.acts.length);
      return { en: `${count} acts in one block${label}`, ko: `한 블록에 행위 ${count}개${label}` };
    }
    case 'query':
      return { en: `query ${step.query}${label}`, ko: `조회 ${step.query}${label}` };
    case 'receipt':
      return { en: `receipt of ${step.receipt}`, ko: `${step.receipt} 의 영수증` };
    case 'ceremony':
      return {
        en: `trustees make the key of ${step.election}: ${step.by.join(', ')}`,
        ko: `열쇠 보관인들이 ${step.election} 의 키를 만듦: ${step.by.join(', ')}`,
      };
    case 'decrypt':
      return {
        en: `trustees decrypt ${step.election}: ${step.by.join(', ')}`,
        ko: `열쇠 보관인들이 ${step.election} 의 합계를 풂: ${step.by.join(', ')}`,
      };
    case 'ballot':
      return {
        en: `a ballot of ${step.by} in ${step.election}${label}`,
        ko: `${step.by} 의 ${step.election} 투표${label}`,
      };
    case 'restart':
      return { en: 'restart', ko: '다시 시작' };
    case 'check':
      return { en: 'execute the log again', ko: '기록을 처음부터 다시 실행' };
  }
}

function same(ko: string, en: string): Words {
  return { en, ko };
}
