import { useEffect, useState } from 'preact/hooks';

const delayMs = 300;

/** Grey lines where text will be, shown after 300 ms so that a quick answer never flickers. */
export function Skeleton({ label, at }: { label: string; at?: 'once' }) {
  const [shown, setShown] = useState(at === 'once');
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), delayMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="m-stack-s" aria-busy="true">
      <span class="m-vh" role="status">
        {shown ? label : ''}
      </span>
      {shown && (
        <>
          <span class="m-skel" />
          <span class="m-skel" data-width="70" />
          <span class="m-skel" data-width="40" />
        </>
      )}
    </div>
  );
}
