import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

import { useWords } from '@/words';

import { Dialog } from './dialog';
import styles from './dialog.module.css';
import { Failure } from './states';

export interface ConfirmProps {
  /** What is asked, as a question. */
  title: string;
  /** The verb and its object, as the button that opened this says them. */
  act: string;
  /** What stays as it is; « Ne rien changer » unless said. */
  keep?: string;
  /** What is lost cannot be had back. */
  isLoss?: boolean;
  isBusy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
  /** What is lost or changes for others, in numbers. */
  children: ReactNode;
}

/** Asks before what cannot be undone: says what is lost; the focus stands on the question, not on an answer. */
export function Confirm({ title, act, keep, isLoss = true, isBusy = false, error, onConfirm, onClose, children }: ConfirmProps) {
  const t = useWords();
  return (
    <Dialog title={title} onClose={onClose} startsAtTitle>
      <div className={styles.confirm}>
        {children}
        {error ? <Failure error={error} /> : null}
        <div className={styles.acts}>
          <Button variant="filled" color={isLoss ? 'bad' : 'us'} loading={isBusy} onClick={onConfirm}>
            {act}
          </Button>
          <Button onClick={onClose}>{keep ?? t('ui-keep')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
