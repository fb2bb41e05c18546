import { expect, it } from 'vitest';
import { canBeSkipped, programs, skipNotices } from './needs.js';

it('a run prints what it skips for want of a program, and the line that installs it', () => {
  const none = Object.fromEntries(
    Object.entries(programs).map(([name, need]) => [name, { ...need, isMet: () => false }]),
  );
  const notices = skipNotices(none);
  expect(notices).toHaveLength(4);
  for (const [index, name] of ['haproxy', 'pgbouncer', 'prometheus', 'postgresql'].entries()) {
    expect(notices[index]).toMatch(
      new RegExp(
        `^\\nNO ${name.toUpperCase()}: .* skipped\\. .*apt-get install -y --no-install-recommends ${name}\\n`,
        'u',
      ),
    );
  }
});

it('a run prints nothing of programs that are there', () => {
  expect(skipNotices({ HAProxy: { isMet: () => true, toMeet: 'nothing' } })).toEqual([]);
});

it('a missing program skips its tests on a machine of ours, and fails them in CI', () => {
  const [missing, present] = [{ isMet: () => false }, { isMet: () => true }];
  expect([canBeSkipped(missing, {}), canBeSkipped(present, {})]).toEqual([true, false]);
  expect([canBeSkipped(missing, { CI: 'true' }), canBeSkipped(present, { CI: 'true' })]).toEqual([false, false]);
});
