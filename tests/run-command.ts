import { execFile } from 'node:child_process';

/** How a command ended, and all that it printed. */
export type Ended = { readonly exitCode: number; readonly output: string; readonly stdout: string };

/** Runs a command to its end; a failure is an answer too. */
export const runCommand = (command: string, args: readonly string[], cwd?: string): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, stdout, output: exitCode === -1 ? `${error?.message ?? ''}\n${stderr}` : stdout + stderr });
    });
  });
