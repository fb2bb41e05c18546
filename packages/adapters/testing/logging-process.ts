import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const source = new URL('../src/runtime/open-log.ts', import.meta.url).href;
/** Where `tsx` is found. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** Starts a process that opens its log and does this work. */
export const runWithLog = (work: string, options = '{}') =>
  spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      `import { openLog } from '${source}'; const log = await openLog(${options}); ${work}`,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
/** The messages of a log, in order. */
export const messagesOf = (log: string): readonly unknown[] =>
  log
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly msg: unknown }).msg);
