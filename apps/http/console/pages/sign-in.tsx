import { useState } from 'preact/hooks';
import { ApiError } from '../api/problem.js';
import { signIn, type User } from '../api/session.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import type { FormValues } from '../ui/form-values.js';
import { Page } from '../ui/page.js';

/** Asks for e-mail and password, and for the code of the second factor if the account has one. */
export function SignInPage({ onSignedIn }: { readonly onSignedIn: (user: User) => void }) {
  const [needsCode, setNeedsCode] = useState(false);
  const submit = async (values: FormValues): Promise<void> => {
    const totp = values.optional('totp');
    try {
      onSignedIn(
        await signIn({
          email: values.text('email'),
          password: values.text('password'),
          ...(totp === undefined ? {} : { totp }),
        }),
      );
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.problem.code === 'auth.totp-required') setNeedsCode(true);
      throw thrown;
    }
  };
  return (
    <Page title="Sign in">
      <Form label="Sign in" button="Sign in" submit={submit}>
        <TextField label="E-mail" name="email" type="email" autocomplete="username" required />
        <TextField label="Password" name="password" type="password" autocomplete="current-password" required />
        {needsCode && (
          <TextField
            label="Code"
            name="totp"
            autocomplete="one-time-code"
            hint="From your authenticator app, or one of your recovery codes."
            required
          />
        )}
      </Form>
    </Page>
  );
}
