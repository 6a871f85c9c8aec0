import { type ReactNode, useEffect, useRef } from 'react';

/** Sets the document's title: the thing, then the place. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = title ? `${title} · entente` : 'entente';
  }, [title]);
}

/** On the first page of a visit the heading takes the focus for readers' sake, without a mark that nobody asked for. */
let visited = false;

/** The heading of a page; takes the focus as the page appears, so that a screen reader starts there. */
export function PageHeading({ children, hidden, focus = true }: { children: ReactNode; hidden?: boolean; focus?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus && (document.activeElement === document.body || document.activeElement === null)) {
      heading.current?.toggleAttribute('data-first', !visited);
      heading.current?.focus({ preventScroll: true });
    }
    const timer = setTimeout(() => {
      visited = true;
    }, 0);
    return () => clearTimeout(timer);
  }, [focus]);
  return (
    <h1 ref={heading} tabIndex={-1} className={hidden ? 'visually-hidden' : undefined}>
      {children}
    </h1>
  );
}
