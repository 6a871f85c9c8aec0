import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { ApiError } from '@/api/http';
import { Empty, Failure, Loading } from '@/ui/states';
import { useWords } from '@/words';

import { PageHeading, useTitle } from './page';

export function NotFound() {
  const t = useWords();
  useTitle(t('not-found-title'));
  return (
    <div className="page">
      <PageHeading>{t('not-found-title')}</PageHeading>
      <Empty arcs="lost" text={t('error-what', { state: 'not_found', code: 'not_found' })}>
        <Link to="/">{t('not-found-home')}</Link>
      </Empty>
    </div>
  );
}

export function RouteFailure({ error }: { error: unknown }) {
  const t = useWords();
  const router = useRouter();
  useTitle(t('failure-title'));
  return (
    <div className="page">
      <PageHeading>{t('failure-title')}</PageHeading>
      <Failure error={error} onRetry={() => void router.invalidate()} />
      <p style={{ marginBlockStart: 'var(--space-5)' }}>
        <Button component="a" href="/">
          {t('not-found-home')}
        </Button>
      </p>
    </div>
  );
}

/** A page whose one thing is still being read: it has its heading already, and the shape of what comes. */
export function PageLoading({ rows = 8 }: { rows?: number }) {
  const t = useWords();
  return (
    <div aria-busy="true">
      {/* Not the heading of a page: the focus waits for that one. */}
      <h1 className="visually-hidden">{t('ui-loading')}</h1>
      <Loading rows={rows} />
    </div>
  );
}

/** What a screen shows when the one thing it is about cannot be read: a heading, what happened, a way on. */
export function PageFailure({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const t = useWords();
  const missing = error instanceof ApiError && error.status === 404;
  const title = missing ? t('not-found-title') : t('failure-title');
  useTitle(title);
  return (
    <div className="page">
      <PageHeading>{title}</PageHeading>
      {missing ? (
        <Empty arcs="lost" text={t('error-what', { state: 'not_found', code: 'not_found' })}>
          <Link to="/">{t('not-found-home')}</Link>
        </Empty>
      ) : (
        <Failure error={error} onRetry={onRetry} />
      )}
    </div>
  );
}

type Read<T> = Pick<UseQueryResult<T>, 'data' | 'error'> & { refetch: () => unknown };

/** For what is still to be made there is nothing to read. */
export const NOTHING: Read<null> = { data: null, error: null, refetch: () => undefined };

/**
 * A page about things that are read: their outline, what went wrong, or what is made of them. A later reading that fails
 * is said above and takes nothing away: what was drawn stays, and so does what somebody is typing there.
 */
export function OnceRead<T extends readonly unknown[]>({ of, rows, children }: { of: { [K in keyof T]: Read<T[K]> }; rows: number; children: (...data: T) => ReactNode }) {
  const failed = of.find((it) => it.error && it.data === undefined) ?? of.find((it) => it.error);
  const onRetry = () => of.forEach((it) => it.error && void it.refetch());
  if (failed && failed.data === undefined) {
    return <PageFailure error={failed.error} onRetry={onRetry} />;
  }
  if (of.some((it) => it.data === undefined)) {
    return <PageLoading rows={rows} />;
  }
  return (
    <>
      {failed && <Failure error={failed.error} onRetry={onRetry} />}
      {children(...(of.map((it) => it.data) as unknown as T))}
    </>
  );
}
