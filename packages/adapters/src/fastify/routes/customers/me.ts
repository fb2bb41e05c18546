import type { ChangeMeError, Me, UseCases, ViewMeError } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { accessProblems } from '../../errors/access-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Locale, nullable, personName } from '../../requests/plain-schemas.js';
import { contentTag, expectedContent } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { checkoutFields } from '../cart/cart-schemas.js';
import { userFields } from '../identity/identity-schemas.js';
import { presentUser } from '../identity/present-user.js';

const meProblems = {
  'auth.token-invalid': accessProblems['auth.token-invalid'],
  ...storageProblems,
} satisfies Problems<ViewMeError>;
const changeMeProblems = {
  'user.stale': {
    status: 412,
    title: 'The account was changed in the meantime',
    detail: 'Read it again before you change it.',
  },
  ...meProblems,
} satisfies Problems<ChangeMeError>;

const marketingConsent = Type.Boolean({ description: 'Whether the shop may send advertisements.' });
const { metadata } = checkoutFields;

/** Profile fields besides the name. */
export const profileFields = { locale: Type.Optional(Locale), marketingConsent, metadata };

const secondFactor = Type.Boolean({ description: 'Whether signing in needs a second factor.' });
const MeResponse = Type.Object({ ...userFields, ...profileFields, secondFactor }, { title: 'Me' });

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
          response: { 200: MeResponse },
        },
        config: { access: viewMe.access, problems: meProblems },
      },
      async ({ caller }, reply) => respondWithMe(reply, await orProblem(viewMe({ caller }), meProblems)),
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
          response: { 200: MeResponse },
        },
        config: { access: changeMe.access, problems: changeMeProblems, conditional: 'content' },
      },
      async (request, reply) => {
        const { caller, body } = request;
        const isExpected = expectedContent(request);
        const change = changeMe({
          caller,
          changes: body,
          ...(isExpected === undefined ? {} : { isExpected: (me: Me) => isExpected(presentMe(me)) }),
        });
        return respondWithMe(reply, await orProblem(change, changeMeProblems));
      },
    );
    done();
  };

/** With members in a fixed order, so that the same account always has the same tag. */
const presentMe = ({ user, profile, hasSecondFactor }: Me) => {
  const { id, email, emailVerified, name, role, groups, createdAt } = presentUser(user);
  const { locale, marketingConsent: consent, metadata: facts } = profile;
  return {
    id,
    email,
    emailVerified,
    name,
    role,
    groups,
    createdAt,
    ...(locale === undefined ? {} : { locale }),
    marketingConsent: consent,
    metadata: Object.fromEntries(Object.entries(facts).toSorted(([one], [other]) => (one < other ? -1 : 1))),
    secondFactor: hasSecondFactor,
  };
};

function respondWithMe(reply: FastifyReply, me: Me) {
  const presented = presentMe(me);
  void reply.header('etag', contentTag(presented));
  return presented;
}
