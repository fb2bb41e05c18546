import type { CustomerId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** What users say of themselves besides their name. */
export type Profile = {
  /** A BCP 47 tag, such as `de-AT`; absent: unknown. */
  readonly locale?: string;
  /** Whether the shop may send advertisements. */
  readonly marketingConsent: boolean;
  readonly metadata: Readonly<Record<string, string>>;
};

/** Profiles, one for each user. A profile is saved with the user locked. */
export type ProfileRecords = {
  /** Without consent and without metadata where the user has said nothing. */
  readonly ofUser: (userId: CustomerId) => ResultAsync<Profile, never>;
  readonly save: (userId: CustomerId, profile: Profile) => ResultAsync<void, never>;
};
