import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = new URL('open-log.ts', import.meta.url).href;
/** Where `tsx` is found. */
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A process that opens its log and does this. */
const run = (work: string) =>
  spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', `import { exitWith, openLog } from '${source}'; const log = openLog({}); ${work}`], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const messagesOf = (log: string): readonly unknown[] =>
  log.trim().split('\n').map((line) => (JSON.parse(line) as { readonly msg: unknown }).msg);

describe('the log of a process', () => {
  it.each([
    ['that ends well', 'exitWith(0, log);'],
    ['that exits at once', 'process.exit(1);'],
    ['that comes to its end by itself', ''],
    ['that fails unforeseen', "throw new Error('a defect');"],
    ['that says a fatal error and is killed', "log.fatal('the end'); process.kill(process.pid, 'SIGKILL');"],
  ])('has every line, in order, of one %s', async (_how, end) => {
    const messages = messagesOf(await text(run(`for (let line = 0; line < 500; line += 1) log.info('line ' + line); ${end}`).stdout));
    expect(messages.slice(0, 500)).toEqual(Array.from({ length: 500 }, (_, line) => `line ${line}`));
  });

  it('has every line, in order, of one that ends while a slow reader has yet to take what it wrote before', async () => {
    const child = run("for (let line = 0; line < 3000; line += 1) log.info('line ' + line); exitWith(0, log);");
    child.stdout.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(messagesOf(await text(child.stdout))).toEqual(Array.from({ length: 3000 }, (_, line) => `line ${line}`));
  });

  it('is no reason to end when nobody reads it any more', async () => {
    const child = run("setInterval(() => log.info('still open'), 1); setTimeout(() => process.exit(7), 500);");
    await child.stdout.take(1).toArray();
    child.stdout.destroy();
    expect(await once(child, 'exit')).toEqual([7, null]);
  });

  it('tells a line though none follows', async () => {
    const child = run("log.info('the shop is open'); setInterval(() => undefined, 60_000);");
    const [first] = (await child.stdout.take(1).toArray()) as [Buffer];
    child.kill('SIGKILL');
    expect(messagesOf(first.toString('utf8'))).toEqual(['the shop is open']);
  });
});
