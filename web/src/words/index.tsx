import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { LocalizationProvider, ReactLocalization, useLocalization } from '@fluent/react';
import { createContext, type ReactNode, useCallback, useContext } from 'react';

export type LocaleCode = 'fr' | 'en';
export type Args = Record<string, FluentVariable>;

export async function loadWords(locale: LocaleCode): Promise<ReactLocalization> {
  const files = (await (locale === 'en' ? import('./en') : import('./fr'))).default;
  const bundle = new FluentBundle(locale === 'en' ? 'en-GB' : 'fr-FR', { useIsolating: false });
  for (const text of files) {
    for (const error of bundle.addResource(new FluentResource(text))) {
      console.error(error);
    }
  }
  return new ReactLocalization([bundle]);
}

const Code = createContext<LocaleCode>('fr');
export const useLocale = () => useContext(Code);

export function WordsProvider({ locale, words, children }: { locale: LocaleCode; words: ReactLocalization; children: ReactNode }) {
  return (
    <Code.Provider value={locale}>
      <LocalizationProvider l10n={words}>{children}</LocalizationProvider>
    </Code.Provider>
  );
}

export type Words = (id: string, args?: Args) => string;

/** `t(id, args)` in the current language. */
export function useWords(): Words {
  const { l10n } = useLocalization();
  return useCallback((id: string, args?: Args) => l10n.getString(id, args ?? null, id), [l10n]);
}

