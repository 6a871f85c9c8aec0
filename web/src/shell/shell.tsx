import { IconSearch, IconUser } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';

import { keepFresh } from '@/api/keep-fresh';
import { liveState, startLive } from '@/api/live';
import { useMe } from '@/api/session';
import { Logo } from '@/ui/logo';
import { useWords } from '@/words';
import { homeZone, isElsewhere, placeOf } from '@/zone';

import { ActionLine } from './action-line';
import { afterPaint } from './after-paint';
import { Announcer } from './announce';
import { useNow } from './clock';
import { useFormats } from './formats';
import { ariaKeys, type Handlers, Keys, lettersOn, useKeys } from './keys';
import { isPlace, placeAround, placesOf } from './places';
import styles from './shell.module.css';
import { useStore } from './store';

const Palette = lazy(() => import('./palette'));
const KeySheet = lazy(() => import('./key-sheet'));

function Offline() {
  const t = useWords();
  const formats = useFormats();
  const { offlineSince } = useStore(liveState);
  const now = useNow(1);
  if (offlineSince === null) {
    return null;
  }
  const seconds = Math.max(0, Math.floor((now.getTime() - offlineSince) / 1000));
  const clock = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <span className={styles.offline} role="status" title={formats.instant(new Date(offlineSince))}>
      {t('top-offline', { clock })}
    </span>
  );
}

/** Whose clock the hours are, where the clock on the wall shows another. */
function Zone() {
  const t = useWords();
  const now = useNow(60);
  const zone = homeZone();
  return zone && isElsewhere(now, zone) ? (
    <span className="meta one-line" title={t('top-zone-why', { zone })}>
      {t('top-zone', { place: placeOf(zone) })}
    </span>
  ) : null;
}

export function Shell() {
  const t = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null);
  const path = useRouterState({ select: (it) => it.location.pathname });

  useEffect(() => {
    let stop: (() => void) | null = null;
    const off = afterPaint(() => (stop = startLive()));
    const forget = keepFresh(client);
    return () => {
      off();
      stop?.();
      forget();
    };
  }, [client]);
  useEffect(() => {
    lettersOn.set(me?.preferences.shortcuts !== 'off');
  }, [me?.preferences.shortcuts]);

  const places = placesOf(me);
  const go: Handlers = Object.fromEntries(places.map((it) => [it.act, () => void navigate({ to: it.to })]));
  useKeys({ ...go, palette: () => setOpen('palette'), sheet: () => setOpen('sheet') });
  // One layer out, where the page has no layers of its own: to where one came from. A place is the outermost.
  const router = useRouter();
  const out = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: placeAround(path) }));
  useKeys(isPlace(path) ? {} : { back: out }, { isLast: true });
  const current = (to: string) => (path === to || path.startsWith(`${to}/`) || (to === '/inbox' && path.startsWith('/cases')) ? 'page' : undefined);

  return (
    <div className={styles.shell}>
      <nav className={styles.skip} aria-label={t('skip-links')}>
        <a href="#main">{t('skip-content')}</a>
        <a href="#list">{t('skip-list')}</a>
        <a href="#composer">{t('skip-composer')}</a>
        <a href="#customer">{t('skip-customer')}</a>
      </nav>
      <header className={styles.top}>
        <Link to="/" className={styles.brand}>
          <Logo size={22} />
          entente
        </Link>
        <button type="button" className={styles.find} onClick={() => setOpen('palette')} aria-keyshortcuts={ariaKeys('palette')}>
          <IconSearch size={16} stroke={1.75} aria-hidden="true" />
          <span className="one-line">{t('top-find')}</span>
          <Keys act="palette" />
        </button>
        <div className={styles.right}>
          <Offline />
          <Zone />
          {me && (
            <Link to="/me" className={`${styles.me} one-line`}>
              {me.name}
            </Link>
          )}
        </div>
      </header>
      <nav className={styles.rail} aria-label={t('rail-label')}>
        {places.map((it) => (
          <Link key={it.to} to={it.to} className={styles.place} aria-current={current(it.to)} title={t(it.label)}>
            <it.icon size={20} stroke={1.75} aria-hidden="true" />
            <span className={styles.label}>{t(it.label)}</span>
          </Link>
        ))}
      </nav>
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <ActionLine />
      <nav className={styles.bottom} aria-label={t('rail-label')}>
        {places
          .filter((it) => it.onPhone)
          .map((it) => (
            <Link key={it.to} to={it.to} aria-current={current(it.to)}>
              <it.icon size={20} stroke={1.75} aria-hidden="true" />
              {t(it.label)}
            </Link>
          ))}
        <button type="button" onClick={() => setOpen('palette')}>
          <IconSearch size={20} stroke={1.75} aria-hidden="true" />
          {t('place-find')}
        </button>
        <Link to="/me" aria-current={current('/me')}>
          <IconUser size={20} stroke={1.75} aria-hidden="true" />
          {t('place-me')}
        </Link>
      </nav>
      <Announcer />
      <Suspense>
        {open === 'palette' && <Palette onClose={() => setOpen(null)} />}
        {open === 'sheet' && <KeySheet onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}
