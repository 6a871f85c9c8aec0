import { Button } from '@mantine/core';
import { type ReactNode, useState, useEffect } from 'react';

import { ApiError } from '@/api/http';
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

/** What happened and what to do, in the person's language. */
export const errorText = (error: unknown, t: Words): string => t('error-what', { state: stateOf(error) });

/** What happened, what to do, the code small. Stands where the data would. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const t = useWords();
  const code = error instanceof ApiError ? error.code : 'unexpected';
  const detail = error instanceof ApiError && error.status === 422 ? t('refused', { code: error.code, text: error.problem.detail ?? error.problem.title }) : undefined;
  return (
    <div className={styles.error} role="alert">
      <p>{detail ?? errorText(error, t)}</p>
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
    <div style={{ display: 'grid', gap: 'var(--space-2)', padding: 'var(--space-3)' }}>
      <span className="visually-hidden" role="status">
        {spoken ? t('ui-loading') : ''}
      </span>
      {Array.from({ length: rows }, (_, at) => (
        <Bone key={at} height={height} />
      ))}
    </div>
  );
}
