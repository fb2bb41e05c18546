import type { ViewReportError } from '@cartwright/application';
import { Type } from 'typebox';
import type { Problems } from '../../errors/problem.js';
import { invalidRequest } from '../../errors/request-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

export const reportProblems = {
  'report.range-invalid': {
    status: 422,
    title: 'Invalid range of days',
    detail: 'The period ends before it starts, or is longer than ten years.',
    hint: '`to` must not be before `from`, and at most ten years after it.',
  },
  ...storageProblems,
} satisfies Problems<ViewReportError>;

export const day = (words = '') =>
  Type.String({
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
    description: `A day in the time zone of the shop. ${words}`.trim(),
    examples: ['2026-11-29'],
  });

type NamedDays = { readonly from?: string; readonly to?: string };

/** The days that a request names, checked to exist. */
export function daysOf<Days extends NamedDays>(days: Days): Days {
  const errors = (['from', 'to'] as const)
    .filter((field) => days[field] !== undefined && !isDay(days[field]))
    .map((field) => ({ field, code: 'format' as const, params: {}, message: 'must be a day, such as 2026-11-29' }));
  if (errors.length > 0) throw invalidRequest(...errors);
  return days;
}

/** `Date` reads 31 February as 3 March, and has a year 0, which PostgreSQL does not. */
const isDay = (text: string): boolean => {
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.valueOf()) && midnight.toISOString().startsWith(text) && !text.startsWith('0000');
};
