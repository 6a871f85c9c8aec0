import { CloseButton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useRef } from 'react';

import { useFormats } from '@/shell/formats';
import { errorText } from '@/ui/states';
import { useWords } from '@/words';

import styles from './case.module.css';
import type { ReplyFilesState } from './reply-files';

/** Opens the browser's own choice of files. */
export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={styles.link} onClick={() => input.current?.click()}>
        {t('composer-attach')}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file chosen again is a choice too.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

/** The files that go along, those on their way, and those that do not fit. */
export function AttachedFiles({ files }: { files: ReplyFilesState }) {
  const t = useWords();
  const f = useFormats();
  const { items, uploads, refused, most } = files;
  if (items.length + uploads.length + refused.length === 0) {
    return null;
  }
  const total = items.reduce((sum, it) => sum + it.size_bytes, 0);
  return (
    <div className={styles.attached}>
      <ul aria-label={t('composer-attached', { count: items.length, size: f.size(total) })}>
        {items.map((it) => (
          <li key={it.id}>
            <IconPaperclip size={16} stroke={1.75} aria-hidden="true" />
            <span className="one-line">{it.name}</span>
            <span className="meta">{f.size(it.size_bytes)}</span>
            {it.is_dangerous && <span className="meta">{t('composer-attach-dangerous')}</span>}
            <CloseButton size="sm" aria-label={t('composer-attach-remove', { name: it.name })} onClick={() => void files.remove(it.id)} />
          </li>
        ))}
        {uploads.map((it) => (
          <li key={it.key} data-refused={it.error !== null || undefined}>
            <IconPaperclip size={16} stroke={1.75} aria-hidden="true" />
            <span className="one-line">{it.name}</span>
            <span className="meta">{it.error === null ? t('composer-attach-under-way', { size: f.size(it.size) }) : errorText(it.error, t)}</span>
            {it.error !== null && <CloseButton size="sm" aria-label={t('composer-attach-remove', { name: it.name })} onClick={() => files.forget(it)} />}
          </li>
        ))}
      </ul>
      <div role="status">
        {refused.map((it) => (
          <p key={it.name} className={styles.failed}>
            {t('composer-attach-refused', { name: it.name, why: it.why, files: most?.files_max ?? 0, size: f.size(most?.bytes_max ?? 0) })}
          </p>
        ))}
      </div>
    </div>
  );
}
