import { saveFile } from '../../ui/save-file.js';

/** Codes that replace one of the app, each once. The API shows them once. */
export const RecoveryCodeList = ({ codes }: { readonly codes: readonly string[] }) => (
  <div class="notice" role="status">
    <p>Your recovery codes. Each signs you in once if you lose the app. Store them now: they are not shown again.</p>
    <ul class="codes">
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
    </ul>
    <button type="button" onClick={() => saveFile('recovery-codes.txt', `${codes.join('\n')}\n`, 'text/plain')}>
      Save as a file
    </button>
  </div>
);
