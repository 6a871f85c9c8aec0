import type { Deadline } from '@/api/types';
import { useNow } from '@/shell/clock';
import { useFormats } from '@/shell/formats';
import { useWords } from '@/words';

import styles from './deadline-chip.module.css';

export type DeadlineForm = 'time' | 'soon' | 'late' | 'paused' | 'kept' | 'missed';

const SOON = 2 * 3600;

/** The form of a deadline at `now`: what it looks like says where it stands, colour only helps. */
export function formOf(deadline: Pick<Deadline, 'outcome' | 'due_at'>, now: Date): DeadlineForm {
  if (deadline.outcome === 'kept' || deadline.outcome === 'missed' || deadline.outcome === 'paused') {
    return deadline.outcome;
  }
  const left = deadline.due_at ? (new Date(deadline.due_at).getTime() - now.getTime()) / 1000 : Infinity;
  if (left < 0 || deadline.outcome === 'late') {
    return 'late';
  }
  return left <= SOON ? 'soon' : 'time';
}

const MARKS: Partial<Record<DeadlineForm, React.ReactNode>> = {
  soon: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 1a5 5 0 0 1 0 10z" fill="currentColor" />
    </>
  ),
  late: <path d="M6 1v6.5M6 10.5v.01" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  paused: <path d="M4 2v8M8 2v8" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  kept: <path d="M1.5 6.5l3 3 6-7" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />,
  missed: <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />,
};

/** `zone` is the clock's, where other times beside it are shown in that zone too. */
export function DeadlineChip({ deadline, zone }: { deadline: Deadline | null; zone?: string | undefined }) {
  const t = useWords();
  const formats = useFormats();
  const now = useNow(15);
  if (!deadline || deadline.outcome === 'cancelled') {
    return <span className={styles.chip}>{t('deadline-none')}</span>;
  }
  const form = formOf(deadline, now);
  const left = deadline.due_at ? (new Date(deadline.due_at).getTime() - now.getTime()) / 1000 : 0;
  const text =
    form === 'late'
      ? t('deadline-late', { duration: formats.duration(-left) })
      : form === 'soon'
        ? t('deadline-in', { duration: formats.duration(left) })
        : form === 'time' && deadline.due_at
          ? t('deadline-before', { time: formats.instantShort(deadline.due_at, now, zone) })
          : form === 'paused'
            ? t('deadline-paused')
            : form === 'kept'
              ? t('deadline-kept')
              : t('deadline-missed');
  const spoken = t('deadline-spoken', { metric: t('deadline-metric', { metric: deadline.metric }), text });
  const mark = MARKS[form];
  return (
    <span className={styles.chip} data-form={form} title={deadline.due_at ? formats.instant(deadline.due_at, zone) : undefined}>
      {mark && (
        <svg viewBox="0 0 12 12" aria-hidden="true">
          {mark}
        </svg>
      )}
      <span aria-hidden="true">{text}</span>
      <span className="visually-hidden">{spoken}</span>
    </span>
  );
}
