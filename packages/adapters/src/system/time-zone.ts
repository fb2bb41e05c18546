/**
 * Whether a name is one of the IANA time zone database that Node knows.
 *
 * @example isTimeZone('Europe/Berlin') // true
 */
export function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
