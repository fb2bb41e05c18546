import type { User } from '../ports/repositories/user-records.js';

/** The groups that prices and promotions know a registered customer by: `regular` where they have no other. */
export const customerGroupsOf = ({ groups = [] }: Pick<User, 'groups'>): readonly string[] =>
  groups.length === 0 ? ['regular'] : groups;
