type ProgressProps = { readonly label: string; readonly value: number; readonly total: number; readonly state: string };

/** How far a job is. The state is read aloud when it changes. */
export function Progress({ label, value, total, state }: ProgressProps) {
  return (
    <div class="progress">
      <p role="status">
        {label}: {state}, {value} of {total}
      </p>
      <progress aria-label={label} value={value} max={Math.max(total, 1)} />
    </div>
  );
}
