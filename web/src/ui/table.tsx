import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { useWords } from '@/words';

import styles from './form.module.css';

export interface TableColumn<R> {
  head: string;
  cell: (row: R) => ReactNode;
  isNumber?: boolean;
}

export interface DataTableProps<R> {
  label: string;
  rows: readonly R[];
  idOf: (row: R) => string;
  columns: readonly TableColumn<R>[];
  /** Where a row leads: the first column becomes its link. */
  to?: ((row: R) => string) | undefined;
  onMore?: (() => void) | undefined;
  isBusy?: boolean;
}

/** A list of settings: lines, no boxes; at 390 px each row becomes a definition list. */
export function DataTable<R>({ label, rows, idOf, columns, to, onMore, isBusy }: DataTableProps<R>) {
  const t = useWords();
  return (
    <>
      <div className={styles.scroll}>
        <table className={`table ${styles.table}`} aria-label={label}>
          <thead>
            <tr>
              {columns.map((it) => (
                <th key={it.head} scope="col" className={it.isNumber ? 'number' : undefined}>
                  {it.head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={idOf(row)}>
                {columns.map((it, at) => (
                  <td key={it.head} data-head={it.head} className={it.isNumber ? 'number' : undefined}>
                    {at === 0 && to ? <Link to={to(row)}>{it.cell(row)}</Link> : it.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {onMore && (
        <div className={styles.more}>
          <Button onClick={onMore} loading={isBusy ?? false}>
            {t('table-more')}
          </Button>
        </div>
      )}
    </>
  );
}
