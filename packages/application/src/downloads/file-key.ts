const segment = '[a-z0-9][a-z0-9_-]{0,99}';
const fileKey = new RegExp(`^${segment}(/${segment}){0,4}$`, 'u');

/**
 * Whether a text can be a key: up to five parts of lower-case letters, digits, `-` and `_`, so that no file system
 * reads anything else into one.
 *
 * @example isFileKey('digital/0193-a') // true
 */
export const isFileKey = (key: string): boolean => fileKey.test(key);
