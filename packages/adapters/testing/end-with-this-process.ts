import { spawn } from 'node:child_process';

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
