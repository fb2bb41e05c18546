/** A cursor that no implementation has made, for a list that is sorted by one key, ascending. */
export const forgedCursor = (key: string, value: string | number): string =>
  Buffer.from(JSON.stringify([key, value, '019a9d2e-0000-7000-8000-000000000001'])).toString('base64url');
