import type { ShopSettings } from '../../ports.js';
import type { SessionReader } from '../../ports/read-models/session-reader.js';

/** What sessions are worth where the shop demands a second factor of its staff: without one they can only add it. */
export const demandSecondFactor = ({
  sessionReader,
  staffMfa = 'optional',
}: Pick<ShopSettings, 'staffMfa'> & { readonly sessionReader: SessionReader }): SessionReader =>
  staffMfa === 'optional'
    ? sessionReader
    : {
        ...sessionReader,
        access: (sessionId) =>
          sessionReader
            .access(sessionId)
            .map((access) =>
              access === undefined || access.role === 'customer' || access.hasSecondFactor === true
                ? access
                : { ...access, mustEnrol: true },
            ),
      };
