import { Button, useCopy } from '@madang/ui';

type ShareButtonProps = { title: string; link: string; copyWords: string; shareWords: string };

/** Hands a link to the other programs of the device where it can, and copies it where not. */
export function ShareButton({ title, link, copyWords, shareWords }: ShareButtonProps) {
  const copy = useCopy();
  if (!('share' in navigator)) {
    return (
      <Button kind="plain" icon="link" onClick={() => copy(link)}>
        {copyWords}
      </Button>
    );
  }
  const share = () => {
    navigator.share({ title, url: link }).catch(() => undefined);
  };
  return (
    <Button kind="plain" icon="link" onClick={share}>
      {shareWords}
    </Button>
  );
}
