import { useEffect, useRef, useState } from 'react';

/**
 * What is typed to be looked for, asked when the hand rests. What the address brings (Back, another link) stands in the
 * field; what was asked from here stands there already, and may have been typed on. `where`: the page it belongs to, if
 * one page shows several.
 */
export function useSearchField(q: string, onSearch: (q: string) => void, ms: number, where?: unknown): { text: string; set: (text: string) => void; now: () => void } {
  const [text, setText] = useState(q);
  const sent = useRef(q);
  const ask = (next: string) => {
    if (next !== sent.current) {
      sent.current = next;
      onSearch(next);
    }
  };
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (q !== sent.current) {
      sent.current = q;
      setText(q);
    }
  }, [q, where]);
  useEffect(() => {
    const timer = setTimeout(() => latest.current(text.trim()), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return { text, set: setText, now: () => ask(text.trim()) };
}
