import { useMemo } from 'react';

import { formatsOf, type Formats } from '@/formats';
import { useLocale } from '@/words';

export function useFormats(): Formats {
  const locale = useLocale();
  return useMemo(() => formatsOf(locale), [locale]);
}
