import type {
  AddReviewError,
  ChangeReviewError,
  ListReviewsError,
  ProductNotFound,
  ReviewNotFound,
  ReviewVersionStale,
} from '@cartwright/application';
import { Type } from 'typebox';
import { accessProblems } from '../../errors/access-problems.js';
import { listProblems } from '../../errors/list-problems.js';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Id, Instant, nullable, oneOf, text } from '../../requests/plain-schemas.js';

const productProblems = {
  'catalogue.product-not-found': {
    status: 404,
    title: 'Product not found',
    detail: 'No product for sale has this id or slug.',
  },
} satisfies Problems<ProductNotFound>;

export const listProductReviewsProblems = { ...productProblems, ...listProblems } satisfies Problems<
  ProductNotFound | ListReviewsError
>;

export const changeReviewProblems = {
  'review.not-found': {
    status: 404,
    title: 'Review not found',
    detail: 'It does not exist, was removed or is not yours.',
  },
  'review.version-stale': {
    status: 412,
    title: 'The review has changed',
    detail: 'It was changed in the meantime. Load it again.',
    hint: 'It is at version `actual`.',
  },
  ...storageProblems,
} satisfies Problems<ReviewNotFound | ReviewVersionStale | ChangeReviewError>;

export const addReviewProblems = {
  ...productProblems,
  'review.not-bought': {
    status: 403,
    title: 'Product not bought',
    detail: 'Only customers with a paid order of the product can review it.',
  },
  'review.duplicate': {
    status: 409,
    title: 'Product already reviewed',
    detail: 'A customer has one review a product. Change yours instead.',
  },
  'auth.token-invalid': accessProblems['auth.token-invalid'],
  ...storageProblems,
} satisfies Problems<AddReviewError>;

const Rating = Type.Integer({ minimum: 1, maximum: 5, description: 'Stars.' });
/** Plain text of several lines, not blank. */
const ReviewText = Type.String({
  minLength: 1,
  maxLength: 5_000,
  pattern: '^(?=[\\s\\S]*\\S)(?:[^\\p{Cc}]|[\\t\\n\\r])+$',
  description: 'Plain text.',
});
const DisplayName = {
  ...text(60),
  description: 'The name of the author; default: first name and initial.',
};

export const ReviewBody = Type.Object(
  { rating: Rating, title: Type.Optional(text(120)), text: ReviewText, displayName: Type.Optional(DisplayName) },
  {
    ...closed,
    title: 'NewReview',
    examples: [{ rating: 5, title: 'Warm light', text: 'It makes the whole room cosy.', displayName: 'Ada' }],
  },
);

export const ReviewPatch = Type.Object(
  {
    rating: Type.Optional(Rating),
    title: Type.Optional(nullable(text(120))),
    text: Type.Optional(ReviewText),
    displayName: Type.Optional(nullable(DisplayName)),
  },
  { ...closed, title: 'ReviewChanges', examples: [{ rating: 4, text: 'Still good after a year.' }] },
);

const shown = {
  id: Id,
  rating: Type.Integer(),
  title: Type.Optional(Type.String()),
  text: Type.String({ description: 'Plain text: escape it in HTML.' }),
  author: Type.String(),
  createdAt: Instant,
  updatedAt: Instant,
};
export const ReviewStatus = oneOf('pending', 'approved', 'rejected');
export const ShownReview = Type.Object(shown, { title: 'Review' });
export const OwnReview = Type.Object({ ...shown, productId: Id, status: ReviewStatus }, { title: 'OwnReview' });
export const ManagedReview = Type.Object(
  { ...shown, productId: Id, userId: Id, status: ReviewStatus, version: Type.Integer() },
  { title: 'ManagedReview' },
);
export const ListedManagedReview = Type.Object(
  {
    ...shown,
    productId: Id,
    userId: Id,
    status: ReviewStatus,
    version: Type.Integer(),
    product: Type.Object({ slug: Type.String(), name: Type.String() }),
  },
  { title: 'ListedReview' },
);
