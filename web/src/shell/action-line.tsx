import { useEffect, useState } from 'react';

import { errorText } from '@/ui/states';
import { useWords } from '@/words';

import { alarm, announceOwn } from './announce';
import { useKeys } from './keys';
import styles from './shell.module.css';
import { useStore } from './store';
import { done, isGone, record, undo, undoable } from './undo';
import { waitingActs } from './waiting';

/** The bottom line: the last own act and its way back. It stays until the next act; there are no toasts. */
export function ActionLine() {
  const t = useWords();
  const entries = useStore(done);
  const waiting = useStore(waitingActs);
  const [, tick] = useState(0);
  const last = entries[0];
  const open = undoable();
  const left = open?.until === undefined ? null : Math.ceil((open.until - Date.now()) / 1000);

  useEffect(() => {
    if (left === null) {
      return;
    }
    const timer = setInterval(() => tick((it) => it + 1), 250);
    return () => clearInterval(timer);
  }, [left === null]);

  useEffect(() => {
    if (last) {
      announceOwn(last.label);
    }
  }, [last?.id]);

  const onUndo = () => {
    undo(open?.id).then(
      (was) => announceOwn(t(was === 'undone' ? 'line-undone' : was === 'gone' ? 'line-gone' : 'line-nothing')),
      (error: unknown) => {
        const label = t('line-undo-failed', { reason: errorText(error, t) });
        record({ label, tone: 'failed' });
        alarm(label);
      },
    );
  };
  useKeys({ undo: onUndo });

  return (
    <footer className={styles.line} data-print="no">
      {last && (
        <span className={`one-line ${last.tone === 'failed' ? styles.failed : ''}`}>
          {last.label}
          {open === last && left !== null ? ` · ${left > 0 ? t('line-leaves', { seconds: left }) : t('line-gone')}` : ''}
        </span>
      )}
      {open && !isGone(open) && (
        <button type="button" className={styles.undo} onClick={onUndo} aria-keyshortcuts="Z">
          {open === last ? t('line-undo') : t('line-undo-named', { act: open.label })}
        </button>
      )}
      {waiting > 0 && <span style={{ marginInlineStart: 'auto' }}>{t('line-waiting', { count: waiting })}</span>}
    </footer>
  );
}
