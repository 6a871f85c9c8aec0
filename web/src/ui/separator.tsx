import { useRef } from 'react';

import styles from './separator.module.css';

/** Between two panes: dragged, or moved by the arrow keys when it has the focus. The width is kept by `name`. */
export function Separator({ name, label, value, min, max, onChange }: { name: string; label: string; value: number; min: number; max: number; onChange: (value: number) => void }) {
  const from = useRef<{ x: number; value: number } | null>(null);
  const set = (next: number) => {
    const kept = Math.round(Math.min(max, Math.max(min, next)));
    localStorage.setItem(`entente-pane-${name}`, String(kept));
    onChange(kept);
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={styles.separator}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
        if (step) {
          event.preventDefault();
          event.stopPropagation();
          set(value + step);
        }
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, value };
      }}
      onPointerMove={(event) => from.current && set(from.current.value + event.clientX - from.current.x)}
      onPointerUp={() => (from.current = null)}
      onPointerCancel={() => (from.current = null)}
    />
  );
}

export const paneWidth = (name: string, usual: number) => Number(localStorage.getItem(`entente-pane-${name}`)) || usual;
