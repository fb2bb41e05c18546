import type { User } from '../ports/repositories/user-records.js';

/** The groups of a registered customer for prices and promotions: `regular` if they have no other. */
export const customerGroupsOf = ({ groups = [] }: Pick<User, 'groups'>): readonly string[] =>
  groups.length === 0 ? ['regular'] : groups;
