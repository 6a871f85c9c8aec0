import { Button } from '@mantine/core';
import { type ReactNode, useState, useEffect } from 'react';

import { ApiError, type Problem } from '@/api/http';
import { useWords, type Words } from '@/words';

import { Arcs, type ArcsKind } from './arcs';
import styles from './states.module.css';

/** One line why, one act, a drawing. */
export function Empty({ text, arcs = 'waiting', children }: { text: string; arcs?: ArcsKind; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <Arcs kind={arcs} />
      <p>{text}</p>
      {children}
    </div>
  );
}

function stateOf(error: unknown): string {
  if (!(error instanceof ApiError)) {
    return 'other';
  }
  if (error.isOffline) {
    return 'offline';
  }
  const known = { 403: 'refused', 404: 'not_found', 409: 'stale', 412: 'stale', 429: 'busy', 503: 'busy' }[error.status];
  return known ?? (error.status >= 500 ? 'server' : 'other');
}

/** What the server says of a refusal, in the language of the screen: what happened, and each field that has more to say. */
export function refusedText({ code, title, detail, errors = [] }: Problem): string {
  const ofFields = errors.filter((it) => it.code !== code).map((it) => it.detail);
  return [...new Set([detail ?? title, ...ofFields])].join(' ');
}

/** What happened and what to do: the server's words, else ours for what never reached it. */
export function errorText(error: unknown, t: Words): string {
  const isSaid = error instanceof ApiError && !error.isOffline && !error.code.startsWith('http_');
  return isSaid ? refusedText(error.problem) : t('error-what', { state: stateOf(error) });
}

/** What happened, what to do, the code small. Stands where the data would. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const t = useWords();
  const code = error instanceof ApiError ? error.code : 'unexpected';
  return (
    <div className={styles.error} role="alert">
      <p>{errorText(error, t)}</p>
      <span className={styles.code}>{t('error-code', { code })}</span>
      {onRetry && <Button onClick={onRetry}>{t('ui-retry')}</Button>}
    </div>
  );
}

/** A grey shape of the final size; it appears only after 150 ms, so that quick answers do not flicker. */
export function Bone({ width, height }: { width?: string; height: string }) {
  return <div className={styles.bone} style={{ inlineSize: width ?? '100%', blockSize: height }} aria-hidden="true" />;
}

export function Loading({ rows = 6, height = 'var(--row)' }: { rows?: number; height?: string }) {
  const t = useWords();
  const [spoken, setSpoken] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(true), 600);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div data-skeleton style={{ display: 'grid', gap: 'var(--space-2)', padding: 'var(--space-3)' }}>
      <span className="visually-hidden" role="status">
        {spoken ? t('ui-loading') : ''}
      </span>
      {Array.from({ length: rows }, (_, at) => (
        <Bone key={at} height={height} />
      ))}
    </div>
  );
}
