/**
 * The fewest letters to add, leave out, replace or swap with their neighbour that make one word of the other (optimal
 * string alignment).
 *
 * @example editDistance('lantren', 'lantern') // 1
 */
export function editDistance(from: string, to: string): number {
  const [left, right] = [from.split(''), to.split('')];
  let [beforeLast, last]: [readonly number[], readonly number[]] = [[], Array.from(right, (_, index) => index)];
  last = [...last, right.length];
  for (const [row, letter] of left.entries()) {
    const next = [row + 1];
    for (const [column, other] of right.entries()) {
      const replaced = (last[column] ?? 0) + (letter === other ? 0 : 1);
      const swapped =
        row > 0 && column > 0 && letter === right[column - 1] && left[row - 1] === other
          ? (beforeLast[column - 1] ?? 0) + 1
          : Infinity;
      next.push(Math.min(replaced, swapped, (last[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    [beforeLast, last] = [last, next];
  }
  return last[right.length] ?? 0;
}

/**
 * Whether a folded word may be misspelt from another one: two errors in a long word, one in a shorter one. Of four
 * letters none may be replaced, since too many words differ by one letter. Shorter words and numbers are taken as they
 * are.
 *
 * @example mayBeMisspelt('lantren', 'lantern') // true
 */
export function mayBeMisspelt(word: string, from: string): boolean {
  if (!isGuessable(word)) return false;
  const errors = editDistance(word, from);
  if (word.length > 4) return errors <= (word.length < 8 ? 1 : 2);
  return errors <= 1 && (word.length !== from.length || sorted(word) === sorted(from));
}

const sorted = (word: string): string => word.split('').toSorted().join('');

/** Whether typing errors are looked for in a folded word at all. */
export const isGuessable = (word: string): boolean => /^\p{L}{4,}$/u.test(word);
