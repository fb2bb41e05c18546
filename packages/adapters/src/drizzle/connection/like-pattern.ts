/** `text` as `LIKE` matches it literally. */
export const likePattern = (text: string): string => text.replaceAll(/[\\%_]/gu, String.raw`\$&`);
