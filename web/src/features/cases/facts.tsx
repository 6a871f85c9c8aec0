import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { useMay } from '@/api/session';
import type { Case } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { ariaKeys } from '@/shell/keys';
import type { ActId } from '@/shell/keys';
import { DeadlineChip } from '@/ui/deadline-chip';
import { useLocale, useWords } from '@/words';

import { caseTypesQuery, deadlineOf } from './calls';
import styles from './case.module.css';
import { ActPicker } from './pickers';

export type Asking = 'assign' | 'wait' | 'snooze' | 'priority' | 'correct' | 'deadline';

interface FactsProps {
  it: Case;
  onAsk: (what: Asking) => void;
  onResume: () => void;
  onWake: () => void;
  onClose: () => void;
  onReopen: () => void;
}

interface Act {
  id: ActId;
  label: string;
  run: () => void;
}

/** For whom and about what, with the way to put it right. */
export function About({ it, onCorrect }: { it: Case; onCorrect: (() => void) | null }) {
  const t = useWords();
  const locale = useLocale();
  const kind = useQuery(caseTypesQuery).data?.items.find((one) => one.key === it.type);
  const facts = [kind ? (locale === 'fr' ? kind.name_fr : kind.name_en) : '', it.account_name ?? '', it.market ?? '', it.language === locale ? '' : t('me-language-name', { code: it.language })];
  return (
    <p className={styles.about}>
      {it.person_id ? (
        <Link to="/customers/$id" params={{ id: it.person_id }}>
          {it.person_name}
        </Link>
      ) : (
        <span>{t('inbox-unknown-person')}</span>
      )}
      {facts
        .filter((one) => one !== '')
        .map((one) => (
          <span key={one}>{one}</span>
        ))}
      {onCorrect && (
        <button type="button" className={styles.link} onClick={onCorrect} aria-keyshortcuts={ariaKeys('case-correct')}>
          {t('case-correct')}
        </button>
      )}
    </p>
  );
}

/** Where a case stands and what can be done to it. On a phone only what is out of the ordinary, and the acts behind one button. */
export function Facts({ it, onAsk, onResume, onWake, onClose, onReopen }: FactsProps) {
  const t = useWords();
  const f = useFormats();
  const mayWrite = useMay('cases_write');
  const [open, setOpen] = useState(false);
  const isClosed = it.state === 'closed';
  const acts: Act[] = isClosed
    ? [{ id: 'case-close', label: t('case-reopen'), run: onReopen }]
    : [
        it.state === 'waiting'
          ? { id: 'case-wait', label: t('case-resume'), run: onResume }
          : { id: 'case-wait', label: t('key-case-wait'), run: () => onAsk('wait') },
        it.snoozed_until
          ? { id: 'case-snooze', label: t('case-wake'), run: onWake }
          : { id: 'case-snooze', label: t('key-case-snooze'), run: () => onAsk('snooze') },
        { id: 'case-close', label: t('case-close'), run: onClose },
      ];
  const behind: Act[] = [
    { id: 'case-assign', label: t('key-case-assign'), run: () => onAsk('assign') },
    { id: 'case-priority', label: t('key-case-priority'), run: () => onAsk('priority') },
    { id: 'case-correct', label: t('key-case-correct'), run: () => onAsk('correct') },
    ...acts,
  ];
  return (
    <div className={styles.facts}>
      <button type="button" className={styles.fact} disabled={!mayWrite} onClick={() => onAsk('assign')} aria-keyshortcuts={ariaKeys('case-assign')}>
        {it.owner_name ?? t('ui-nobody')}
      </button>
      {it.snoozed_until && !isClosed && <span className={styles.state}>{t('case-snoozed-until', { at: f.instant(it.snoozed_until) })}</span>}
      <span className={styles.state} data-usual={it.state === 'open'}>
        {it.waiting ? (it.waiting.until ? t('case-waiting-until', { waiting: t('case-waiting-for', { cause: it.waiting.cause }), at: f.instant(it.waiting.until) }) : t('case-waiting-for', { cause: it.waiting.cause })) : t('case-state', { state: it.state })}
      </span>
      <button type="button" className={styles.fact} data-usual={it.priority === 'normal'} disabled={!mayWrite} onClick={() => onAsk('priority')} aria-keyshortcuts={ariaKeys('case-priority')}>
        {t('case-priority', { priority: it.priority })}
      </button>
      <button type="button" className={styles.fact} onClick={() => onAsk('deadline')} aria-keyshortcuts={ariaKeys('case-deadline')}>
        <DeadlineChip deadline={deadlineOf(it)} />
      </button>
      {mayWrite && (
        <>
          {acts.map(({ id, label, run }) => (
            <Button key={id} size="compact-sm" className={styles.act} onClick={run} aria-keyshortcuts={ariaKeys(id)}>
              {label}
            </Button>
          ))}
          <Button className={styles.more} aria-haspopup="dialog" onClick={() => setOpen(true)}>
            {t('case-acts')}
          </Button>
        </>
      )}
      {open && <ActPicker acts={behind} onClose={() => setOpen(false)} />}
    </div>
  );
}
