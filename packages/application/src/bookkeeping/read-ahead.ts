import type { ResultAsync, Result } from 'neverthrow';

/**
 * Reads pages of `limit` rows until one has fewer, or until one cannot be read. The next page is read while the caller
 * works with one.
 *
 * @example
 * for await (const page of readAhead(200, (last) => booksReader.orders(200, last?.id))) {
 *   if (page.isErr()) return err(page.error);
 * }
 */
export async function* readAhead<Row, E>(
  limit: number,
  read: (last?: Row) => ResultAsync<readonly Row[], E>,
): AsyncGenerator<Result<readonly Row[], E>, void, undefined> {
  for (let reading: ResultAsync<readonly Row[], E> | undefined = read(); reading !== undefined;) {
    const page: Result<readonly Row[], E> = await reading;
    reading = page.isErr() || page.value.length < limit ? undefined : read(page.value.at(-1));
    yield page;
  }
}
