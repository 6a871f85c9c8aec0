import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';

import { whose } from '@/api/known';
import { keepOurs } from '@/api/session';
import { Dialog } from '@/ui/dialog';
import { useWords } from '@/words';

import { alarm } from './announce';
import { useStore } from './store';

const SignInForm = lazy(() => import('@/features/access/sign-in').then((it) => ({ default: it.SignInForm })));

/**
 * The session ended while somebody worked: they sign in over the page, in any tab, and nothing typed is lost. For anybody
 * else who signs in the page begins anew.
 */
export function SignedOutOverlay() {
  const t = useWords();
  const client = useQueryClient();
  const isOut = useStore(whose) === 'nobodys';
  useEffect(() => keepOurs(client, () => location.replace('/')), [client]);
  useEffect(() => {
    if (isOut) {
      alarm(t('signed-out-title'));
    }
  }, [isOut, t]);
  return !isOut ? null : (
    <Dialog onClose={() => undefined} closable={false} title={t('signed-out-title')}>
      <p style={{ marginBlockEnd: 'var(--space-5)' }}>{t('signed-out-text')}</p>
      <Suspense>
        <SignInForm />
      </Suspense>
    </Dialog>
  );
}
