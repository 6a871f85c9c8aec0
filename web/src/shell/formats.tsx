import { formatsOf, type Formats } from '@/formats';
import { useLocale } from '@/words';

export function useFormats(): Formats {
  return formatsOf(useLocale());
}
