import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';

/**
 * Ends a server and removes its directory when this process goes away, however it goes: a shell waits for its standard
 * input to close, which the kernel does even after `kill -9`. Without it a test run that is cut short leaves servers
 * behind.
 *
 * @param pid - the server; it gets SIGQUIT, and a second later SIGKILL
 * @param directory - an absolute path, removed with all that it holds
 * @returns a function that calls the watch off, once the server was stopped properly
 */
export function endWithThisProcess(pid: number, directory: string): () => void {
  const script = 'trap "" INT TERM; cat >/dev/null; kill -QUIT "$1"; sleep 1; kill -KILL "$1"; rm -rf -- "$2"';
  const watch = spawn('/bin/sh', ['-c', script, 'sh', String(pid), directory], { stdio: ['pipe', 'ignore', 'ignore'] });
  // Neither the watch nor its pipe keeps this process alive.
  watch.unref();
  (watch.stdin as unknown as { unref(): void }).unref();
  return () => {
    watch.kill('SIGKILL');
  };
}

/**
 * Ends a server that was spawned, with this process at the latest. Call it in the tick of `spawn`.
 *
 * @param directory - an absolute path, removed with all that it holds
 * @returns a function that ends the server now (SIGKILL), frozen or not. Safe to call twice.
 */
export function ownServer(server: ChildProcess, directory: string): () => Promise<void> {
  // A program that cannot be spawned has no pid.
  if (server.pid === undefined) return () => rm(directory, { recursive: true, force: true });
  const exited = once(server, 'exit');
  const callOff = endWithThisProcess(server.pid, directory);
  return async () => {
    server.kill('SIGKILL');
    await exited;
    callOff();
    await rm(directory, { recursive: true, force: true });
  };
}
