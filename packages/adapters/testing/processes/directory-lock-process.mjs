/**
 * Locks a directory in its own process, on built output, until it is killed. Writes whether it could as a line of JSON.
 */
import { lockDirectory } from '../../dist/pglite/directory-lock.js';

const report = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
try {
  await lockDirectory(process.argv[2]);
  report({ locked: true });
  setInterval(() => undefined, 60_000);
} catch (error) {
  report({ refused: error.name, pid: error.pid, message: error.message });
  process.exitCode = 1;
}
