import type { Deprecations } from './responses/announce-deprecation.js';

/**
 * Operations that will go. Each stays for at least 12 months after its deprecation is released. See
 * docs/contributing.md, "A deprecated operation".
 */
export const deprecations: Deprecations = {};
