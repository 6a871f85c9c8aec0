import { useEffect, useState } from 'react';

/** What a QR code is made of: a square of dark and light modules. */
export interface Modules {
  readonly size: number;
  get(x: number, y: number): boolean;
}

/** Light modules around the code, so that a camera finds it. ISO/IEC 18004 §6.3.8. */
const QUIET = 4;

/** The dark modules as one SVG path: a run of a row is one rectangle. */
export function qrPath(code: Modules): string {
  let path = '';
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (!code.get(x, y)) continue;
      const from = x;
      while (x + 1 < code.size && code.get(x + 1, y)) x += 1;
      const length = x - from + 1;
      path += `M${from + QUIET} ${y + QUIET}h${length}v1h-${length}z`;
    }
  }
  return path;
}

/**
 * `text` as a QR code, black on white whatever the theme: cameras read nothing else well. What draws it is loaded when
 * it is needed; until then, and should it not come, there is nothing, so the text itself must stand beside it.
 */
export function Qr({ text, label }: { text: string; label: string }) {
  const [code, setCode] = useState<Modules | null>(null);
  useEffect(() => {
    let isGone = false;
    import('lean-qr').then(
      ({ generate }) => {
        if (!isGone) setCode(generate(text));
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [text]);
  const side = code ? code.size + 2 * QUIET : 0;
  // The place is kept, so that nothing below moves when it comes.
  return (
    <div style={{ inlineSize: '12rem', blockSize: '12rem' }}>
      {code && (
        <svg role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges" style={{ display: 'block', forcedColorAdjust: 'none' }}>
          <rect width={side} height={side} fill="var(--qr-paper)" />
          <path d={qrPath(code)} fill="var(--qr-ink)" />
        </svg>
      )}
    </div>
  );
}
