import type { Fields } from './fields.js';

export const journalFields: Fields = {
  queries: {
    posts: 'listPosts',
    post: 'viewPost',
    tags: 'listTags',
    postComments: 'listPostComments',
    managedPosts: 'listManagedPosts',
    managedPost: 'viewManagedPost',
    comments: 'listComments',
  },
  mutations: [
    'addComment',
    'removeComment',
    'createPost',
    'changePost',
    'deletePost',
    'approveComment',
    'rejectComment',
  ],
};
