import { IconListCheck, IconPencil, IconPhone } from '@tabler/icons-react';

import styles from './surveys.module.css';
import type { KindCode } from './types';

const STEPS: Partial<Record<KindCode, number>> = { nps: 11, satisfaction: 5, effort: 7 };
const ICONS = { choice: IconListCheck, text: IconPencil, callback: IconPhone } as const;

/** What a question looks like to whoever answers it: so many steps, choices, lines, a call. */
export function KindMark({ kind }: { kind: KindCode }) {
  const steps = STEPS[kind];
  if (steps === undefined) {
    const Icon = ICONS[kind as keyof typeof ICONS];
    return (
      <span className={styles.kind}>
        <Icon size={16} stroke={1.75} aria-hidden="true" />
      </span>
    );
  }
  const room = 44;
  const width = room / steps;
  return (
    <span className={styles.kind}>
      <svg viewBox={`0 0 ${room} 10`} width={room} height={10} aria-hidden="true">
        {Array.from({ length: steps }, (_, at) => (
          <rect key={at} x={at * width + 0.5} y={0.75} width={Math.min(8, width - 1)} height={8.5} rx={1.5} fill="none" stroke="currentColor" />
        ))}
      </svg>
    </span>
  );
}
