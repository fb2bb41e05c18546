import type { ScheduleRecords } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, noon, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type ScheduleRecordsSubject = { readonly records: ScheduleRecords; readonly dispose: () => Promise<void> };

/** What every `ScheduleRecords` promises. `makeSubject` is called before each test, with empty storage each time. */
export const describeScheduleRecordsContract = (
  name: string,
  makeSubject: () => Promise<ScheduleRecordsSubject>,
): void => {
  describe(`${name} as schedule records`, () => {
    const subject = subjectForEachTest(makeSubject);
    const last = async () => valueOf(await subject().records.lastTick('expire-orders'));
    const note = async (at: string): Promise<void> => valueOf(await subject().records.noteTick('expire-orders', at));

    it('have no tick of a schedule that has never run', async () => {
      expect(await last()).toBeUndefined();
    });

    it('have the latest tick, to the millisecond', async () => {
      await note('2026-11-21T12:00:00.007Z');
      expect(await last()).toBe('2026-11-21T12:00:00.007Z');
      await note(afterNoon(60));
      expect(await last()).toBe(afterNoon(60));
    });

    it('never go back to an earlier tick', async () => {
      await note(afterNoon(60));
      await note(noon);
      expect(await last()).toBe(afterNoon(60));
      await Promise.all([note(afterNoon(180)), note(afterNoon(120))]);
      expect(await last()).toBe(afterNoon(180));
    });
  });
};
