/** The key of an import's file in the file store. */
export const importFileKey = (importId: string): string => `imports/${importId}`;
