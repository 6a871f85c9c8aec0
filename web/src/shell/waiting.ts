import { createStore } from './store';

/** How many acts wait for the server to answer again; counted on the action line, never silent. */
export const waitingActs = createStore(0);

const LONGEST = 30_000;

/** Waits before the next try: as long as the server asks, else a little more each time; no longer once we are online again. */
export function untilRetry(tries: number, retryAfter: number | null): Promise<void> {
  const pause = Math.min(LONGEST, retryAfter ? retryAfter * 1000 : 2000 * 2 ** tries);
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, pause);
    window.addEventListener('online', go);
  });
}
