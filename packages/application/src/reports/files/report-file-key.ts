/** The key of a report's file in the file store. */
export const reportFileKey = (reportFileId: string): string => `reports/${reportFileId}`;
