import type { ResultAsync } from 'neverthrow';

/** The sizes that a picture is stored in: for lists, for the page of a product, and for a closer look. */
export type ImageSizeName = 'list' | 'page' | 'zoom';

/** Widths and heights are in pixels. */
export type ImageDimensions = { readonly width: number; readonly height: number };

/** A picture in one size, as WebP. */
export type ResizedImage = ImageDimensions & { readonly content: Uint8Array };

/** The content is no picture of an accepted type. SVG and HTML are none, since they can run scripts. */
export type ImageTypeNotAllowed = { readonly type: 'image.type-not-allowed'; readonly allowed: readonly string[] };
/** It begins as a picture and cannot be read to its end. */
export type ImageDamaged = { readonly type: 'image.damaged' };
/** It has more pixels than are processed. A small file can have very many. */
export type ImageTooManyPixels = { readonly type: 'image.too-many-pixels'; readonly maximumPixels: number };
export type ImageRefusal = ImageTypeNotAllowed | ImageDamaged | ImageTooManyPixels;

/** Makes pictures of the sizes that a shop shows, without what a camera has written into them (place, device). */
export type ImageResizer = {
  /** Each size fits into a square of that many pixels. Nothing is enlarged. */
  readonly resize: (
    content: Uint8Array,
    squares: Readonly<Record<ImageSizeName, number>>,
  ) => ResultAsync<Readonly<Record<ImageSizeName, ResizedImage>>, ImageRefusal>;
  /** A square JPEG that shows the middle of a picture, on white where it is transparent. */
  readonly square: (content: Uint8Array, side: number) => ResultAsync<Uint8Array, ImageRefusal>;
};
