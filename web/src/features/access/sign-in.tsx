import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';

import { ApiError, get, post } from '@/api/http';
import { tellKnown } from '@/api/known';
import { welcome } from '@/api/session';
import type { Me, Setup } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { useTitle } from '@/shell/page';
import { locale } from '@/shell/preferences';
import { Logo } from '@/ui/logo';
import { useLocale, useWords } from '@/words';

import styles from './access.module.css';
import { refusalText } from './problems';

/** Over a page that somebody works on there is nothing to do after: the page finds out who it is. */
export function SignInForm({ onSignedIn }: { onSignedIn?: (me: Me) => void }) {
  const t = useWords();
  const f = useFormats();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const alert = useRef<HTMLParagraphElement>(null);

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      const me = await post<Me>('/session', { email, password, code: code || undefined });
      setPassword('');
      tellKnown(true);
      onSignedIn?.(me);
    } catch (error) {
      const refused = error instanceof ApiError && error.status === 401;
      setRefusal(refused ? t('sign-in-refused') : refusalText(error, t, f));
      requestAnimationFrame(() => alert.current?.focus());
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={styles.form} onSubmit={(event) => void onSubmit(event)}>
      {refusal && (
        <p ref={alert} className={styles.error} role="alert" tabIndex={-1}>
          {refusal}
        </p>
      )}
      <TextInput
        label={t('sign-in-email')}
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('sign-in-password')}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        visibilityToggleButtonProps={{ 'aria-label': t('sign-in-show') }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <TextInput
        label={t('sign-in-code')}
        description={t('sign-in-code-why')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={busy}>
        {t('sign-in-act')}
      </Button>
    </form>
  );
}

export function Languages() {
  const now = useLocale();
  return (
    <div className={styles.languages}>
      {(['fr', 'en'] as const).map((code) => (
        <button key={code} type="button" lang={code} aria-pressed={now === code} onClick={() => locale.set(code)}>
          {{ fr: 'Français', en: 'English' }[code]}
        </button>
      ))}
    </div>
  );
}

export function SignIn() {
  const t = useWords();
  const client = useQueryClient();
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  useTitle(t('sign-in-title'));
  useEffect(() => {
    get<Setup>('/setup').then(
      (it) => it.needs_admin && void navigate({ to: '/set-up' }),
      () => undefined,
    );
  }, [navigate]);
  return (
    <main className={styles.alone}>
      <div className={styles.brand}>
        <Logo size={32} />
        entente
      </div>
      <div className={styles.card}>
        <h1 className="visually-hidden">{t('sign-in-title')}</h1>
        <SignInForm
          onSignedIn={(me) => {
            welcome(client, me);
            void navigate({ href: next ?? '/' });
          }}
        />
      </div>
      <Languages />
    </main>
  );
}
