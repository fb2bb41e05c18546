/** Logs the progress of a bench to standard error. Standard output has the figures only. */
export const log = (text: string): void => void process.stderr.write(`${text}\n`);
