import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactLocalization } from '@fluent/react';
import { useEffect, useState } from 'react';

import { meQuery } from './api/session';
import { queryClient } from './queries';
import { router } from './routes';
import { locale as localeStore, schemes } from './shell/preferences';
import { useStore } from './shell/store';
import { cssVariables, theme } from './theme';
import { loadWords, type LocaleCode, WordsProvider } from './words';

function Inside() {
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const wanted = useStore(localeStore);
  const [ready, setReady] = useState<{ locale: LocaleCode; words: ReactLocalization } | null>(null);

  useEffect(() => {
    if (me) {
      localeStore.set(me.locale);
    }
  }, [me?.locale]);

  useEffect(() => {
    let current = true;
    void loadWords(wanted).then((words) => {
      if (current) {
        document.documentElement.lang = wanted;
        setReady({ locale: wanted, words });
      }
    });
    return () => {
      current = false;
    };
  }, [wanted]);

  return ready ? (
    <WordsProvider locale={ready.locale} words={ready.words}>
      <RouterProvider router={router} />
    </WordsProvider>
  ) : null;
}

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" colorSchemeManager={schemes}>
      <QueryClientProvider client={queryClient}>
        <Inside />
      </QueryClientProvider>
    </MantineProvider>
  );
}
