import type {
  EraseGuestError,
  EraseMeError,
  EraseUserError,
  ExportMyDataError,
  UseCases,
} from '@cartwright/application';
import { Type } from 'typebox';
import { accessProblems } from '../../errors/access-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { rateLimitProblems } from '../../errors/rate-limit-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Email, IdParams, Instant } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { viewUserProblems, lastAdminProblems } from '../identity/admin-users.js';
import { AnyPassword } from '../identity/identity-schemas.js';
import { wrongPasswordProblems } from '../identity/password-problems.js';
import { permissionProblems } from '../identity/role-problems.js';

const exportProblems = {
  'auth.token-invalid': accessProblems['auth.token-invalid'],
  ...storageProblems,
} satisfies Problems<ExportMyDataError>;

const eraseGuestProblems = {
  'erasure.orders-open': {
    status: 409,
    title: 'Orders are still open',
    detail: 'Some orders are not delivered, cancelled or returned yet. Nothing was erased.',
    hint: '`orderIds` lists them.',
  },
  ...storageProblems,
} satisfies Problems<EraseGuestError>;

const eraseUserProblems = {
  ...eraseGuestProblems,
  ...viewUserProblems,
  ...lastAdminProblems,
  ...permissionProblems,
} satisfies Problems<EraseUserError>;

const eraseMeProblems = {
  ...eraseGuestProblems,
  ...lastAdminProblems,
  ...wrongPasswordProblems,
  ...rateLimitProblems,
} satisfies Problems<EraseMeError>;

const Row = Type.Object({}, { additionalProperties: true });

const MyDataResponse = Type.Object(
  {
    exportedAt: Instant,
    user: Row,
    groups: Type.Array(Type.String()),
    consents: Type.Object({ marketing: Type.Boolean() }),
    profile: Row,
    orders: Type.Array(Row),
    addresses: Type.Array(Row),
    sessions: Type.Array(Row),
    carts: Type.Array(Row),
  },
  {
    additionalProperties: true,
    title: 'MyData',
    examples: [
      {
        exportedAt: '2026-11-29T12:00:00.000Z',
        user: { email: 'ada@example.com', name: 'Ada Lovelace' },
        groups: ['regular'],
        consents: { marketing: false },
        profile: { locale: 'en-GB' },
        orders: [{ number: '7K3F-9QXM2A', status: 'delivered' }],
        addresses: [],
        sessions: [],
        carts: [],
      },
    ],
  },
);

const Erased = Type.Null({ description: 'Erased. A repeat gets the same response.' });
const erasing =
  'Removes personal data everywhere: account, addresses, sessions, carts, orders and stored mails. Amounts, tax, ' +
  'country and region of orders stay. Invoices keep their recipient as long as the law requires. 409 while an ' +
  'order is open.';

/** Export and erasure of personal data. */
export const privacyRoutes =
  ({ exportMyData, eraseMe, eraseUser, eraseGuest }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Account'];

    app.get(
      '/me/export',
      {
        schema: {
          tags,
          operationId: 'exportMyData',
          summary: 'Export all your personal data',
          description: 'As JSON, without secrets. Orders placed as a guest are included once your e-mail is verified.',
          response: { 200: MyDataResponse },
        },
        config: { access: exportMyData.access, problems: exportProblems },
      },
      async ({ caller }, reply) => {
        const data = await orProblem(exportMyData({ caller }), exportProblems);
        void reply.header('content-disposition', 'attachment; filename="my-data.json"');
        // The compiler does not see that rows are objects.
        return data as never;
      },
    );

    app.delete(
      '/me',
      {
        schema: {
          tags,
          operationId: 'eraseMe',
          summary: 'Delete your account',
          description: `Requires your password. ${erasing}`,
          body: Type.Object(
            { password: AnyPassword },
            { ...closed, title: 'AccountDeletion', examples: [{ password: 'correct horse battery' }] },
          ),
          response: { 204: Erased },
        },
        config: { access: eraseMe.access, problems: eraseMeProblems },
      },
      async ({ caller, body }, reply) => {
        await orProblem(eraseMe({ caller, password: body.password }), eraseMeProblems);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/admin/users/:id/erase',
      {
        schema: {
          tags,
          operationId: 'eraseUser',
          summary: 'Erase a user',
          description: `Includes orders placed as a guest. ${erasing}`,
          params: IdParams,
          response: { 204: Erased },
        },
        config: { access: eraseUser.access, problems: eraseUserProblems },
      },
      async ({ caller, params }, reply) => {
        await orProblem(eraseUser({ caller, userId: params.id }), eraseUserProblems);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/admin/customers/erase',
      {
        schema: {
          tags,
          operationId: 'eraseGuest',
          summary: 'Erase a guest by e-mail',
          description: `An account with this e-mail is not erased. ${erasing}`,
          body: Type.Object(
            { email: Email },
            { ...closed, title: 'GuestErasure', examples: [{ email: 'grace@example.com' }] },
          ),
          response: { 204: Erased },
        },
        config: { access: eraseGuest.access, problems: eraseGuestProblems },
      },
      async ({ caller, body }, reply) => {
        await orProblem(eraseGuest({ caller, email: body.email }), eraseGuestProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
