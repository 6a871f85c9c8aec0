import { Button } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';

import { Empty, Failure } from '@/ui/states';
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
