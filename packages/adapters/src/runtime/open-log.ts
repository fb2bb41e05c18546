import { writeSync } from 'node:fs';
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

/** Characters that a busy process writes at once: a write for each line costs more than making it. */
const writtenTogether = 16_000;
/** Milliseconds after which a quiet one has written each line. */
const writtenAfterMs = 50;
/** Bytes that wait at most for whoever reads the log and has stopped: further lines are lost rather than the process. */
const mostWaiting = 64 * 1024 * 1024;
/** Milliseconds after which is tried again what a reader had no room for. */
const triedAgainAfterMs = 5;
/** Milliseconds that such a reader may hold up the end of the process, in all: a fatal error and the exit after it share them. */
const atMostMs = 2000;

/**
 * The log on standard output, a JSON document a line. Lines are written together, by and by where their reader is slow; those of a
 * process that ends, however it is told to, are written before it does, all in order, unless the reader takes longer than two seconds.
 * Who kills it (`kill -9`) loses those of the last 50 ms.
 *
 * @example const log = openLog({ level: 'info' });
 */
export const openLog = (options: Pick<LoggerOptions, 'level'>): Logger => pino(options, openStandardOutput());

/**
 * Written from this thread alone, and so in order, yet never waiting for a reader before the process ends. pino's own destination
 * waits for each write, or has another thread write, whom the end of the process then overtakes; Node's stream loses at the end
 * what the reader has not taken.
 */
function openStandardOutput(): DestinationStream & { readonly flushSync: () => void } {
  // Once Node has opened it as a stream, a full pipe refuses what is written instead of waiting.
  const { fd } = process.stdout;
  // Node's stream tells of a reader who is gone as an error; that is no reason to end.
  process.stdout.on('error', () => undefined);
  let lines = '';
  let waiting: Buffer[] = [];
  let bytesWaiting = 0;
  let isTryingAgain = false;
  let patienceMs = atMostMs;

  const gather = (): void => {
    if (lines !== '' && bytesWaiting < mostWaiting) {
      const together = Buffer.from(lines);
      waiting.push(together);
      bytesWaiting += together.length;
    }
    lines = '';
  };
  /** Whether nothing waits any more. */
  const writeWhatFits = (): boolean => {
    for (const [index, bytes] of waiting.entries()) {
      const written = writtenOf(fd, bytes);
      bytesWaiting -= written;
      if (written === bytes.length) continue;
      waiting = [bytes.subarray(written), ...waiting.slice(index + 1)];
      return false;
    }
    waiting = [];
    return true;
  };
  const write = (): void => {
    gather();
    if (isTryingAgain || writeWhatFits()) return;
    isTryingAgain = true;
    setTimeout(() => {
      isTryingAgain = false;
      write();
    }, triedAgainAfterMs).unref();
  };
  const writeAll = (): void => {
    gather();
    const began = performance.now();
    while (!writeWhatFits() && performance.now() - began < patienceMs) sleep(1);
    patienceMs -= performance.now() - began;
  };
  setInterval(write, writtenAfterMs).unref();
  process.on('exit', writeAll);
  return {
    write: (line) => {
      lines += line;
      if (lines.length >= writtenTogether) write();
    },
    // pino asks for it after a fatal error.
    flushSync: writeAll,
  };
}

/** How many bytes found room; of one that can never be written all, as if they had. */
function writtenOf(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : bytes.length;
  }
}

const sleep = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
