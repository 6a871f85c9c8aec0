import { lazy, Suspense, useEffect, useState } from 'react';

import { onKnown } from '@/api/known';
import { Dialog } from '@/ui/dialog';
import { useWords } from '@/words';

import { alarm } from './announce';

const SignInForm = lazy(() => import('@/features/access/sign-in').then((it) => ({ default: it.SignInForm })));

/** The session ended while somebody worked: one signs in over the page, in any tab, and nothing typed is lost. */
export function SignedOutOverlay() {
  const t = useWords();
  const [open, setOpen] = useState(false);
  useEffect(
    () =>
      onKnown((isKnown) => {
        setOpen(!isKnown);
        if (!isKnown) {
          alarm(t('signed-out-title'));
        }
      }),
    [t],
  );
  return !open ? null : (
    <Dialog onClose={() => undefined} closable={false} title={t('signed-out-title')}>
      <p style={{ marginBlockEnd: 'var(--space-5)' }}>{t('signed-out-text')}</p>
      <Suspense>
        <SignInForm onSignedIn={() => setOpen(false)} />
      </Suspense>
    </Dialog>
  );
}
