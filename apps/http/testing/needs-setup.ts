/** Vitest's global setup of tests that need installed programs: prints once what is missing, and how to get it. */
import { programs, skipNotice, skipNotices } from '@cartwright/adapters/testing/installed/needs';
import type { TestProject } from 'vitest/node';

export default async function setup(project: TestProject): Promise<void> {
  // The fast tests need none of it.
  if (project.config.env['THOROUGH'] !== 'true') return;
  // Imported here because the import mounts a disk.
  const { canMount } = await import('./small-disk.js');
  const disk = canMount ? [] : [skipNotice('small disk', 'run the tests as root')];
  // In CI a program that is missing fails its tests.
  const missing = process.env['CI'] === 'true' ? [] : skipNotices(programs);
  for (const notice of [...missing, ...disk]) process.stderr.write(notice);
}
