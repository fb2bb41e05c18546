const dayAndTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const dayOnly = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

/** An instant in the reader's own time zone, or a dash. */
export const formatInstant = (instant: string | null | undefined): string =>
  instant === undefined || instant === null ? '–' : dayAndTime.format(new Date(instant));

/** The day of an instant in the reader's own time zone. */
export const formatDay = (instant: string | null | undefined): string =>
  instant === undefined || instant === null ? '–' : dayOnly.format(new Date(instant));

/**
 * The date so many days before today, in the form of the API.
 *
 * @example dayBefore(0) // '2026-11-30'
 */
export function dayBefore(days: number): string {
  const date = new Date();
  date.setDate(date.getDate() - days);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/** The value of a field of type `datetime-local` for an instant. */
export function toLocalInput(instant: string | undefined): string {
  if (instant === undefined) return '';
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * The instant of a field of type `datetime-local`; undefined if it is empty. The field has no seconds, so one that
 * still shows `before` returns that.
 */
export function fromLocalInput(text: string, before?: string): string | undefined {
  if (text === '') return undefined;
  return before !== undefined && text === toLocalInput(before) ? before : new Date(text).toISOString();
}

/**
 * Each day of a period, both included, at most a year.
 *
 * @example daysBetween('2026-02-28', '2026-03-01') // ['2026-02-28', '2026-03-01']
 */
export function daysBetween(from: string, to: string): readonly string[] {
  const days: string[] = [];
  const day = new Date(`${from}T00:00:00Z`);
  while (days.length < 366 && day.toISOString().slice(0, 10) <= to) {
    days.push(day.toISOString().slice(0, 10));
    day.setUTCDate(day.getUTCDate() + 1);
  }
  return days;
}
