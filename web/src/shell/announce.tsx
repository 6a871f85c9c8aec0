import { useStore, createStore } from './store';

const polite = createStore('');
const assertive = createStore('');
let last = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Speaks to screen readers, at most once every five seconds; the newest text wins. */
export function announce(text: string) {
  clearTimeout(timer);
  const wait = Math.max(0, last + 5000 - Date.now());
  timer = setTimeout(() => {
    last = Date.now();
    polite.set(text);
  }, wait);
}

/** For what cannot wait: a reply that was not sent, a session that ends. */
export function alarm(text: string) {
  assertive.set('');
  setTimeout(() => assertive.set(text), 50);
}

export function Announcer() {
  return (
    <div className="visually-hidden">
      <div role="status" aria-live="polite">
        {useStore(polite)}
      </div>
      <div role="alert" aria-live="assertive">
        {useStore(assertive)}
      </div>
    </div>
  );
}
