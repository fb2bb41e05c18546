import { okAsync, type ResultAsync } from 'neverthrow';
import { removeFilesOf } from '../catalogue/images/product-image-files.js';
import type { FileStore } from '../ports/file-store.js';
import type { Post, PostImage } from '../ports/repositories/journal/post-records.js';

type Covered = Pick<Post, 'image'>;

/**
 * The changed post. It keeps its uploaded picture if the client sends back the URL of that picture. The description may
 * be another.
 */
export const keepUpload = <P extends Covered>({ image: before }: Covered, after: P): P =>
  after.image !== undefined && isOf(before, after.image)
    ? { ...after, image: { ...before, alt: after.image.alt } }
    : after;

/** The URL that clients read may have the address of the shop before the path. */
const isOf = (upload: PostImage | undefined, image: PostImage): upload is PostImage =>
  upload?.fileId !== undefined && image.fileId === undefined && image.url.endsWith(upload.url);

/** Removes the files of an uploaded cover that the post no longer has. */
export const removeUnusedCover = (
  fileStore: FileStore,
  { image: before }: Covered,
  after: Covered | undefined,
): ResultAsync<void, never> =>
  before?.fileId === undefined || before.fileId === after?.image?.fileId
    ? okAsync(undefined)
    : removeFilesOf(fileStore, [before.fileId]);
