/**
 * The one time zone of every screen: the company's, wherever whoever reads them is. Two advisers read the same deadline,
 * and it is the one the customer was told. `setHomeZone` is called as soon as the person is known; before, the browser's.
 */
let home: string | undefined;

export const homeZone = () => home;

export function setHomeZone(zone: string | undefined) {
  try {
    home = zone && new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    // A browser older than the zone: its own is the best it can do.
    home = undefined;
  }
}

/** Whether the clock on the wall here shows another hour than the company's. */
export function isElsewhere(now: Date, zone = home): boolean {
  return zone !== undefined && wallOf(now, zone).time !== wallOf(now, Intl.DateTimeFormat().resolvedOptions().timeZone).time;
}

/** The place a zone is named after: « Paris », « New York ». */
export const placeOf = (zone: string) => (zone.split('/').at(-1) ?? zone).replace(/_/g, ' ');

const clocks = new Map<string | undefined, Intl.DateTimeFormat>();

export interface Wall {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** Milliseconds of the same wall time read as UTC: what two walls are compared by. */
  time: number;
}

/** What the clock on the wall of `zone` shows at an instant. */
export function wallOf(at: Date, zone = home): Wall {
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' });
  clocks.set(zone, clock);
  const part = Object.fromEntries(clock.formatToParts(at).map((it) => [it.type, Number(it.value)]));
  const [year, month, day, hour, minute] = ['year', 'month', 'day', 'hour', 'minute'].map((it) => part[it] ?? 0) as [number, number, number, number, number];
  return { year, month, day, hour, minute, time: Date.UTC(year, month - 1, day, hour, minute) };
}

/**
 * The instant at which the wall of `zone` shows this; months and days past their end run over, as in `Date.UTC`. In the
 * hour that a spring skips, the instant one hour on; in the hour that an autumn repeats, the first.
 */
export function atWall(year: number, month: number, day: number, hour: number, minute = 0, zone = home): Date {
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  const off = (at: number) => wallOf(new Date(at), zone).time - at;
  const [before, after] = [off(wanted - 86_400_000), off(wanted + 86_400_000)];
  const found = [wanted - before, wanted - after].find((at) => wallOf(new Date(at), zone).time === wanted);
  return new Date(found ?? wanted - before);
}
