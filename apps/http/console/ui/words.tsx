/** A code of the API as words: `partially_shipped` is "Partially shipped". */
export function wordsOf(code: string): string {
  const words = code.replaceAll(/[_.-]/gu, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A state as a badge. Its colour adds nothing to its text. */
export const State = ({ state }: { readonly state: string }) => <span class={`state ${state}`}>{wordsOf(state)}</span>;
