import { useEffect, useState } from 'react';

function read(): number {
  const root = document.documentElement;
  const rem = parseFloat(getComputedStyle(root).fontSize);
  const row = getComputedStyle(root).getPropertyValue('--row').trim();
  return Math.round(row.endsWith('rem') ? parseFloat(row) * rem : parseFloat(row));
}

/** The height of a list row in pixels, from the density in force. */
export function useRowHeight(): number {
  const [height, setHeight] = useState(read);
  useEffect(() => {
    const update = () => setHeight(read());
    const watch = new MutationObserver(update);
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
    window.addEventListener('resize', update);
    return () => {
      watch.disconnect();
      window.removeEventListener('resize', update);
    };
  }, []);
  return height;
}
