import { useNow } from '@/shell/clock';
import { useFormats } from '@/shell/formats';

/** An instant: relative under 24 h, else a date; the whole date always in the title. */
export function Time({ at, mode = 'auto' }: { at: string; mode?: 'auto' | 'full' | 'short' | 'day' }) {
  const now = useNow(60);
  const formats = useFormats();
  const near = Math.abs(now.getTime() - new Date(at).getTime()) < 86_400_000;
  const text =
    mode === 'full'
      ? formats.instant(at)
      : mode === 'day'
        ? formats.day(at)
        : mode === 'short' || !near
          ? formats.instantShort(at, now)
          : formats.ago(at, now);
  return (
    <time dateTime={at} title={formats.instant(at)} className="tabular">
      {text}
    </time>
  );
}
