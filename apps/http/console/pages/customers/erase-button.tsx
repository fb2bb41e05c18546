import { send } from '../../api/api.js';
import { invalidField } from '../../api/problem.js';
import { DialogButton } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { ordersOf } from './orders-of.js';

type Props = {
  /** Absent for a guest. */
  readonly id?: string;
  readonly email: string;
  readonly onDone: () => void;
};

/** Erases a person. The user must type the e-mail, because the data cannot be restored. */
export function EraseButton({ id, email, onDone }: Props) {
  return (
    <DialogButton
      button="Erase"
      confirm="Erase for good"
      title={`Erase ${email}?`}
      done={`${email} was erased.`}
      onDone={onDone}
      isDangerous
      submit={async (values) => {
        if (values.text('confirmation').toLowerCase() !== email.toLowerCase())
          throw invalidField('confirmation', `Type ${email}.`);
        await (id === undefined
          ? send('POST', '/admin/customers/erase', { body: { email } })
          : send('POST', `/admin/users/${id}/erase`));
      }}
    >
      <p>
        Account, addresses, carts and mails are deleted, and orders and invoices lose what is personal, as far as the
        law allows. Nothing brings the data back.
      </p>
      <p>
        It is refused while an order is open: not delivered, cancelled or returned.{' '}
        <a href={ordersOf(email)}>Orders of this person</a>
      </p>
      <TextField label="Type the e-mail to confirm" name="confirmation" required />
    </DialogButton>
  );
}
