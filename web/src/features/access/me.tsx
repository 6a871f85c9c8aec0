import { Button, PasswordInput, SegmentedControl, TextInput, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';

import { get, patch, post, put, remove, request } from '@/api/http';
import { tellOthers } from '@/api/known';
import { meQuery } from '@/api/session';
import type { Me, Preferences, Session } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { releaseAll } from '@/shell/kept';
import { PageHeading, useTitle } from '@/shell/page';
import { placesOf } from '@/shell/places';
import { applyDensity, locale as localeStore } from '@/shell/preferences';
import { record } from '@/shell/undo';
import { Qr } from '@/ui/qr';
import { Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import styles from './access.module.css';
import { deviceName } from './device';
import { refusalText } from './problems';
import { truthOf } from './truth';

function Choice<T extends string>({ label, why, value, options, onChange }: { label: string; why?: string; value: T; options: { value: T; label: string }[]; onChange: (value: T) => void }) {
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      {why && <p className="meta">{why}</p>}
      <SegmentedControl aria-label={label} value={value} data={options} onChange={(it) => onChange(it as T)} />
    </fieldset>
  );
}

function Screens({ me }: { me: Me }) {
  const t = useWords();
  const client = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const change = useMutation({
    scope: { id: 'me' },
    mutationFn: (body: { locale?: Me['locale']; preferences?: Preferences }) =>
      patch<Me>('/me', body, client.getQueryData<Me>(meQuery.queryKey)?.version ?? me.version),
    onSuccess: (it) => {
      client.setQueryData(meQuery.queryKey, it);
      record({ label: t('me-saved') });
    },
    // What was refused does not stay applied.
    onError: () => void truthOf(client, before).then(show),
  });
  const before = useRef(me).current;
  const show = ({ locale, preferences }: Me) => {
    localeStore.set(locale);
    setColorScheme(preferences.theme === 'system' ? 'auto' : preferences.theme);
    applyDensity(preferences.density);
  };
  const set = (part: Partial<Preferences>) => {
    const preferences = { ...me.preferences, ...part };
    client.setQueryData<Me>(meQuery.queryKey, { ...me, preferences });
    change.mutate({ preferences });
  };
  return (
    <section aria-labelledby="me-screens">
      <h2 id="me-screens">{t('me-screens')}</h2>
      {change.error && <Failure error={change.error} />}
      <Choice
        label={t('me-language')}
        value={me.locale}
        options={(['fr', 'en'] as const).map((code) => ({ value: code, label: t('me-language-name', { code }) }))}
        onChange={(code) => {
          localeStore.set(code);
          change.mutate({ locale: code });
        }}
      />
      <Choice
        label={t('me-theme')}
        value={me.preferences.theme}
        options={(['system', 'light', 'dark'] as const).map((theme) => ({ value: theme, label: t('me-theme-name', { theme }) }))}
        onChange={(theme) => {
          setColorScheme(theme === 'system' ? 'auto' : theme);
          set({ theme });
        }}
      />
      <Choice
        label={t('me-density')}
        value={me.preferences.density}
        options={(['auto', 'compact', 'comfortable'] as const).map((density) => ({ value: density, label: t('me-density-name', { density }) }))}
        onChange={(density) => {
          applyDensity(density);
          set({ density });
        }}
      />
      <Choice
        label={t('me-shortcuts')}
        why={t('me-shortcuts-why')}
        value={me.preferences.shortcuts}
        options={(['on', 'off'] as const).map((value) => ({ value, label: t('me-shortcuts-name', { value }) }))}
        onChange={(shortcuts) => set({ shortcuts })}
      />
      <p className="muted">{t('me-sheet-hint')}</p>
    </section>
  );
}

function Password({ me }: { me: Me }) {
  const t = useWords();
  const f = useFormats();
  const client = useQueryClient();
  const [now, setNow] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => put<Me>('/me/password', { password: now, new_password: next }),
    onSuccess: (it) => {
      client.setQueryData(meQuery.queryKey, it);
      setNow('');
      setNext('');
      record({ label: t('me-password-changed') });
    },
  });
  return (
    <section aria-labelledby="me-password">
      <h2 id="me-password">{t('me-password')}</h2>
      {me.must_change_password && <p className={styles.error}>{t('me-password-must')}</p>}
      {change.error && (
        <p className={styles.error} role="alert">
          {refusalText(change.error, t, f)}
        </p>
      )}
      <form
        className={styles.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <input type="hidden" name="username" autoComplete="username" value={me.email} readOnly />
        <PasswordInput
          label={t('me-password-now')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={now}
          visibilityToggleButtonProps={{ 'aria-label': t('sign-in-show') }}
          onChange={(event) => setNow(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('me-password-new')}
          description={t('setup-password-why')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={next}
          visibilityToggleButtonProps={{ 'aria-label': t('sign-in-show') }}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" loading={change.isPending}>
            {t('me-password-change')}
          </Button>
        </div>
      </form>
    </section>
  );
}

function SecondStep({ me }: { me: Me }) {
  const t = useWords();
  const f = useFormats();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<string[] | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: meQuery.queryKey });
  const start = useMutation({ mutationFn: () => post<{ secret: string; uri: string }>('/me/totp', { password }), onSuccess: () => setPassword('') });
  const confirm = useMutation({
    mutationFn: () => put<{ recovery_codes: string[] }>('/me/totp', { code }),
    onSuccess: (it) => {
      setCodes(it.recovery_codes);
      setCode('');
      start.reset();
      void refresh();
    },
  });
  const stop = useMutation({
    mutationFn: () => request<Me>('DELETE', '/me/totp', { body: { password } }),
    onSuccess: () => {
      setPassword('');
      setCodes(null);
      record({ label: t('me-totp-stopped') });
      void refresh();
    },
  });
  const error = start.error ?? confirm.error ?? stop.error;
  const passwordField = (
    <PasswordInput
      label={t('me-password-now')}
      autoComplete="current-password"
      required
      withAsterisk={false}
      value={password}
      visibilityToggleButtonProps={{ 'aria-label': t('sign-in-show') }}
      onChange={(event) => setPassword(event.currentTarget.value)}
    />
  );
  return (
    <section aria-labelledby="me-totp">
      <h2 id="me-totp">{t('me-totp')}</h2>
      <p className="muted">{me.has_totp ? t('me-totp-on') : t('me-totp-why')}</p>
      {error && (
        <p className={styles.error} role="alert">
          {refusalText(error, t, f)}
        </p>
      )}
      {codes && (
        <div role="status">
          <p>{t('me-totp-recovery')}</p>
          <ul className={styles.codes}>
            {codes.map((it) => (
              <li key={it} className={styles.secret}>
                {it}
              </li>
            ))}
          </ul>
        </div>
      )}
      {start.data ? (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            confirm.mutate();
          }}
        >
          <p>{t('me-totp-secret')}</p>
          <Qr text={start.data.uri} label={t('me-totp-qr')} />
          <p>{t('me-totp-typed')}</p>
          <p className={styles.secret}>{start.data.secret}</p>
          <p>
            <a href={start.data.uri}>{t('me-totp-link')}</a>
          </p>
          <TextInput
            label={t('me-totp-code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" variant="filled" loading={confirm.isPending}>
              {t('me-totp-confirm')}
            </Button>
          </div>
        </form>
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            (me.has_totp ? stop : start).mutate();
          }}
        >
          {passwordField}
          <div>
            <Button type="submit" loading={start.isPending || stop.isPending}>
              {me.has_totp ? t('me-totp-stop') : t('me-totp-start')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Sessions() {
  const t = useWords();
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => get<{ items: Session[] }>('/sessions') });
  const end = useMutation({
    mutationFn: (id: string) => remove(`/sessions/${id}`),
    onSuccess: () => {
      record({ label: t('me-session-ended') });
      void client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const signOut = useMutation({
    mutationFn: () => remove('/session'),
    onSuccess: () =>
      void releaseAll().finally(() => {
        tellOthers(false);
        location.assign('/sign-in');
      }),
  });
  return (
    <section aria-labelledby="me-sessions">
      <h2 id="me-sessions">{t('me-sessions')}</h2>
      {(end.error ?? sessions.error) && <Failure error={end.error ?? sessions.error} />}
      {sessions.isPending && <Loading rows={2} />}
      <ul>
        {sessions.data?.items.map((it) => (
          <li key={it.id} className={styles.session}>
            <span className={styles.device} title={it.user_agent}>
              {deviceName(it.user_agent) ?? it.user_agent}
            </span>
            <span className="meta">{it.network}</span>
            <span className="meta">
              <Time at={it.last_seen_at} />
            </span>
            {it.is_present ? <strong>{t('me-session-present')}</strong> : <Button onClick={() => end.mutate(it.id)}>{t('me-session-end')}</Button>}
          </li>
        ))}
      </ul>
      <div>
        <Button onClick={() => signOut.mutate()}>{t('me-sign-out')}</Button>
      </div>
    </section>
  );
}

/** On a phone the rail is not there: what the bottom bar has no room for is reached from here. */
function OtherPlaces({ me }: { me: Me }) {
  const t = useWords();
  return (
    <nav className={styles.places} aria-label={t('me-places')}>
      {placesOf(me)
        .filter((it) => !it.onPhone)
        .map((it) => (
          <Link key={it.to} to={it.to} className={styles.place}>
            <it.icon size={20} stroke={1.75} aria-hidden="true" />
            {t(it.label)}
          </Link>
        ))}
    </nav>
  );
}

export function MePage() {
  const t = useWords();
  const { data: me } = useQuery(meQuery);
  useTitle(t('me-title'));
  return (
    <div className="page">
      <PageHeading>{t('me-title')}</PageHeading>
      {me && (
        <>
          <p className="muted">
            {me.name} · {me.email}
          </p>
          <OtherPlaces me={me} />
          <div className={styles.sections}>
            <Screens me={me} />
            <Password me={me} />
            <SecondStep me={me} />
            <Sessions />
          </div>
        </>
      )}
    </div>
  );
}
