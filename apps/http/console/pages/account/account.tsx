import { useContext, useState } from 'preact/hooks';
import { send } from '../../api/api.js';
import { ApiError } from '../../api/problem.js';
import type { Me, RecoveryCodes, SecondFactor } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { DialogButton } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import type { FormValues } from '../../ui/form-values.js';
import { Loaded, Page } from '../../ui/page.js';
import { useResource } from '../../ui/use-resource.js';
import { CurrentUser } from '../../ui/user.js';
import { QrCode } from './qr-code.js';
import { RecoveryCodeList } from './recovery-code-list.js';

/** The caller's own account: the second factor of signing in. */
export default function AccountPage() {
  const user = useContext(CurrentUser);
  const resource = useResource<Me>('/me');
  const [codes, setCodes] = useState<readonly string[]>();
  const turned = (recoveryCodes?: readonly string[]): void => {
    setCodes(recoveryCodes);
    resource.reload();
  };
  return (
    <Page title="Your account">
      <p>
        {user.name}, {user.email}
      </p>
      <h2>Second factor</h2>
      {codes !== undefined && <RecoveryCodeList codes={codes} />}
      <Loaded resource={resource}>
        {({ secondFactor }) => (secondFactor ? <TurnOff onDone={turned} /> : <Enrolment onDone={turned} />)}
      </Loaded>
    </Page>
  );
}

function TurnOff({ onDone }: { readonly onDone: () => void }) {
  return (
    <>
      <p>Signing in needs your password and a code of your authenticator app.</p>
      <DialogButton
        button="Turn off"
        title="Turn the second factor off?"
        done="The second factor was turned off."
        onDone={onDone}
        isDangerous
        submit={(values) => send('DELETE', '/me/totp', { body: { password: values.text('password') } })}
      >
        <p>Signing in needs only your password then. Your recovery codes stop working.</p>
        <TextField label="Password" name="password" type="password" autocomplete="current-password" required />
      </DialogButton>
    </>
  );
}

/** Two steps: the secret goes into an app, and a code of the app proves it. */
function Enrolment({ onDone }: { readonly onDone: (recoveryCodes: readonly string[]) => void }) {
  const [begun, setBegun] = useState<SecondFactor>();
  const [needsPassword, setNeedsPassword] = useState(false);
  const begin = async (values: FormValues): Promise<void> => {
    const password = values.optional('password');
    try {
      const body = password === undefined ? {} : { password };
      setBegun((await send<SecondFactor>('POST', '/me/totp', { body })).body);
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.problem.code === 'auth.sign-in-not-recent') setNeedsPassword(true);
      throw thrown;
    }
  };
  if (begun === undefined)
    return (
      <Form label="Second factor" button="Add a second factor" submit={begin}>
        <p>Signing in will then need a code of an authenticator app besides your password.</p>
        {needsPassword && (
          <TextField label="Password" name="password" type="password" autocomplete="current-password" required />
        )}
      </Form>
    );
  return (
    <Form
      label="Second factor"
      button="Confirm"
      submit={async (values) => {
        const body = { code: values.text('code') };
        const confirmed = await send<RecoveryCodes>('POST', '/me/totp/confirm', { body });
        announce('The second factor was added.');
        onDone(confirmed.body.recoveryCodes);
      }}
    >
      <p>Scan this with an authenticator app, then enter the code that it shows.</p>
      <QrCode text={begun.uri} label="QR code for an authenticator app" />
      <p>
        <a href={begun.uri}>Open an app on this device</a>, or type this secret into it: <code>{begun.secret}</code>
      </p>
      <TextField label="Code" name="code" autocomplete="one-time-code" required />
    </Form>
  );
}
