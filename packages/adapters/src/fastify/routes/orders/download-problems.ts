import type {
  AttachDigitalFileError,
  FilesUnavailable,
  ListOrderDownloadsError,
  OpenDownloadError,
  ReadDownloadError,
  RemoveDigitalFileError,
  RequestDownloadError,
  ViewDigitalFileError,
} from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { linkProblems } from './link-problems.js';
import { viewOrderProblems } from './order-problems.js';
import { variantProblems } from '../cart/pricing-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

const filesProblems = {
  'files.unavailable': {
    status: 503,
    title: 'The files are away for a moment',
    detail: 'Nothing was changed. Try again after `Retry-After` seconds.',
  },
} satisfies Problems<FilesUnavailable>;

export const attachDigitalFileProblems = {
  ...variantProblems,
  'catalogue.variant-not-digital': {
    status: 422,
    title: 'The variant is not digital',
    detail: 'It is sent in a parcel: nobody could download a file of it.',
  },
  'file.empty': { status: 422, title: 'The file is empty', detail: 'Nothing was attached.' },
  'file.incomplete': {
    status: 400,
    title: 'The file is incomplete',
    detail: 'The body ended before its end. Nothing was attached.',
  },
  'file.too-large': {
    status: 413,
    title: 'The file is too large',
    detail: 'It may have `maximumBytes` bytes. Nothing was attached.',
  },
  ...filesProblems,
  ...storageProblems,
} satisfies Problems<AttachDigitalFileError>;

export const digitalFileProblems = {
  'digital-file.not-found': {
    status: 404,
    title: 'The variant has no file',
    detail: 'None was attached, or there is no such variant.',
  },
  ...storageProblems,
} satisfies Problems<ViewDigitalFileError | RemoveDigitalFileError>;

export const requestDownloadProblems = {
  'download.not-found': {
    status: 404,
    title: 'There is no such download',
    detail: 'You have not bought it, or not paid for it yet.',
  },
  'download.withdrawn': {
    status: 403,
    title: 'The download was withdrawn',
    detail: 'The order was cancelled, or what was paid for it was refunded.',
  },
  'download.file-missing': {
    status: 404,
    title: 'There is no file yet',
    detail: 'It is yours as soon as the shop has attached one.',
  },
  ...storageProblems,
} satisfies Problems<RequestDownloadError>;

export const listOrderDownloadsProblems = viewOrderProblems satisfies Problems<ListOrderDownloadsError>;

export const openDownloadProblems = {
  ...requestDownloadProblems,
  ...linkProblems,
  'download.range-unsatisfiable': {
    status: 416,
    title: 'The file has no such part',
    detail: 'The range begins past the end; `Content-Range` says how large the file is.',
  },
  ...filesProblems,
} satisfies Problems<OpenDownloadError | ReadDownloadError | { readonly type: 'download.range-unsatisfiable' }>;
