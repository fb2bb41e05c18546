import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { messagesOf, runWithLog } from '../../testing/logging-process.js';

describe('the log of a process', () => {
  /** More than a pipe holds, so that the end comes while some still waits. */
  const lines = 3000;
  it.each([
    ['that exits at once', 'process.exit(1);'],
    ['that comes to its end by itself', ''],
    ['that fails unforeseen', "throw new Error('a defect');"],
    ['that logs a fatal error and is killed', "log.fatal('the end'); process.kill(process.pid, 'SIGKILL');"],
  ])('has every line, in order, of one %s, though its reader is slow', async (_how, end) => {
    const child = runWithLog(`for (let line = 0; line < ${lines}; line += 1) log.info('line ' + line); ${end}`);
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      await setTimeout(10);
    }
    const messages = messagesOf(Buffer.concat(chunks).toString('utf8'));
    expect(messages.slice(0, lines)).toEqual(Array.from({ length: lines }, (_, line) => `line ${line}`));
    expect(messages.slice(lines)).toEqual(end.includes('fatal') ? ['the end'] : []);
  });

  it('does not keep a process from working, nor for ever from ending, when its reader has stopped', async () => {
    const child = runWithLog(
      "for (let line = 0; line < 30_000; line += 1) log.info('line ' + line); setTimeout(() => process.exit(7), 50);",
    );
    expect(await once(child, 'exit')).toEqual([7, null]);
  });

  it('goes on where it stopped when its reader reads again', async () => {
    const child = runWithLog(
      `for (let line = 0; line < ${lines}; line += 1) log.info('line ' + line); setInterval(() => undefined, 60_000);`,
    );
    await setTimeout(500);
    const messages: unknown[] = [];
    for await (const line of createInterface(child.stdout)) {
      messages.push(...messagesOf(line));
      if (messages.length === lines) break;
    }
    child.kill('SIGKILL');
    expect(messages).toEqual(Array.from({ length: lines }, (_, line) => `line ${line}`));
  });

  it('is no reason to end when nobody reads it any more', async () => {
    const child = runWithLog("setInterval(() => log.info('still open'), 1); setTimeout(() => process.exit(7), 500);");
    const exited = once(child, 'exit');
    await child.stdout.take(1).toArray();
    child.stdout.destroy();
    expect(await exited).toEqual([7, null]);
  });

  it.each([0, 60])('does not keep a process from ending when its reader leaves %i ms before', async (ms) => {
    const child = runWithLog(
      `process.stdout.write('ready'); setTimeout(() => {
        for (let line = 0; line < ${lines}; line += 1) log.info('line ' + line);
        setTimeout(() => { log.fatal('the end'); process.exit(7); }, ${ms});
      }, 300);`,
    );
    const exited = once(child, 'exit');
    await child.stdout.take(1).toArray();
    child.stdout.destroy();
    expect(await exited).toEqual([7, null]);
  });

  it('does not keep a process from ending when its reader leaves while the process waits for it', async () => {
    const child = runWithLog(
      `for (let line = 0; line < ${lines}; line += 1) log.info('line ' + line); process.exit(7);`,
    );
    const exited = once(child, 'exit');
    await once(child.stdout, 'readable');
    await setTimeout(300);
    child.stdout.destroy();
    expect(await exited).toEqual([7, null]);
  });

  it('has lines for people where that is asked for, the last one too', async () => {
    const child = runWithLog(
      "log.info({ orders: 2 }, 'the shop is open'); log.fatal('the end'); process.exit(7);",
      "{ format: 'pretty' }",
    );
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) chunks.push(chunk);
    const line = String.raw`\[\d\d:\d\d:\d\d\.\d{3}\]`;
    expect(Buffer.concat(chunks).toString('utf8')).toMatch(
      new RegExp(`^${line} INFO: the shop is open \\{"orders":2\\}\n${line} FATAL: the end\n$`, 'u'),
    );
  });
});
