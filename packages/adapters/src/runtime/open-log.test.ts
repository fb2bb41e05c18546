import { expect, it } from 'vitest';
import { messagesOf, runWithLog } from '../../testing/logging-process.js';

it('the log of a process has a line though none follows', async () => {
  const child = runWithLog("log.info('the shop is open'); setInterval(() => undefined, 60_000);");
  const [first] = (await child.stdout.take(1).toArray()) as [Buffer];
  child.kill('SIGKILL');
  expect(messagesOf(first.toString('utf8'))).toEqual(['the shop is open']);
});
