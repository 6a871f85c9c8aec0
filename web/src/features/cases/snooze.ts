/** The moments a case is usually put aside until, in the writer's own time. */
export type SnoozeOption = 'later' | 'tomorrow' | 'monday' | 'week';

const MORNING = 9;

function morning(from: Date, days: number): Date {
  const at = new Date(from);
  at.setDate(at.getDate() + days);
  at.setHours(MORNING, 0, 0, 0);
  return at;
}

/** Later today only while there is a later today; no moment stands twice. */
export function snoozeOptions(now: Date): { option: SnoozeOption; at: Date }[] {
  const later = new Date(now);
  later.setHours(now.getHours() + 3, 0, 0, 0);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const all: { option: SnoozeOption; at: Date }[] = [
    { option: 'later', at: later },
    { option: 'tomorrow', at: morning(now, 1) },
    { option: 'monday', at: morning(now, toMonday) },
    { option: 'week', at: morning(now, 7) },
  ];
  return all.filter(({ option, at }, place) => (option !== 'later' || (at.getDate() === now.getDate() && at.getHours() < 19)) && all.findIndex((it) => it.at.getTime() === at.getTime()) === place);
}

/** As `datetime-local` writes it. */
export function localValue(at: Date): string {
  const two = (it: number) => String(it).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
