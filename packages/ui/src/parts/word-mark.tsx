/** The name of the system, drawn; its ㅁ is the yard with its four walls. */
export function WordMark() {
  return (
    <svg class="m-word" viewBox="0 0 61 28" aria-hidden="true">
      <path d="M1 5.6h13.9M17.2 4v14.4M18.8 20.7H4.9M2.6 22.3V7.9M25.6 1v26M25.6 13.2h5M47.6 3.4h-11V12h12M54 1v14.6M54 8h5.4" />
      <circle cx="46.2" cy="21.3" r="4.6" />
    </svg>
  );
}
