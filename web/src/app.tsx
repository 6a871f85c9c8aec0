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

interface Spoken {
  locale: LocaleCode;
  words: ReactLocalization;
}

function Inside({ first }: { first: Spoken }) {
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const wanted = useStore(localeStore);
  const [spoken, setSpoken] = useState(first);

  useEffect(() => {
    if (me) {
      localeStore.set(me.locale);
    }
  }, [me?.locale]);

  useEffect(() => {
    let current = true;
    if (spoken.locale !== wanted) {
      void loadWords(wanted).then((words) => {
        if (current) {
          document.documentElement.lang = wanted;
          setSpoken({ locale: wanted, words });
        }
      });
    }
    return () => {
      current = false;
    };
  }, [wanted, spoken.locale]);

  return (
    <WordsProvider locale={spoken.locale} words={spoken.words}>
      <RouterProvider router={router} />
    </WordsProvider>
  );
}

/** The staff app, drawn first in the language of `first`. */
export function App({ first }: { first: Spoken }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" colorSchemeManager={schemes}>
      <QueryClientProvider client={queryClient}>
        <Inside first={first} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
