import { ButtonLink, useMessages } from '@madang/ui';
import { type Page, useHref } from '../router.ts';
import { siteText } from '../text/site.ts';

function Missing() {
  const text = useMessages(siteText);
  const href = useHref();
  return (
    <div class="m-wrap missing">
      <div class="m-stack">
        <h1>{text.missing}</h1>
        <p class="m-lead">{text.missingWords}</p>
        <div class="m-row">
          <ButtonLink href={href('/')} icon="home">
            {text.toHome}
          </ButtonLink>
          <ButtonLink href={href('/records')} kind="plain" icon="search">
            {text.records}
          </ButtonLink>
        </div>
      </div>
    </div>
  );
}

/** The page of an address that has none. */
export const page: Page = { title: (language) => siteText[language].missing, Content: Missing };
