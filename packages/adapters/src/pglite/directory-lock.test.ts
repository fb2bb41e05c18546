import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectoryInUse, lockDirectory } from './directory-lock.js';

type Report = { readonly locked: true } | { readonly refused: string; readonly pid: number; readonly message: string };

const program = fileURLToPath(new URL('../../testing/processes/directory-lock-process.mjs', import.meta.url));

describe('a locked directory', () => {
  let directory: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cartwright-lock-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child);
    await rm(directory, { recursive: true, force: true });
  });

  /** Another process, on built output, that tries to lock the directory. */
  const lockElsewhere = async (): Promise<{ readonly child: ChildProcess; readonly report: Report }> => {
    const child = spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, report: JSON.parse(line) as Report };
  };

  it('is refused to a second process, with the owner in the message', async () => {
    const { child, report } = await lockElsewhere();
    expect(report).toEqual({ locked: true });
    const { report: second } = await lockElsewhere();
    expect(second).toMatchObject({ refused: 'DataDirectoryInUse', pid: child.pid });
    expect(second).toMatchObject({ message: expect.stringContaining(`process ${child.pid}`) as string });
  });

  it('is refused while its process is stopped', async () => {
    const { child } = await lockElsewhere();
    child.kill('SIGSTOP');
    await expect(lockDirectory(directory)).rejects.toBeInstanceOf(DataDirectoryInUse);
  });

  it('is free after its process was killed, even if another process has its pid', async () => {
    const { child } = await lockElsewhere();
    await kill(child);
    // As after a restart in a container, where the new process has the pid of the dead one.
    const lock = join(directory, (await readdir(directory)).find((name) => /^database\.lock\.\d+$/u.test(name)) ?? '');
    const left = JSON.parse(await readFile(lock, 'utf8')) as object;
    await writeFile(lock, JSON.stringify({ ...left, pid: process.pid }));
    const taken = await lockDirectory(directory);
    await expect(taken.release()).resolves.toBeUndefined();
  });

  it('goes to one of several processes that try to take it over simultaneously', async () => {
    const { child } = await lockElsewhere();
    await kill(child);
    const reports = (await Promise.all(Array.from({ length: 4 }, lockElsewhere))).map(({ report }) => report);
    expect(reports.filter((report) => 'locked' in report)).toHaveLength(1);
    expect(reports.filter((report) => 'refused' in report && report.refused === 'DataDirectoryInUse')).toHaveLength(3);
  });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
