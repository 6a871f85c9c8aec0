import { localStorageColorSchemeManager } from '@mantine/core';

import type { Preferences } from '@/api/types';
import type { LocaleCode } from '@/words';

import { createStore } from './store';

/** Kept in the browser as well, so that `theme.js` can set them before the first paint. */
const keep = (key: string, value: string) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that stores nothing shows its own preference; nothing else is lost.
  }
};

export const schemes = localStorageColorSchemeManager({ key: 'entente-theme' });

export const locale = createStore<LocaleCode>(document.documentElement.lang === 'en' ? 'en' : 'fr');
locale.watch(() => keep('entente-locale', locale.get()));

export function applyDensity(density: Preferences['density']) {
  const coarse = matchMedia('(pointer: coarse)').matches || innerWidth < 1024;
  document.documentElement.setAttribute('data-density', density === 'auto' ? (coarse ? 'comfortable' : 'compact') : density);
  if (density === 'auto') {
    localStorage.removeItem('entente-density');
  } else {
    keep('entente-density', density);
  }
}
