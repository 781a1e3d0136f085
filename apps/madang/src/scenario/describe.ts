import type { Words } from '../terminal.ts';
import type { ElectionStep, Step, VotersStep } from './model.ts';

/** What a step does, in a few words. */
export function describe(step: Step): Words {
  const label = step.label === undefined ? '' : ` (${step.label})`;
  if ('election' in step) return describeElection(step);
  if ('votersOf' in step) return describeVoters(step);
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
    case 'restart':
      return { en: 'restart', ko: '다시 시작' };
    case 'check':
      return { en: 'execute the log again', ko: '기록을 처음부터 다시 실행' };
  }
}

function describeVoters({ kind, votersOf, count }: VotersStep): Words {
  const many = String(count);
  return kind === 'roll'
    ? {
        en: `voters on the roll of ${votersOf}: ${many}`,
        ko: `${votersOf} 명부에 선거인 ${many}명`,
      }
    : {
        en: `ballots of voters in ${votersOf}: ${many}`,
        ko: `${votersOf} 선거인 ${many}명의 투표`,
      };
}

function describeElection(step: ElectionStep): Words {
  const label = step.label === undefined ? '' : ` (${step.label})`;
  switch (step.kind) {
    case 'ceremony':
      return {
        en: `trustees make the key of ${step.election}: ${step.by.join(', ')}`,
        ko: `열쇠 보관인들이 ${step.election} 의 키를 만듦: ${step.by.join(', ')}`,
      };
    case 'register':
      return {
        en: `keys of ${step.by.join(', ')} for ${step.election}`,
        ko: `${step.election} 투표 키 등록 ← ${step.by.join(', ')}`,
      };
    case 'mix':
      return {
        en: `trustees mix the keys of ${step.election}: ${step.by.join(', ')}`,
        ko: `${step.election} 투표 키 섞기 ← ${step.by.join(', ')}`,
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
    case 'begin':
      return {
        en: `batch ${step.batch} of ${step.election} begins`,
        ko: `${step.election} 종이 ${step.batch} 묶음 시작`,
      };
    case 'surrender':
      return {
        en: `${step.by} gives up a key of ${step.election} for batch ${step.batch}${label}`,
        ko: `${step.by} 의 ${step.election} 투표 키 반납, ${step.batch} 묶음${label}`,
      };
    case 'mark':
      return {
        en: `voting on paper in ${step.election}, batch ${step.batch}: ${step.persons.join(', ')}`,
        ko: `${step.election} 종이 투표, ${step.batch} 묶음: ${step.persons.join(', ')}`,
      };
    case 'papers':
      return {
        en: `papers in ${step.election}, batch ${step.batch}: ${String(step.chosen.length)}`,
        ko: `${step.election} 종이 ${String(step.chosen.length)}장, ${step.batch} 묶음`,
      };
    case 'confirm':
      return {
        en: `batch ${step.batch} of ${step.election} confirmed by ${step.by.join(', ')}`,
        ko: `${step.election} 종이 ${step.batch} 묶음 확인 ← ${step.by.join(', ')}`,
      };
  }
}

function same(ko: string, en: string): Words {
  return { en, ko };
}
