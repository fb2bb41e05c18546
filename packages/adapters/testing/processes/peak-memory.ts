import { existsSync, readFileSync } from 'node:fs';

/** The most memory that a process has held so far, in MB; NaN where there is no /proc. */
export function peakMemoryOf(pid: number): number {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return Number.NaN;
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/u.exec(readFileSync(path, 'utf8')) ?? [];
  return (Number(kilobytes) * 1_024) / 1e6;
}
