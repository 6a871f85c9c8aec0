import { ApiError } from '@/api/http';
import type { Formats } from '@/formats';
import type { Words } from '@/words';

/** The codes `access-refused` has words for. */
const KNOWN = new Set([
  'password_wrong', 'password_weak', 'code_wrong', 'second_factor_in_use', 'second_factor_not_started', 'setup_code_wrong', 'setup_done',
  'invalid_name', 'invalid_email', 'invalid_country', 'invalid_time_zone', 'invalid_languages', 'stale',
]);

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
  const details = (error.problem.errors ?? []).map((it) => it.detail).join(' ');
  return details && !KNOWN.has(error.code) ? details : t('access-refused', { code: error.code });
}
