import { ApiError } from '@/api/http';
import type { Formats } from '@/formats';
import type { Words } from '@/words';

/** What a refusal of the access resources means, in the person's language. */
export function refusalText(error: unknown, t: Words, f: Formats): string {
  if (!(error instanceof ApiError)) {
    return t('error-what', { state: 'other' });
  }
  if (error.isOffline) {
    return t('error-what', { state: 'offline' });
  }
  if (error.status === 429 && error.retryAfter) {
    return t('sign-in-locked', { time: f.time(new Date(Date.now() + error.retryAfter * 1000)) });
  }
  return t('access-refused', { code: error.code });
}
