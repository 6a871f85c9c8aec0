import { atWall, wallOf } from '@/zone';

/** The moments a case is usually put aside until, by the company's clock. */
export type SnoozeOption = 'later' | 'tomorrow' | 'monday' | 'week';

const MORNING = 9;
const EVENING = 19;

/** Later today only while there is a later today; no moment stands twice. */
export function snoozeOptions(now: Date): { option: SnoozeOption; at: Date }[] {
  const { year, month, day, hour } = wallOf(now);
  const morning = (days: number) => atWall(year, month, day + days, MORNING);
  const toMonday = (8 - new Date(Date.UTC(year, month - 1, day)).getUTCDay()) % 7 || 7;
  const all: { option: SnoozeOption; at: Date }[] = [
    ...(hour + 3 < EVENING ? [{ option: 'later' as const, at: atWall(year, month, day, hour + 3) }] : []),
    { option: 'tomorrow', at: morning(1) },
    { option: 'monday', at: morning(toMonday) },
    { option: 'week', at: morning(7) },
  ];
  return all.filter((one, place) => all.findIndex((it) => it.at.getTime() === one.at.getTime()) === place);
}

const two = (part: number) => String(part).padStart(2, '0');

/** The day it is by the company's clock, as a date field writes it. */
export function dayOf(at: Date): string {
  const it = wallOf(at);
  return `${it.year}-${two(it.month)}-${two(it.day)}`;
}

/** As `datetime-local` writes it, by the company's clock. */
export function localValue(at: Date): string {
  const it = wallOf(at);
  return `${dayOf(at)}T${two(it.hour)}:${two(it.minute)}`;
}

/** The instant that `datetime-local` means by the company's clock; null while it is not whole. */
export function ofLocal(value: string): Date | null {
  const parts = /^(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(value)?.slice(1).map(Number) as [number, number, number, number, number] | undefined;
  return parts ? atWall(...parts) : null;
}
