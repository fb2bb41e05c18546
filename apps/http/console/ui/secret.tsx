type SecretProps = { readonly label: string; readonly secret: string };

/** A secret that the API shows once. */
export const Secret = ({ label, secret }: SecretProps) => (
  <div class="notice" role="status">
    <p>{label}. Copy it now: it is not shown again.</p>
    <code>{secret}</code>
  </div>
);
