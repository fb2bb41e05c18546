import { Type } from 'typebox';

/** The token at the end of a link. */
export const LinkParams = Type.Object({ token: Type.String({ maxLength: 500 }) });
