import type { Definition, EstimateData } from '@/api/types';
import { type LocaleCode, useLocale, useWords, type Words } from '@/words';

import styles from './charts/chart.module.css';

export type CsvCell = string | number | null;

export interface CsvTable {
  /** What the file is called, before its ending. */
  name: string;
  heads: readonly string[];
  rows: readonly (readonly CsvCell[])[];
}

/** What a spreadsheet would run if a cell began with it, the full-width forms too; what cannot be seen before it does not help. */
const RUNS = /^[ "\u00a0\u200b-\u200f\u2060\ufeff]*[=+\-@|\t\r\n＝＋－＠]/u;

function cellText(cell: CsvCell, separator: string, decimal: string): string {
  if (typeof cell === 'number') {
    return String(cell).replace('.', decimal);
  }
  const text = cell ?? '';
  const quoted = text.replaceAll('"', '""');
  if (RUNS.test(text)) {
    return `"'${quoted}"`;
  }
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${quoted}"` : text;
}

/** A table as a spreadsheet of that language opens it: a mark of the encoding, « ; » and « 0,5 » in French, "," and "0.5" in English. */
export function csvText({ heads, rows }: Omit<CsvTable, 'name'>, locale: LocaleCode): string {
  const [separator, decimal] = locale === 'fr' ? [';', ','] : [',', '.'];
  const lines = [heads, ...rows].map((cells) => cells.map((it) => cellText(it, separator, decimal)).join(separator));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

/** What stands beside a label in a file: the figure with all that must travel with it, in its unit and not rounded. */
export const estimateHeads = (t: Words) => [
  t('chart-value'),
  t('chart-low'),
  t('chart-high'),
  t('chart-count'),
  t('csv-level'),
  t('csv-unit'),
  t('csv-state'),
  t('csv-definition'),
];

export function estimateCells(it: EstimateData, definition: Definition | null | undefined, t: Words): CsvCell[] {
  const isCount = it.unit === 'count';
  return [
    it.value,
    isCount ? null : it.low,
    isCount ? null : it.high,
    it.n,
    isCount ? null : it.level,
    t('csv-unit-name', { unit: it.unit }),
    t('csv-state-name', { state: it.state }),
    definition ? `${definition.key} v${definition.version}` : '',
  ];
}

function save(table: CsvTable, locale: LocaleCode) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csvText(table, locale)], { type: 'text/csv;charset=utf-8' }));
  link.download = `${table.name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '').toLowerCase()}.csv`;
  link.click();
  // The browser takes the file a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** One click and the table is a file. `of` says which one, for who hears the button alone. */
export function CsvButton({ table, of }: { table: () => CsvTable | Promise<CsvTable>; of: string }) {
  const t = useWords();
  const locale = useLocale();
  return (
    <button type="button" className={styles.toggle} onClick={() => void Promise.resolve(table()).then((it) => save(it, locale))} data-print="no">
      {t('csv-download')}
      <span className="visually-hidden"> · {of}</span>
    </button>
  );
}
