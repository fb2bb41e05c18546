import { Type } from 'typebox';

/** What a link ends with. */
export const LinkParams = Type.Object({ token: Type.String({ maxLength: 500 }) });
