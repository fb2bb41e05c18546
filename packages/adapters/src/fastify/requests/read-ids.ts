import { invalidRequest } from '../errors/request-problems.js';

const maximum = 100;
const id = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/u;

/** Ids of a query string, separated by commas. */
export function readIds(field: string, value: string): readonly string[] {
  const ids = value.split(',').map((part) => part.trim());
  if (ids.length > maximum || !ids.every((part) => id.test(part))) {
    throw invalidRequest({
      field,
      code: 'format',
      params: {},
      message: `must be at most ${maximum} ids, separated by commas`,
    });
  }
  return ids;
}
