import '@/styles/serif.css';

import { memo, type ReactNode, useState } from 'react';

import { address } from '@/api/http';
import type { Interaction } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { useWords } from '@/words';

import styles from './messages.module.css';
import { Time } from './time';

export type Voice = 'customer' | 'us' | 'note';

export const voiceOf = (it: Pick<Interaction, 'direction' | 'kind'>): Voice =>
  it.direction === 'internal' || it.kind === 'note' ? 'note' : it.direction === 'inbound' ? 'customer' : 'us';

/** The words and, folded, what they quote. */
function Words({ text, fold }: { text: string; fold: number | null }) {
  const t = useWords();
  const letters = fold === null ? null : [...text];
  const own = letters && fold !== null ? letters.slice(0, fold).join('').trimEnd() : text;
  const quoted = letters && fold !== null ? letters.slice(fold).join('').trim() : '';
  return (
    <>
      <div className={styles.body}>{own}</div>
      {quoted && (
        <details className={styles.quoted}>
          <summary>{t('message-quoted')}</summary>
          <div>{quoted}</div>
        </details>
      )}
    </>
  );
}

/**
 * Foreign HTML: sanitised by the server, in a frame without scripts, forms or same origin, under its own policy.
 * Remote images are asked for once per message.
 */
function Foreign({ id, hasRemote }: { id: string; hasRemote: boolean }) {
  const t = useWords();
  const [images, setImages] = useState(false);
  return (
    <>
      {hasRemote && !images && (
        <p className={styles.tools}>
          {t('message-images')}
          <button type="button" className={styles.link} onClick={() => setImages(true)}>
            {t('message-images-show')}
          </button>
        </p>
      )}
      <iframe
        className={styles.frame}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        loading="lazy"
        title={t('message-html')}
        src={address(`/interactions/${id}/content`, { images: images ? 'allowed' : null })}
      />
    </>
  );
}

export const MessageBlock = memo(function MessageBlock({ it, customer, children }: { it: Interaction; customer?: string | null; children?: ReactNode }) {
  const t = useWords();
  const formats = useFormats();
  const voice = voiceOf(it);
  const [html, setHtml] = useState(false);
  const name = it.author_name ?? (it.author.startsWith('system') ? t('message-automatic') : it.author);
  const who =
    voice === 'customer'
      ? t('message-customer-named', { name: it.author_name ?? customer ?? it.author })
      : voice === 'us'
        ? t('message-us', { name })
        : t('message-note', { name });
  const unverified = it.state === 'unverified';
  const classes = [styles.message, styles[voice], unverified ? styles.unverified : ''].join(' ');
  return (
    <article className={classes} data-voice={voice} data-id={it.id} aria-label={who}>
      <header>
        <span className={styles.who}>{who}</span>
        <Time at={it.at} mode="short" />
        <span>{t('channel-name', { channel: it.channel })}</span>
        {unverified && <strong>{t('message-unverified')}</strong>}
        {it.kind === 'call' && <span>{t('message-call', { duration: formats.duration(it.duration_seconds ?? 0) })}</span>}
        {it.kind === 'answer' && <span>{t('message-answer')}</span>}
        {it.kind === 'invitation' && <span>{t('message-invitation')}</span>}
        {voice === 'us' && it.kind === 'message' && (
          <span className={it.state === 'failed' ? styles.failed : undefined}>{t('message-state', { state: it.state })}</span>
        )}
      </header>
      <div lang={it.language ?? undefined} dir="auto">
        {html ? <Foreign id={it.id} hasRemote={it.meta?.['has_remote_images'] !== false} /> : <Words text={it.body_text ?? it.excerpt} fold={it.body_text ? (it.body_fold ?? null) : null} />}
      </div>
      {it.has_html && (
        <div className={styles.tools}>
          <button type="button" className={styles.link} aria-pressed={html} onClick={() => setHtml(!html)}>
            {html ? t('message-html-hide') : t('message-html-show')}
          </button>
        </div>
      )}
      {it.attachments.some((file) => !file.is_embedded) && (
        <ul className={styles.files} aria-label={t('message-attachments', { count: it.attachments.filter((file) => !file.is_embedded).length })}>
          {it.attachments.filter((file) => !file.is_embedded).map((file) => (
            <li key={file.id}>
              <a href={address(`/attachments/${file.id}/content`)} download={file.name}>
                {file.name}
              </a>{' '}
              <span className="meta">
                {formats.size(file.size_bytes)} {file.is_dangerous ? t('message-dangerous') : ''}
              </span>
            </li>
          ))}
        </ul>
      )}
      {children}
    </article>
  );
});
