type Props = {
  readonly status: 'pending' | 'approved' | 'rejected';
  readonly decide: (decision: 'approve' | 'reject') => Promise<void>;
};

export const moderationStatuses = [
  ['pending', 'Pending'],
  ['approved', 'Approved'],
  ['rejected', 'Rejected'],
] as const;

/** Shows what a customer wrote to readers, or hides it. */
export const ModerationButtons = ({ status, decide }: Props) => (
  <div class="actions">
    {status !== 'approved' && (
      <button type="button" onClick={() => void decide('approve')}>
        Approve
      </button>
    )}
    {status !== 'rejected' && (
      <button type="button" onClick={() => void decide('reject')}>
        Reject
      </button>
    )}
  </div>
);
