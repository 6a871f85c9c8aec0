/**
 * Numbers, instants and durations as people read them, in one place.
 *
 * French: « 48 212,5 » (U+202F), « 76 % » (U+00A0), « ven. 20 nov. 2026, 14:07 ». English (en-GB): "48,212.5", "76%",
 * "Fri, 20 Nov 2026, 14:07". The minus sign is always U+2212. Weeks are ISO weeks; the day has 24 hours. Instants are read
 * by the company's clock (`zone.ts`), unless a zone is named.
 */
import type { LocaleCode } from '@/words';
import { homeZone, wallOf } from '@/zone';

const MINUS = '\u2212';
const NBSP = '\u00a0';

export interface Formats {
  number(value: number, digits?: number): string;
  percent(share: number, digits?: number): string;
  signed(value: number, digits?: number): string;
  range(low: number, high: number, digits?: number): string;
  day(at: Date | string, zone?: string): string;
  /** A date without a time, from `2026-11-20`: « 20 nov. 2026 ». */
  date(day: string): string;
  dayShort(at: Date | string, zone?: string): string;
  time(at: Date | string, zone?: string): string;
  instant(at: Date | string, zone?: string): string;
  instantShort(at: Date | string, now: Date, zone?: string): string;
  ago(at: Date | string, now: Date): string;
  duration(seconds: number): string;
  /** Counted time: never in days, since a day of business hours is not a day. */
  hours(seconds: number): string;
  month(period: string): string;
  week(week: number): string;
  size(bytes: number): string;
}

const date = (at: Date | string) => (at instanceof Date ? at : new Date(at));

/** What `make` gives for these options, made once: a formatter takes a browser longer to make than a row to draw. */
function once<O extends object, F>(make: (options: O) => F): (options: O) => F {
  const made = new Map<string, F>();
  return (options) => {
    const key = JSON.stringify(options);
    const formatter = made.get(key) ?? make(options);
    made.set(key, formatter);
    return formatter;
  };
}

const made = new Map<LocaleCode, Formats>();

/** The formats of a language; always the same object, so that whoever depends on it is not drawn anew. */
export function formatsOf(locale: LocaleCode): Formats {
  const formats = made.get(locale) ?? makeFormats(locale);
  made.set(locale, formats);
  return formats;
}

function makeFormats(locale: LocaleCode): Formats {
  const fr = locale === 'fr';
  const tag = fr ? 'fr-FR' : 'en-GB';
  const dates = once((options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options));
  const numbers = once((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options));
  const parts = ({ timeZone = homeZone(), ...options }: Intl.DateTimeFormatOptions, at: Date | string) =>
    Object.fromEntries(dates({ ...options, timeZone }).formatToParts(date(at)).map((it) => [it.type, it.value]));
  const relatives = once((options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(tag, options));
  const relative = (count: number, unit: 'second' | 'minute' | 'hour') => relatives({ numeric: 'auto' }).format(count, unit);
  const minus = (text: string) => text.replace(/^-/, MINUS);

  const number = (value: number, digits = 0) =>
    minus(numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value + 0 === 0 ? 0 : value).replace('-0', '0'));
  const signed = (value: number, digits = 0) => (value > 0 ? `+${number(value, digits)}` : number(value, digits));
  const percent = (share: number, digits = 0) => `${number(share * 100, digits)}${fr ? NBSP : ''}%`;
  const time = (at: Date | string, zone?: string) => {
    const it = parts({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }, at);
    return `${it['hour']}:${it['minute']}`;
  };
  const day = (at: Date | string, zone?: string) => {
    const it = parts({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: zone }, at);
    return fr
      ? `${it['weekday']} ${it['day']} ${it['month']} ${it['year']}`
      : `${it['weekday']}, ${it['day']} ${it['month']} ${it['year']}`;
  };
  const dayShort = (at: Date | string, zone?: string) => {
    const it = parts({ day: 'numeric', month: 'short', timeZone: zone }, at);
    return `${it['day']} ${it['month']}`;
  };
  const sameDay = (a: Date, b: Date, zone?: string) => day(a, zone) === day(b, zone);

  return {
    number,
    signed,
    percent,
    // « 19–27 » only when no bound is negative: a dash beside a minus is misread.
    range(low, high, digits = 0) {
      if (low >= 0 && high >= 0) {
        return `${number(low, digits)}–${number(high, digits)}`;
      }
      return fr ? `de ${number(low, digits)} à ${number(high, digits)}` : `${number(low, digits)} to ${number(high, digits)}`;
    },
    day,
    date: (it) => `${dayShort(`${it}T12:00:00Z`, 'UTC')} ${it.slice(0, 4)}`,
    dayShort,
    time,
    instant: (at, zone) => `${day(at, zone)}, ${time(at, zone)}`,
    instantShort(at, now, zone) {
      const then = date(at);
      if (sameDay(then, now, zone)) {
        return time(then, zone);
      }
      if (Math.abs(now.getTime() - then.getTime()) < 6 * 86_400_000) {
        const it = parts({ weekday: 'short', timeZone: zone }, then);
        return `${it['weekday']} ${time(then, zone)}`;
      }
      const year = wallOf(then, zone).year;
      return year === wallOf(now, zone).year ? dayShort(then, zone) : `${dayShort(then, zone)} ${year}`;
    },
    ago(at, now) {
      const seconds = Math.round((date(at).getTime() - now.getTime()) / 1000);
      const size = Math.abs(seconds);
      if (size < 60) {
        return relative(seconds, 'second');
      }
      if (size < 3600) {
        return relative(Math.trunc(seconds / 60), 'minute');
      }
      return relative(Math.trunc(seconds / 3600), 'hour');
    },
    // « 1 h 48 », "1 h 48 min"; under an hour both say minutes, under a minute seconds.
    duration(seconds) {
      const whole = Math.max(0, Math.round(seconds));
      const days = Math.floor(whole / 86_400);
      const hours = Math.floor((whole % 86_400) / 3600);
      const minutes = Math.floor((whole % 3600) / 60);
      const two = String(minutes).padStart(2, '0');
      if (days > 0) {
        return fr ? `${days} j ${hours} h` : `${days} d ${hours} h`;
      }
      if (hours > 0) {
        return fr ? `${hours} h ${two}` : `${hours} h ${two} min`;
      }
      return minutes > 0 ? `${minutes} min` : `${whole} s`;
    },
    hours(seconds) {
      const minutes = Math.max(0, Math.round(seconds / 60));
      const two = String(minutes % 60).padStart(2, '0');
      const hours = Math.floor(minutes / 60);
      return hours === 0 ? `${minutes} min` : fr ? `${hours} h ${two}` : `${hours} h ${two} min`;
    },
    month(period) {
      const it = parts({ month: 'short', year: 'numeric', timeZone: 'UTC' }, `${period}-01T00:00:00Z`);
      return `${it['month']} ${it['year']}`;
    },
    week: (week) => (fr ? `sem. ${week}` : `wk ${week}`),
    size(bytes) {
      if (bytes < 1000) {
        return `${number(bytes)}${NBSP}${fr ? (bytes < 2 ? 'octet' : 'octets') : bytes === 1 ? 'byte' : 'bytes'}`;
      }
      const [value, unit] = bytes >= 1e6 ? [bytes / 1e6, fr ? 'Mo' : 'MB'] : [bytes / 1e3, fr ? 'ko' : 'kB'];
      return `${number(value, value < 10 ? 1 : 0)}${NBSP}${unit}`;
    },
  };
}
