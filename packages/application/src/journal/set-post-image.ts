import type { ResultAsync } from 'neverthrow';
import {
  discardFilesOf,
  uploadImage,
  type UploadDeps,
  type UploadedImage,
  type UploadImageError,
} from '../catalogue/images/product-image-files.js';
import type { Post } from '../ports/repositories/journal/post-records.js';
import type { ChangePost, ChangePostError, PostChange } from './write-posts.js';

export type SetPostImageError = UploadImageError | ChangePostError;
/**
 * Makes an uploaded picture the cover of a post, instead of the one before. Its files are stored before the post refers
 * to them. A crash in between leaves unused files.
 */
export type SetPostImage = (command: PostChange & UploadedImage) => ResultAsync<Post, SetPostImageError>;

export const makeSetPostImage =
  ({ changePost, ...deps }: UploadDeps & { readonly changePost: ChangePost }): SetPostImage =>
  ({ content, alt = '', ...change }) =>
    uploadImage(deps, { content, alt }).andThen(({ id, url }) =>
      changePost({ ...change, patch: { image: { url, alt, fileId: id } } }).orElse((error) =>
        discardFilesOf(deps.fileStore, [id], error),
      ),
    );
