import type { ChangeMeError, Me, UseCases } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { accessProblems } from '../../errors/access-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Locale, nullable, personName } from '../../requests/plain-schemas.js';
import { contentTag } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { checkoutFields } from '../cart/cart-schemas.js';
import { userFields } from '../identity/identity-schemas.js';
import { presentUser } from '../identity/present-user.js';

const meProblems = {
  'auth.token-invalid': accessProblems['auth.token-invalid'],
  ...storageProblems,
} satisfies Problems<ChangeMeError>;

const marketingConsent = Type.Boolean({ description: 'Whether the shop may send advertisements.' });
const { metadata } = checkoutFields;

/** Profile fields besides the name. */
export const profileFields = { locale: Type.Optional(Locale), marketingConsent, metadata };

const MeAnswer = Type.Object({ ...userFields, ...profileFields }, { title: 'Me' });

const ChangeMeBody = Type.Object(
  {
    name: Type.Optional(personName),
    locale: Type.Optional(nullable(Locale)),
    marketingConsent: Type.Optional(marketingConsent),
    metadata: Type.Optional(nullable(metadata)),
  },
  { ...closed, title: 'MeChanges', examples: [{ name: 'Ada King', locale: 'en-GB', marketingConsent: true }] },
);

/** The caller's own account. */
export const meRoutes =
  ({ viewMe, changeMe }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Account'];

    app.get(
      '/me',
      {
        schema: {
          tags,
          operationId: 'viewMe',
          summary: 'Your account',
          description: 'With your profile.',
          response: { 200: MeAnswer },
        },
        config: { access: viewMe.access, problems: meProblems },
      },
      async ({ caller }, reply) => answerMe(reply, await orProblem(viewMe({ caller }), meProblems)),
    );

    app.patch(
      '/me',
      {
        schema: {
          tags,
          operationId: 'changeMe',
          summary: 'Change your account',
          description: '`null` clears a field; an absent field stays. `metadata` is replaced as a whole.',
          body: ChangeMeBody,
          response: { 200: MeAnswer },
        },
        config: { access: changeMe.access, problems: meProblems },
      },
      async ({ caller, body }, reply) =>
        answerMe(reply, await orProblem(changeMe({ caller, changes: body }), meProblems)),
    );
    done();
  };

function answerMe(reply: FastifyReply, { user, profile }: Me) {
  const presented = { ...presentUser(user), ...profile };
  void reply.header('etag', contentTag(presented));
  return presented;
}
