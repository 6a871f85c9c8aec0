import { type RefObject, useEffect, useRef } from 'react';

const NEAR = 80;

/**
 * Keeps a scroller at its end while somebody stands there: type and pictures arrive late and change heights. Its only
 * child is the content; `quiet` holds it still while somebody writes, except when the room itself changes.
 */
export function useStick(box: RefObject<HTMLElement | null>, quiet: boolean, key: unknown) {
  const atEnd = useRef(true);
  const still = useRef(quiet);
  still.current = quiet;
  useEffect(() => {
    const el = box.current;
    const content = el?.firstElementChild;
    if (!el || !content) {
      return;
    }
    atEnd.current = true;
    el.scrollTop = el.scrollHeight;
    const watch = new ResizeObserver((entries) => {
      const room = entries.some((entry) => entry.target === el);
      if (atEnd.current && (room || !still.current)) {
        el.scrollTop = el.scrollHeight;
      }
    });
    watch.observe(content);
    watch.observe(el);
    const onScroll = () => {
      atEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < NEAR;
    };
    el.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      watch.disconnect();
      el.removeEventListener('scroll', onScroll);
    };
  }, [box, key]);
  return atEnd;
}
