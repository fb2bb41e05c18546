import { encode } from 'uqr';

type Props = { readonly text: string; readonly label: string };

/** A text as a QR code, dark on light in every colour scheme, since scanners expect that. */
export function QrCode({ text, label }: Props) {
  const { data, size } = encode(text, { border: 4 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <path d={path} />
    </svg>
  );
}
