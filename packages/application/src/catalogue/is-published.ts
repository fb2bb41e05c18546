import type { Instant } from '@cartwright/domain';

/** Whether something with a publication date is for sale at an instant. Without a date it always is. */
export const isPublished = ({ publishAt }: { readonly publishAt?: Instant }, at: Instant): boolean =>
  publishAt === undefined || publishAt <= at;
