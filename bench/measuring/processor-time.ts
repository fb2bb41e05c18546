import { existsSync, readFileSync } from 'node:fs';

/** Milliseconds of a tick in /proc/<pid>/stat: 100 ticks a second on every Linux that Node runs on. */
const tickMs = 10;

/**
 * Milliseconds of processor time, user and system, that a process and its children have used so far, those that have
 * ended included. The children of PostgreSQL's postmaster are its backends. NaN where there is no /proc.
 */
export function processorTimeOf(pid: number): number {
  if (!existsSync('/proc/self/stat')) return Number.NaN;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((id) => id !== '');
  return [String(pid), ...children].reduce((sum, id) => sum + timeOf(id), 0);
}

function timeOf(pid: string): number {
  const path = `/proc/${pid}/stat`;
  // A backend may have ended since; its parent counts it then.
  if (!existsSync(path)) return 0;
  const text = readFileSync(path, 'utf8');
  // The second field, a name in parentheses, may hold spaces. The fields user, system, and both of ended children
  // follow it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * tickMs, 0);
}
