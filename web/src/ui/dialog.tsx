import { CloseButton, Modal, type ModalRootProps } from '@mantine/core';
import type { ReactNode } from 'react';

import { useWords } from '@/words';

import styles from './dialog.module.css';
import { FocusNow } from './focus-now';
import { useReturnFocus } from './return-focus';

/**
 * A dialog: focus on its first field (`startsAtTitle`: on its heading), Escape and a named button close it, the opener gets the focus back. The kit's own
 * header element would be a second banner of the page, hence ours.
 */
export function Dialog({ title, onClose, size = 'md', closable = true, startsAtTitle = false, children, ...rest }: { title: string; onClose: () => void; closable?: boolean; startsAtTitle?: boolean; children: ReactNode } & Omit<ModalRootProps, 'opened' | 'onClose' | 'title'>) {
  const t = useWords();
  useReturnFocus();
  return (
    <Modal.Root opened onClose={onClose} size={size} closeOnEscape={closable} closeOnClickOutside={closable} {...rest}>
      <Modal.Overlay />
      <Modal.Content>
        <div className={styles.head}>
          <Modal.Title {...(startsAtTitle ? { tabIndex: -1, 'data-autofocus': true } : {})}>{title}</Modal.Title>
          {closable && <CloseButton onClick={onClose} aria-label={t('ui-close')} />}
        </div>
        <Modal.Body>{children}</Modal.Body>
        <FocusNow />
      </Modal.Content>
    </Modal.Root>
  );
}
