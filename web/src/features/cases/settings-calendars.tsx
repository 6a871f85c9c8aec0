import { ActionIcon, Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';

import { get, post, put } from '@/api/http';
import type { components } from '@/api/schema';
import type { Whole } from '@/api/types';
import { PageHeading } from '@/shell/page';
import { NOTHING, OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { fieldError, FieldRefusal, Form, formStyles, SettingsPage, useForm } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { useWords } from '@/words';

import { dayOf } from './snooze';

type Window = Whole<components['schemas']['Window']>;
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
type Definition = Whole<components['schemas']['Definition']>;
type Calendar = Whole<components['schemas']['CalendarView']>;

const HOLIDAYS = ['france', 'france_alsace_moselle', 'none'] as const;
const OPEN: Window[] = [
  { from: '09:00', to: '12:30' },
  { from: '13:30', to: '18:00' },
];
const NEW: Definition = {
  time_zone: 'Europe/Paris',
  week: { monday: OPEN, tuesday: OPEN, wednesday: OPEN, thursday: OPEN, friday: OPEN, saturday: [], sunday: [] },
  holidays: 'france',
  days: [],
};

const hours = (windows: readonly Window[]) => windows.map((it) => `${it.from}–${it.to}`).join(', ');

export function CalendarList() {
  const t = useWords();
  const calendars = useQuery({ queryKey: ['/calendars'], queryFn: () => get<{ items: Calendar[] }>('/calendars') });
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-calendars')}</PageHeading>}
      why={t('calendar-why')}
      acts={
        <Button component={Link} to="/settings/calendars/new" variant="filled">
          {t('calendar-add')}
        </Button>
      }
    >
      {calendars.error ? <Failure error={calendars.error} onRetry={() => void calendars.refetch()} /> : null}
      {calendars.isPending && <Loading />}
      {calendars.data?.items.length === 0 && (
        <Empty text={t('calendar-empty')}>
          <Link to="/settings/calendars/$id" params={{ id: 'new' }}>{t('calendar-add')}</Link>
        </Empty>
      )}
      {calendars.data && calendars.data.items.length > 0 && (
        <DataTable
          label={t('settings-calendars')}
          rows={calendars.data.items}
          idOf={(it) => it.id}
          to={(it) => `/settings/calendars/${it.id}`}
          columns={[
            { head: t('calendar-name'), cell: (it) => it.name },
            { head: t('calendar-default'), cell: (it) => (it.is_default ? t('indicator-hit', { hit: 'yes' }) : '') },
            { head: t('calendar-zone'), cell: (it) => it.definition.time_zone },
            { head: t('calendar-monday'), cell: (it) => hours(it.definition.week.monday) || t('calendar-closed') },
            { head: t('calendar-holidays'), cell: (it) => t('calendar-holidays-name', { holidays: it.definition.holidays }) },
          ]}
        />
      )}
    </SettingsPage>
  );
}

export function CalendarEdit() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const isNew = id === undefined || id === 'new';
  const calendar = useQuery({ queryKey: ['/calendars', id], queryFn: () => get<Calendar>(`/calendars/${id ?? ''}`), enabled: !isNew });
  return (
    <OnceRead of={[isNew ? NOTHING : calendar]} rows={8}>
      {(it) => <CalendarForm key={it?.id ?? 'new'} calendar={it} onStale={() => void calendar.refetch()} />}
    </OnceRead>
  );
}

/** « 9 », « 9h30 », "930", "9:30" → `09:30`; what is no time stays as typed, for the server to name. */
export function clockOf(text: string): string {
  const digits = text.trim().replace(/^(\d{1,2})(\d{2})$/, '$1:$2');
  const found = /^(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?)?$/.exec(digits);
  const [hours, minutes] = [Number(found?.[1] ?? 99), Number(found?.[2] ?? 0)];
  const isTime = (hours < 24 && minutes < 60) || (hours === 24 && minutes === 0);
  return isTime ? `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}` : text;
}

/** A time of day, typed; always of 24 hours, whatever the browser's own clock field would show. */
function Clock({ label, value, isRefused, onChange }: { label: string; value: string; isRefused: boolean; onChange: (next: string) => void }) {
  const t = useWords();
  // While it is being typed nothing is wrong with it yet.
  const [isTyping, setTyping] = useState(false);
  return (
    <TextInput
      aria-label={label}
      error={!isTyping && !/^\d\d:\d\d$/.test(clockOf(value)) ? t('calendar-no-time') : isRefused}
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      value={value}
      onFocus={() => setTyping(true)}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={(event) => {
        setTyping(false);
        onChange(clockOf(event.currentTarget.value));
      }}
    />
  );
}

/** The windows of one day: several, so that lunch is a gap. */
function Windows({ label, name, error, windows, onChange }: { label: string; name: string; error: unknown; windows: readonly Window[]; onChange: (next: Window[]) => void }) {
  const t = useWords();
  const isRefused = (at: number) => fieldError(error, `${name}/${at}`) !== undefined || fieldError(error, name, true) !== undefined;
  const change = (at: number, part: Partial<Window>) => onChange(windows.map((it, w) => (w === at ? { ...it, ...part } : it)));
  return (
    <fieldset className={formStyles.day}>
      <legend>{label}</legend>
      <div className={formStyles.windows}>
        {windows.map((it, at) => (
          <div key={at} className={formStyles.window}>
            <Clock label={t('calendar-from', { day: label })} value={it.from} isRefused={isRefused(at)} onChange={(from) => change(at, { from })} />
            <span aria-hidden="true">–</span>
            <Clock label={t('calendar-to', { day: label })} value={it.to} isRefused={isRefused(at)} onChange={(to) => change(at, { to })} />
            <ActionIcon aria-label={t('calendar-window-remove', { day: label, from: it.from })} onClick={() => onChange(windows.filter((_, w) => w !== at))}>
              <IconTrash size={16} stroke={1.75} />
            </ActionIcon>
          </div>
        ))}
        <FieldRefusal error={error} name={name} />
        {windows.length === 0 && <span className="muted">{t('calendar-closed')}</span>}
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={`${t('calendar-window-add')} · ${label}`}
          onClick={() => onChange([...windows, windows.length === 0 ? { from: '09:00', to: '12:30' } : { from: '13:30', to: '18:00' }])}
        >
          {t('calendar-window-add')}
        </Button>
      </div>
    </fieldset>
  );
}

function CalendarForm({ calendar, onStale }: { calendar: Calendar | null; onStale: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const was = { name: calendar?.name ?? '', is_default: calendar?.is_default ?? false, definition: calendar?.definition ?? NEW };
  const form = useForm(was);
  const { values, set } = form;
  const define = (part: Partial<Definition>) => set('definition', { ...values.definition, ...part });
  const refresh = () => client.invalidateQueries({ queryKey: ['/calendars'] });
  const save = useMutation({
    mutationFn: () => (calendar ? put<Calendar>(`/calendars/${calendar.id}`, values, calendar.version) : post<Calendar>('/calendars', values)),
    onSuccess: (it) => {
      form.saved();
      record({ label: t('calendar-saved', { name: it.name }), undo: calendar ? () => put(`/calendars/${it.id}`, was, it.version).finally(refresh) : undefined });
      void refresh();
      void navigate({ to: '/settings/calendars' });
    },
  });
  const title = calendar?.name ?? t('calendar-add');
  const { week, days } = values.definition;
  return (
    <SettingsPage title={<PageHeading>{title}</PageHeading>} why={t('calendar-edit-why')}>
      <Form label={title} act={calendar ? t('ui-save') : t('calendar-add')} form={form} error={save.error} isBusy={save.isPending} onSave={() => save.mutate()} onAbandon={() => form.reset(was)} onStale={onStale}>
        <div className={formStyles.pair}>
          <TextInput label={t('calendar-name')} value={values.name} error={fieldError(save.error, 'name')} onChange={(event) => set('name', event.currentTarget.value)} />
          <TextInput label={t('calendar-zone')} value={values.definition.time_zone} error={fieldError(save.error, 'definition/time_zone')} onChange={(event) => define({ time_zone: event.currentTarget.value })} />
          <NativeSelect
            label={t('calendar-holidays')}
            value={values.definition.holidays}
            data={HOLIDAYS.map((holidays) => ({ value: holidays, label: t('calendar-holidays-name', { holidays }) }))}
            onChange={(event) => define({ holidays: event.currentTarget.value as Definition['holidays'] })}
          />
        </div>
        <Checkbox label={t('calendar-default-set')} checked={values.is_default} onChange={(event) => set('is_default', event.currentTarget.checked)} />
        <FieldRefusal error={save.error} name="definition/week" />
        <FieldRefusal error={save.error} name="definition/week" isAlone />
        <div className={formStyles.days}>
          {DAYS.map((day) => (
            <Windows key={day} label={t('calendar-day', { day })} name={`definition/week/${day}`} error={save.error} windows={week[day] ?? []} onChange={(windows) => define({ week: { ...week, [day]: windows } })} />
          ))}
        </div>
        <fieldset className={formStyles.set}>
          <legend>{t('calendar-days')}</legend>
          <FieldRefusal error={save.error} name="definition/days" isAlone />
          <FieldRefusal error={save.error} name="definition/days" />
          {days.map((it, at) => {
            const change = (part: Partial<(typeof days)[number]>) => define({ days: days.map((day, d) => (d === at ? { ...day, ...part } : day)) });
            return (
              <div key={at} className={formStyles.pair}>
                <TextInput type="date" label={t('calendar-on')} value={it.on} error={fieldError(save.error, `definition/days/${at}/on`)} onChange={(event) => change({ on: event.currentTarget.value })} />
                <TextInput label={t('calendar-day-name')} value={it.name} onChange={(event) => change({ name: event.currentTarget.value })} />
                <Checkbox label={t('calendar-every-year')} checked={it.every_year} onChange={(event) => change({ every_year: event.currentTarget.checked })} />
                <Windows label={it.name || it.on} name={`definition/days/${at}/windows`} error={save.error} windows={it.windows} onChange={(windows) => change({ windows })} />
                <div>
                  <Button size="compact-sm" variant="subtle" onClick={() => define({ days: days.filter((_, d) => d !== at) })}>
                    {t('calendar-day-remove')}
                  </Button>
                </div>
              </div>
            );
          })}
          <div>
            <Button onClick={() => define({ days: [...days, { on: dayOf(new Date()), name: t('calendar-day-new'), every_year: false, windows: [] }] })}>{t('calendar-day-add')}</Button>
          </div>
        </fieldset>
      </Form>
    </SettingsPage>
  );
}
