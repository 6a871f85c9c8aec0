import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';

import { type Handlers, useKeys } from '@/shell/keys';

import styles from './grid.module.css';

export interface RowGridProps {
  /** The rows in their order; a row is known by its id, never by its place. */
  ids: readonly string[];
  label: string;
  /** How many there are in all, from the server, of which some are loaded; null while nobody knows. */
  count: number | null;
  current: string | null;
  /** `by` says whether the hand or the keyboard moved. */
  onCurrent: (id: string, by: 'key' | 'pointer') => void;
  onOpen: (id: string) => void;
  onEnd?: () => void;
  selected?: ReadonlySet<string>;
  onSelect?: (ids: string[]) => void;
  isLeft?: (id: string) => boolean;
  rowHeight: number;
  children: (id: string) => ReactNode;
  keys?: boolean;
}

/**
 * A long list as an APG grid: one tab stop that follows the current row, rows keyed by id, true counts for readers.
 * The current row stays mounted while it is scrolled out of sight, so that the focus is never lost.
 */
export function RowGrid(props: RowGridProps) {
  const { ids, label, count, current, onCurrent, onOpen, onEnd, selected, onSelect, isLeft, rowHeight, children, keys = true } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const at = current === null ? -1 : ids.indexOf(current);
  const stop = Math.max(0, at);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => ids[index] ?? index,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return at >= 0 && at < ids.length && !shown.includes(at) ? [...shown, at].sort((a, b) => a - b) : shown;
    },
  });
  const items = virtual.getVirtualItems();

  useEffect(() => virtual.measure(), [rowHeight, virtual]);

  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && ids.length > 0 && last >= ids.length - 20) {
      onEnd();
    }
  }, [last, ids.length, onEnd]);

  // The row in hand and the row with the focus are one from the key on: Enter opens what is marked, however quick the hand.
  const follows = useRef<string | null>(null);
  const focusRow = (id: string) => scroller.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  useLayoutEffect(() => {
    if (follows.current !== null && follows.current === current) {
      follows.current = null;
      focusRow(current);
    }
  });
  const move = (to: number) => {
    const next = Math.min(ids.length - 1, Math.max(0, to));
    const id = ids[next];
    if (id === undefined) {
      return;
    }
    virtual.scrollToIndex(next, { align: 'auto' });
    if (id === current) {
      focusRow(id);
      return;
    }
    follows.current = id;
    onCurrent(id, 'key');
  };
  const toggle = (id: string | null) => {
    if (id && onSelect) {
      const next = new Set(selected);
      if (!next.delete(id)) {
        next.add(id);
      }
      onSelect([...next]);
    }
  };
  const extend = (by: number) => {
    const [from, to] = [ids[at], ids[at + by]];
    if (onSelect && from !== undefined && to !== undefined) {
      onSelect([...new Set([...(selected ?? []), from, to])]);
      move(at + by);
    }
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 1);
  const handlers: Handlers = {
    'list-next': () => move(at + 1),
    'list-previous': () => move(at < 0 ? 0 : at - 1),
    'list-first': () => move(0),
    'list-last': () => move(ids.length - 1),
    'list-page-down': () => move(at + page),
    'list-page-up': () => move(at - page),
    'list-open': () => current !== null && onOpen(current),
    ...(onSelect
      ? { 'list-select': () => toggle(current), 'list-extend-next': () => extend(1), 'list-extend-previous': () => extend(-1) }
      : {}),
  };
  useKeys(handlers, { enabled: keys });

  return (
    <div ref={scroller} className={styles.scroller} id="list">
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={count === null ? -1 : Math.max(count, ids.length)}
        aria-multiselectable={onSelect ? true : undefined}
        className={styles.rows}
        style={{ blockSize: `${virtual.getTotalSize()}px` }}
      >
        {items.map((item) => {
          const id = ids[item.index];
          if (id === undefined) {
            return null;
          }
          return (
            <div
              key={id}
              role="row"
              data-grid-row=""
              data-id={id}
              data-current={id === current}
              data-left={isLeft?.(id) ?? false}
              aria-rowindex={item.index + 1}
              aria-selected={selected ? selected.has(id) : undefined}
              tabIndex={item.index === stop ? 0 : -1}
              className={styles.row}
              style={{ blockSize: `${item.size}px`, transform: `translateY(${item.start}px)` }}
              onClick={(event) => (event.ctrlKey || event.metaKey ? toggle(id) : onCurrent(id, 'pointer'))}
              onDoubleClick={() => onOpen(id)}
              onFocus={(event) => event.target === event.currentTarget && id !== current && onCurrent(id, 'key')}
            >
              {children(id)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
