import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The present PATH, and where Debian installs servers, which the PATH of few users has. */
const directories = (): readonly string[] => [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
];

/** Where a program is installed, if it is. */
export const installed = (command: string): string | undefined =>
  directories()
    .map((directory) => join(directory, command))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
