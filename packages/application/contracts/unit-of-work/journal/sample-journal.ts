import type { Post, PostComment } from '@cartwright/application';
import { freshId, noon } from '../../sample-shop.js';

/** A post that is published at noon, unless `facts` override it. */
export const samplePost = (facts: Partial<Post> = {}): Post => {
  const id = freshId();
  return {
    id,
    slug: `post-${id.slice(-12)}`,
    title: 'How we glaze mugs',
    body: '<p>Each one is dipped twice.</p>',
    tags: ['workshop'],
    author: 'Ada Lovelace',
    status: 'published',
    publishAt: noon,
    translations: {},
    version: 1,
    createdAt: noon,
    updatedAt: noon,
    ...facts,
  };
};

/** A pending comment, unless `facts` override it. */
export const sampleComment = (facts: Pick<PostComment, 'postId' | 'userId'> & Partial<PostComment>): PostComment => ({
  id: freshId(),
  author: 'Bob B.',
  text: 'Twice?\nI did not know.',
  status: 'pending',
  version: 1,
  createdAt: noon,
  updatedAt: noon,
  ...facts,
});
