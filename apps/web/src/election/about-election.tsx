import { Alert, Facts, formatCount, formatDayAndTime, useLanguage, useMessages } from '@madang/ui';
import { useInstitutionName } from '../decision/use-names.ts';
import { electionsText } from '../text/elections.ts';
import type { ElectionFacts, ElectionNow } from './election-facts.ts';

/** Who stands for election, or what is asked, in the words of the announcement. */
export function Candidates({ facts }: { facts: ElectionFacts }) {
  const text = useMessages(electionsText);
  const language = useLanguage();
  const { words, now } = facts;
  if (typeof words === 'string') {
    const title = words === 'differs' ? text.announcementDiffers : text.noAnnouncement;
    return <Alert tone="warn" title={title} />;
  }
  return (
    <section class="part" aria-labelledby="candidates">
      <h2 id="candidates">{text.candidates}</h2>
      <p>{words.about[language]}</p>
      {words.questions.map((question, at) => (
        <div key={at} class="m-stack-s">
          <h3>{question.title[language]}</h3>
          <p class="m-small m-sub">
            <HowMany asked={now.questions[at]} />
          </p>
          <ol class="cands">
            {question.answers.map((answer, number) => (
              <li key={number}>
                <span class="m-small m-sub">{text.number(formatCount(number + 1))}</span>
                <b>{answer.title[language]}</b>
                {answer.word !== undefined && <p>{answer.word[language]}</p>}
                {answer.pledges !== undefined && (
                  <ul class="dots m-small">
                    {answer.pledges.map((pledge, each) => (
                      <li key={each}>{pledge[language]}</li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

function HowMany({ asked }: { asked: ElectionNow['questions'][number] | undefined }) {
  const text = useMessages(electionsText);
  const choice = asked?.choice;
  if (choice === undefined) return <>{text.chooseEach}</>;
  if (choice.max === 1) return <>{choice.blank ? text.chooseOne : text.chooseOneNoBlank}</>;
  return <>{text.chooseSome(formatCount(choice.min), formatCount(choice.max))}</>;
}

/** The rules of an election, and what they do not protect. */
export function ElectionRules({ facts }: { facts: ElectionFacts }) {
  const text = useMessages(electionsText);
  const language = useLanguage();
  const nameOf = useInstitutionName();
  const { now } = facts;
  const [needed, all] = [formatCount(now.threshold), formatCount(now.trustees.length)];
  return (
    <section class="part" aria-labelledby="rules">
      <h2 id="rules">{text.rules}</h2>
      <Facts
        layout="wide"
        facts={[
          { term: text.institution, value: nameOf(now.institution) },
          { term: text.closes, value: formatDayAndTime(now.closesAt, language) },
          {
            term: text.revote,
            value: now.revote === 'none' ? text.revoteNone : text.revoteLast,
          },
          ...(now.paper === 'none' ? [] : [{ term: text.paper, value: text.paperWords }]),
          { term: text.trusteesNeeded, value: text.trusteesWords(needed, all) },
          {
            term: text.participation,
            value: now.mixing === undefined ? text.participationShown : text.participationHidden,
          },
          { term: text.secrecy, value: text.secrecyWords(needed) },
        ]}
      />
    </section>
  );
}
