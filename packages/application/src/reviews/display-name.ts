/**
 * What the author of a review is called: a first name and the initial of a last name, never an e-mail address.
 *
 * @example displayNameOf('Ada King Lovelace') // 'Ada L.'
 */
export function displayNameOf(name: string): string {
  const [first, ...others] = name
    .trim()
    .split(/\s+/u)
    .filter((part) => part !== '' && !part.includes('@'));
  if (first === undefined) return anonymous;
  const initial = Array.from(others.at(-1) ?? '').at(0);
  return initial === undefined ? first : `${first} ${initial.toLocaleUpperCase('en')}.`;
}

const anonymous = 'Customer';
