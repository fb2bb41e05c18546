import type { LinkExpired, LinkInvalid } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';

export const linkProblems = {
  'link.invalid': {
    status: 403,
    title: 'The link is not valid',
    detail: 'It is incomplete or was changed. Copy all of it.',
  },
  'link.expired': { status: 410, title: 'The link has expired', detail: 'Request a new one where you got it.' },
} satisfies Problems<LinkInvalid | LinkExpired>;
