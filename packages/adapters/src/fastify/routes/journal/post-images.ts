import type { SetPostImageError, UseCases } from '@cartwright/application';
import { orProblem, type Problems } from '../../errors/problem.js';
import { IdParams } from '../../requests/plain-schemas.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { acceptPictureForms, pictureForm, pictureProblems, readPicture } from '../catalogue/picture-form.js';
import { respondWithPost } from './admin-posts.js';
import { changePostProblems } from './journal-problems.js';
import { ManagedPost } from './journal-schemas.js';

const setImageProblems = { ...changePostProblems, ...pictureProblems } satisfies Problems<SetPostImageError>;

/** Uploads the cover of a post. Accepts a form with a file, but no JSON. */
export const postImageRoutes =
  ({ setPostImage }: UseCases): Routes =>
  (app, _options, done) => {
    const pictureOptions = acceptPictureForms(app);

    app.post(
      '/admin/posts/:id/image',
      {
        ...pictureOptions,
        schema: {
          tags: ['Journal'],
          operationId: 'setPostImage',
          summary: 'Upload the cover of a post',
          description:
            'Stored as WebP in three sizes, without the location and device that cameras record. It replaces the cover ' +
            'before. `image: null` in a change of the post removes it.',
          params: IdParams,
          ...pictureForm,
          response: { 200: ManagedPost },
        },
        config: { access: setPostImage.access, problems: setImageProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const set = setPostImage({ caller, postId: params.id, ...expectedVersion(request), ...readPicture(body) });
        return respondWithPost(reply, await orProblem(set, setImageProblems));
      },
    );
    done();
  };
