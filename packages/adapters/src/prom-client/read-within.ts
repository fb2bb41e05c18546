import type { ResultAsync } from 'neverthrow';

/** What `read` returns; `undefined` when it fails or takes longer than `withinMs`. */
export async function readWithin<T>(withinMs: number, read: () => ResultAsync<T, unknown>): Promise<T | undefined> {
  let timeout: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timeout = setTimeout(resolve, withinMs, undefined);
  });
  const answer = async (): Promise<T | undefined> => (await read()).unwrapOr(undefined);
  try {
    return await Promise.race([answer(), tooLate]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timeout);
  }
}
