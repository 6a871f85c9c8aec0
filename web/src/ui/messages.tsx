import '@/styles/serif.css';

import { IconPaperclip } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { memo, type ReactNode, useState } from 'react';

import { address, put } from '@/api/http';
import { useMay } from '@/api/session';
import type { Interaction } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { useWords } from '@/words';

import { ChannelMark } from './channel';
import styles from './messages.module.css';
import { errorText } from './states';
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

const SCORES = { nps: 'person-nps', csat: 'person-csat', ces: 'person-ces' } as const;

/** The scores that were given, each with its scale: what was chosen, not what was said. */
export function Scores({ of }: { of: Interaction['meta'] }) {
  const t = useWords();
  const given = (['nps', 'csat', 'ces'] as const).flatMap((name) => (typeof of?.[name] === 'number' ? [t(SCORES[name], { score: of[name] })] : []));
  return given.length > 0 ? (
    <span className={styles.scores}>
      {given.map((text) => (
        <span key={text} className={styles.score}>
          {text}
        </span>
      ))}
    </span>
  ) : null;
}

interface Asked {
  kind: string;
  question: string;
  answer: string;
}

/** A survey's answer: the scores, the customer's own words, and our questions apart, folded. */
function SurveyAnswer({ it }: { it: Interaction }) {
  const t = useWords();
  const asked = Array.isArray(it.meta?.['answers']) ? (it.meta['answers'] as Asked[]) : null;
  const words = it.body_text ?? it.excerpt;
  return (
    <>
      <Scores of={it.meta} />
      {words && <div className={styles.body}>{words}</div>}
      {asked && (
        <details className={styles.quoted}>
          <summary>{t('message-asked', { count: asked.length })}</summary>
          <dl className={styles.asked}>
            {asked.map((one, at) => (
              <div key={at}>
                <dt>{one.question}</dt>
                <dd className={one.kind === 'text' ? styles.theirs : undefined}>{one.answer}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

/** Why a message of ours is not with the customer, what the other server said, and the way to send it again. */
function Undelivered({ it }: { it: Interaction }) {
  const t = useWords();
  const client = useQueryClient();
  const mayWrite = useMay('cases_write');
  const why = it.state_reason;
  const again = useMutation({
    mutationFn: () => put(`/interactions/${it.id}/sending`),
    onSettled: () => void client.invalidateQueries({ queryKey: ['thread', it.case_id] }),
  });
  const canSend = (it.state === 'failed' || it.state === 'unknown') && it.case_id !== null && mayWrite;
  return (
    <div className={styles.undelivered} role={it.state === 'failed' ? 'alert' : undefined}>
      {why?.text && (
        <p>
          {why.text}
          {why.tries ? ` ${t('message-tries', { count: why.tries })}` : ''}
        </p>
      )}
      {why?.said && <p className={styles.said}>{t('message-said', { said: why.said })}</p>}
      {again.error ? <p>{errorText(again.error, t)}</p> : null}
      {canSend && (
        <button type="button" className={styles.link} disabled={again.isPending} onClick={() => again.mutate()}>
          {t('message-send-again')}
        </button>
      )}
    </div>
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
        <ChannelMark channel={it.channel} />
        {unverified && <strong>{t('message-unverified')}</strong>}
        {it.kind === 'call' && <span>{t('message-call', { duration: formats.duration(it.duration_seconds ?? 0) })}</span>}
        {it.kind === 'answer' && <span>{t('message-answer')}</span>}
        {it.kind === 'invitation' && <span>{t('message-invitation')}</span>}
        {voice === 'us' && it.kind === 'message' && (
          <span className={it.state === 'failed' ? styles.failed : undefined}>{t('message-state', { state: it.state })}</span>
        )}
      </header>
      {voice === 'us' && it.state_reason?.text && <Undelivered it={it} />}
      <div lang={it.language ?? undefined} dir="auto">
        {it.kind === 'answer' ? <SurveyAnswer it={it} /> : html ? <Foreign id={it.id} hasRemote={it.meta?.['has_remote_images'] !== false} /> : <Words text={it.body_text ?? it.excerpt} fold={it.body_text ? (it.body_fold ?? null) : null} />}
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
              <IconPaperclip size={16} stroke={1.75} aria-hidden="true" />
              <a href={address(`/attachments/${file.id}/content`)} download={file.name}>
                {file.name}
              </a>
              <span className="meta">{formats.size(file.size_bytes)}</span>
              {file.is_dangerous && <span className={styles.careful}>{t('message-dangerous')}</span>}
            </li>
          ))}
        </ul>
      )}
      {children}
    </article>
  );
});
