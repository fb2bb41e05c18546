/** Logs the progress of a bench: figures alone go to standard output. */
export const log = (text: string): void => void process.stderr.write(`${text}\n`);
