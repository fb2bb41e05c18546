import type { Fields } from './fields.js';

/** Customers, staff and what they may do. */
export const peopleFields: Fields = {
  queries: {
    customers: 'listCustomers',
    customer: 'viewCustomer',
    customerGroups: 'listCustomerGroups',
    customerGroup: 'viewCustomerGroup',
    users: 'listUsers',
    user: 'viewUser',
    roles: 'listRoles',
    role: 'viewRole',
    apiKeys: 'listApiKeys',
  },
  mutations: [
    'eraseGuest',
    'eraseUser',
    'createCustomerGroup',
    'changeCustomerGroup',
    'deleteCustomerGroup',
    'inviteUser',
    'repeatInvitation',
    'changeUser',
    'resetSecondFactor',
    'defineRole',
    'changeRole',
    'deleteRole',
    'createApiKey',
    'revokeApiKey',
  ],
};
