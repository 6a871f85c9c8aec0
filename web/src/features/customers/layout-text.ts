import type { components } from '@/api/schema';

type Layout = components['schemas']['Layout'];

const quoted = (name: string) => (/[\s,;#"]/.test(name) ? `"${name}"` : name);

/** Whether a layout, in its text or as JSON, says its own encoding. */
export const saysEncoding = (layout: string) => /^\s*encoding\s+\S+\s*(#.*)?$|"encoding"\s*:\s*"/m.test(layout);

/** A layout as people write it: a field a line. What it says is what the server reads back. */
export function layoutText(layout: Layout | null | undefined): string {
  if (!layout) {
    return '';
  }
  const head = [
    layout.encoding ? `encoding ${layout.encoding}` : null,
    layout.record_bytes ? `record ${layout.record_bytes}` : null,
    layout.is_trimmed ? 'trimmed' : null,
    layout.counts_bytes ? 'bytes' : null,
  ];
  const fields = layout.fields.map((it) => {
    const detail = it.date_form ?? (it.decimals ? it.decimals : null);
    const kind = it.type && it.type !== 'text' ? [it.type, detail] : [];
    return [quoted(it.name), it.start, it.length, ...kind].filter((word) => word !== null).join(' ');
  });
  return [...head, ...fields].filter((line) => line !== null).join('\n');
}
