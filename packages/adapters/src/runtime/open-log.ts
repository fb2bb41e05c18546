import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

/** Bytes that a busy process gathers for one write: a write for each line takes longer than making the line. */
const minLength = 8 * 1024;
/** Milliseconds after which a quiet process writes what it has. */
const periodicFlush = 50;
/**
 * Bytes that wait at most while the reader of the log is slow or stopped. Further lines are lost, and the process
 * continues.
 */
const maxLength = 16 * 1024 * 1024;
/**
 * Milliseconds that the end of a process waits for such a reader, in all: a fatal error and the exit after it share
 * them.
 */
const maxWaitMs = 2000;

/** For a terminal, or a JSON document a line. */
export type LogFormat = 'pretty' | 'json';

/**
 * The log on standard output, by pino's own destination: for people on a terminal, else a JSON document a line. Lines
 * are in order. A process that ends, by whatever cause, writes what it has first, unless the reader takes longer than
 * two seconds; `kill -9` loses the last 50 ms.
 *
 * @example const log = await openLog({ level: 'info' });
 */
export async function openLog({
  format = process.stdout.isTTY ? 'pretty' : 'json',
  ...options
}: Pick<LoggerOptions, 'level'> & { readonly format?: LogFormat | undefined }): Promise<Logger> {
  // Once Node has opened standard output as a stream, a full pipe rejects a write (EAGAIN) instead of blocking the
  // process.
  const { fd } = process.stdout;
  // Node's stream reports a reader that is gone as an error, which must not end the process.
  process.stdout.on('error', () => undefined);
  let waitUntil = 0;
  const output = pino.destination({
    fd,
    // Otherwise another thread writes, and the end of the process overtakes it.
    sync: true,
    minLength,
    periodicFlush,
    maxLength,
    // Until the process ends, what the pipe rejects waits for the next flush.
    retryEAGAIN: () => performance.now() < waitUntil,
  });
  output.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') output.write = () => true;
  });
  // pino calls it after a fatal error. The destination's own one never returns when the reader is gone.
  output.flushSync = () => {
    if (waitUntil === 0) waitUntil = performance.now() + maxWaitMs;
    // The first call leaves up to `minLength` bytes.
    output.flush();
    output.flush();
  };
  process.on('exit', () => output.flushSync());
  if (format === 'json') return pino(options, output);
  const { terminalLine } = await import('./monitoring/terminal-log.js');
  return pino(options, {
    write: (line: string) => output.write(terminalLine(line)),
    flushSync: () => output.flushSync(),
  } as DestinationStream);
}
