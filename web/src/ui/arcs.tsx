export type ArcsKind = 'waiting' | 'done' | 'lost';

/** The drawing of an empty state: an open arc waits, two closed arcs are done. */
export function Arcs({ kind }: { kind: ArcsKind }) {
  return (
    <svg viewBox="0 0 96 64" width="96" height="64" fill="none" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      {kind === 'waiting' && (
        <>
          <path d="M20 44A24 24 0 0 1 66 30" stroke="var(--line-strong)" />
          <path d="M34 50A14 14 0 0 1 60 44" stroke="var(--line-strong)" />
          <path d="M72 40A24 24 0 0 1 50 58" stroke="var(--us-line)" />
          <circle cx="74" cy="28" r="3" fill="var(--line-strong)" />
        </>
      )}
      {kind === 'done' && (
        <>
          <circle cx="40" cy="34" r="20" stroke="var(--line-strong)" />
          <circle cx="58" cy="34" r="20" stroke="var(--us-line)" />
          <circle cx="49" cy="34" r="3" fill="var(--line-strong)" />
        </>
      )}
      {kind === 'lost' && (
        <>
          <path d="M18 40A22 22 0 0 1 50 20" stroke="var(--line-strong)" />
          <path d="M78 26A22 22 0 0 1 48 50" stroke="var(--customer-line)" />
          <circle cx="48" cy="35" r="3" fill="var(--line-strong)" />
        </>
      )}
    </svg>
  );
}
