import { useStore, createStore } from './store';

const polite = createStore('');
const assertive = createStore('');

/** The least time between two words: an own act is told at once, what others do when there is room for it. */
const AFTER_ANY = 1000;
const BEFORE_NEWS = 5000;
const OWN_MAX = 2;

let last = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let own: readonly string[] = [];
let news: string | null = null;

function speak() {
  const [first, ...rest] = own;
  const text = first ?? news;
  own = rest;
  if (first === undefined) {
    news = null;
  }
  if (text !== null) {
    last = Date.now();
    // The same words twice are two things: a region whose text stays as it is says nothing.
    polite.set((now) => (now === text ? `${text}\u00a0` : text));
    plan();
  }
}

function plan() {
  clearTimeout(timer);
  if (own.length > 0 || news !== null) {
    timer = setTimeout(speak, Math.max(0, last + (own.length > 0 ? AFTER_ANY : BEFORE_NEWS) - Date.now()));
  }
}

/** Tells readers what others do or what came of a search, at most once every five seconds; the newest wins. */
export function announce(text: string) {
  news = text;
  plan();
}

/** Tells readers what they have just done: before any news, and none of it is left out for the next. */
export function announceOwn(text: string) {
  own = [...own, text].slice(-OWN_MAX);
  plan();
}

/** For what cannot wait: a reply that was not sent, a session that ends. */
export function alarm(text: string) {
  assertive.set('');
  setTimeout(() => assertive.set(text), 50);
}

/** What is being said politely. */
export const saidPolitely = () => polite.get();

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
