/** What a voice is doing. */
export type Voice = 'silent' | 'reading' | 'cannot';

/** Reads pieces of text aloud, one after the other, until it is done or stopped. */
export function readAloud(
  pieces: readonly string[],
  lang: string,
  onVoice: (voice: Voice) => void,
): void {
  if (!('speechSynthesis' in globalThis)) return onVoice('cannot');
  speechSynthesis.cancel();
  onVoice('reading');
  for (const [at, piece] of pieces.entries()) {
    const utterance = new SpeechSynthesisUtterance(piece);
    utterance.lang = lang;
    utterance.onerror = ({ error }) => {
      const isStopped = error === 'canceled' || error === 'interrupted';
      onVoice(isStopped ? 'silent' : 'cannot');
    };
    if (at === pieces.length - 1) utterance.onend = () => onVoice('silent');
    speechSynthesis.speak(utterance);
  }
}

/** Ends what is being read. */
export function stopReading(): void {
  if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
}
