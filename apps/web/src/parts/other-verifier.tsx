import { CommandLine } from '@madang/ui';
import { shellWord } from './shell-word.ts';

type OtherVerifierProps = {
  fileName: string;
  words: { other: string; otherWords: string };
  heading?: 'h2' | 'h3';
};

/** How somebody checks the same file with the verifier that shares no code with this page. */
export function OtherVerifier({ fileName, words, heading: Heading = 'h3' }: OtherVerifierProps) {
  return (
    <section class="m-card" aria-labelledby="other-verifier">
      <Heading id="other-verifier">{words.other}</Heading>
      <p class="m-sub">{words.otherWords}</p>
      <CommandLine command={`npx madang-audit ${shellWord(fileName)}`} />
    </section>
  );
}
