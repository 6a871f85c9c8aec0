/** Two voices complete one e. The one-colour form keeps the gap. */
export function Logo({ size = 24, plain = false }: { size?: number; plain?: boolean }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} fill="none" strokeWidth="3" strokeLinecap="round" aria-hidden="true">
      <path d="M18.9 16.2A8 8 0 1 1 14.4 4.4" stroke={plain ? 'currentColor' : 'var(--us)'} />
      <path d="M8.6 12.2H20A8 8 0 0 0 17 6" stroke={plain ? 'currentColor' : 'var(--customer)'} />
    </svg>
  );
}
