import { toHex } from '@madang/base';
import { Alert, Icon, type IconName, useLanguage, useMessages } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Announced } from '../ballot/election.ts';
import { useBallotRoom } from '../ballot/room.ts';
import type { Problem } from '../ledger.ts';
import { ballotText } from '../text/ballot.ts';
import { linkText } from '../text/link.ts';
import { siteText } from '../text/site.ts';
import { useRefusal } from './ballot-refusal.ts';

type Question = Extract<Announced, { state: 'here' }>['words']['questions'][number];
/** What is announced of one answer. */
export type AnswerWords = Question['answers'][number];

/** A public picture by its digest, once it is here; the client compares the digest. */
function usePicture(digest: Uint8Array | undefined): string | undefined {
  const { elections } = useBallotRoom();
  const [address, setAddress] = useState<string>();
  const name = digest === undefined ? '' : toHex(digest);
  useEffect(() => {
    if (name === '') return undefined;
    let made: string | undefined;
    let current = true;
    void elections.publicFile(name).then((answer) => {
      if (!answer.ok || !current) return;
      made = URL.createObjectURL(new Blob([answer.value.slice()]));
      setAddress(made);
    });
    return () => {
      current = false;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [name]);
  return address;
}

/** The face of a candidate, where there is a picture; the name stands beside it. */
export function Face({ answer }: { answer: AnswerWords }) {
  const address = usePicture(answer.photo);
  if (answer.photo === undefined) return null;
  return address === undefined ? (
    <span class="ballot-face" aria-hidden="true" />
  ) : (
    <img class="ballot-face" src={address} alt="" />
  );
}

/** Something to know, with what it means. */
export function Known({
  icon,
  title,
  children,
}: {
  icon: IconName;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <li>
      <Icon name={icon} />
      <span>
        <b>{title}</b>
        <span>{children}</span>
      </span>
    </li>
  );
}

/** The words of an answer in the language of the page. */
export function useAnswerWords(answer: AnswerWords) {
  const language = useLanguage();
  return {
    title: answer.title[language],
    word: answer.word?.[language],
    pledges: (answer.pledges ?? []).map((each) => each[language]),
  };
}

/** That a ballot was not cast, why, and what to do. */
export function NotCast({ problem }: { problem: Problem }) {
  const text = useMessages(ballotText);
  const link = useMessages(linkText);
  const site = useMessages(siteText);
  const reason = useRefusal(problem);
  const known: Readonly<Record<string, string>> = {
    BALLOT_NOT_SEALED: text.notSealed,
    STORE_REFUSED: link.noStore,
  };
  return (
    <Alert tone="warn" title={text.notCast} announce="new">
      <p>{known[problem.code] ?? reason ?? text.notCastWords}</p>
      <p>{site.code(problem.code)}</p>
    </Alert>
  );
}
