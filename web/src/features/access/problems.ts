import { ApiError } from '@/api/http';
import type { Formats } from '@/formats';
import { errorText } from '@/ui/states';
import type { Words } from '@/words';

/** What a refusal of the access resources means, in the person's language; when to come back by the clock. */
export function refusalText(error: unknown, t: Words, f: Formats): string {
  const isLater = error instanceof ApiError && error.status === 429 && error.retryAfter;
  return isLater ? t('sign-in-locked', { time: f.time(new Date(Date.now() + isLater * 1000)) }) : errorText(error, t);
}
