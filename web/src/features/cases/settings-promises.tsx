import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';

import { get, post, put, remove } from '@/api/http';
import type { CaseType, Channel, Counting, Metric, Priority, PromiseTrial as Trial, ServiceLevel, Target, WaitingCause } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { PageHeading } from '@/shell/page';
import { NOTHING, OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { Estimate } from '@/ui/estimate';
import { fieldError, FieldRefusal, Form, formStyles, SettingsPage, useForm } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { useLocale, useWords, type Words } from '@/words';

const METRICS: readonly Metric[] = ['first_reply', 'next_reply', 'resolution'];
const CHANNELS: readonly Channel[] = ['mail', 'phone', 'web_form', 'chat', 'survey', 'portal'];
const CAUSES: readonly WaitingCause[] = ['customer', 'supplier', 'internal'];
const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high', 'urgent'];

const useCalendars = () => useQuery({ queryKey: ['/calendars'], queryFn: () => get<{ items: { id: string; name: string; is_default: boolean }[] }>('/calendars') });
const useTypes = () => useQuery({ queryKey: ['case-types'], queryFn: () => get<{ items: CaseType[] }>('/case-types') });

function conditionsText(it: ServiceLevel, types: readonly CaseType[], locale: 'fr' | 'en', t: Words): string {
  const type = types.find((known) => known.key === it.conditions.type);
  const parts = [
    it.conditions.type && (type ? (locale === 'fr' ? type.name_fr : type.name_en) : it.conditions.type),
    it.conditions.channel && t('channel-name', { channel: it.conditions.channel }),
    it.conditions.priority && t('case-priority', { priority: it.conditions.priority }),
    it.conditions.market,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : t('promise-any');
}

/** In their order: the first that fits a case holds for it. */
export function PromiseList() {
  const t = useWords();
  const f = useFormats();
  const locale = useLocale();
  const promises = useQuery({ queryKey: ['/promises'], queryFn: () => get<{ items: ServiceLevel[] }>('/promises') });
  const types = useTypes();
  const target = (it: Target | null) => (it ? `${f.hours(it.seconds)} ${t('promise-counting', { counting: it.counting })}` : '—');
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-promises')}</PageHeading>}
      why={t('promise-why')}
      acts={
        <Button component={Link} to="/settings/promises/new" variant="filled">
          {t('promise-add')}
        </Button>
      }
    >
      {promises.error ? <Failure error={promises.error} onRetry={() => void promises.refetch()} /> : null}
      {promises.isPending && <Loading />}
      {promises.data?.items.length === 0 && (
        <Empty text={t('promise-empty')}>
          <Link to="/settings/promises/$id" params={{ id: 'new' }}>{t('promise-add')}</Link>
        </Empty>
      )}
      {promises.data && promises.data.items.length > 0 && (
        <DataTable
          label={t('settings-promises')}
          rows={promises.data.items}
          idOf={(it) => it.id}
          to={(it) => `/settings/promises/${it.id}`}
          columns={[
            { head: t('promise-name'), cell: (it) => it.name },
            { head: t('promise-place'), cell: (it) => f.number(it.place), isNumber: true },
            { head: t('promise-for'), cell: (it) => conditionsText(it, types.data?.items ?? [], locale, t) },
            ...METRICS.map((metric) => ({ head: t('promise-metric', { metric }), cell: (it: ServiceLevel) => target(it.targets[metric] ?? null) })),
            { head: t('staff-state'), cell: (it) => (it.is_active ? (it.is_published ? t('promise-public') : t('promise-internal')) : t('promise-retired')) },
          ]}
        />
      )}
    </SettingsPage>
  );
}

export function PromiseEdit() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const isNew = id === undefined || id === 'new';
  const promise = useQuery({ queryKey: ['/promises', id], queryFn: () => get<ServiceLevel>(`/promises/${id ?? ''}`), enabled: !isNew });
  const calendars = useCalendars();
  return (
    <OnceRead of={[isNew ? NOTHING : promise, calendars]} rows={6}>
      {(it, { items }) => <PromiseForm key={it?.id ?? 'new'} promise={it} onStale={() => void promise.refetch()} calendars={items} />}
    </OnceRead>
  );
}

function PromiseForm({ promise, calendars, onStale }: { promise: ServiceLevel | null; onStale: () => void; calendars: readonly { id: string; name: string; is_default: boolean }[] }) {
  const t = useWords();
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const types = useTypes();
  const was = {
    name: promise?.name ?? '',
    place: promise?.place ?? 100,
    conditions: promise?.conditions ?? { type: null, channel: null, priority: null, market: null },
    targets: METRICS.reduce((all, metric) => ({ ...all, [metric]: promise?.targets[metric] ?? null }), {} as Record<Metric, Target | null>),
    calendar_id: promise?.calendar_id ?? calendars.find((it) => it.is_default)?.id ?? calendars[0]?.id ?? '',
    is_published: promise?.is_published ?? false,
  };
  const form = useForm(was);
  const { values, set } = form;
  const refresh = () => client.invalidateQueries({ queryKey: ['/promises'] });
  const finish = (label: string, back: () => Promise<unknown>) => {
    record({ label, undo: () => back().finally(refresh) });
    void refresh();
    void navigate({ to: '/settings/promises' });
  };
  const save = useMutation({
    mutationFn: () => (promise ? put<ServiceLevel>(`/promises/${promise.id}`, values, promise.version) : post<ServiceLevel>('/promises', values)),
    onSuccess: (it) => {
      form.saved();
      finish(t('promise-saved', { name: it.name }), () => (promise ? put(`/promises/${it.id}`, was, it.version) : remove(`/promises/${it.id}`, it.version)));
    },
  });
  const retire = useMutation({
    mutationFn: () => remove(`/promises/${promise?.id ?? ''}`, promise?.version ?? null),
    onSuccess: () => {
      // A promise that is written anew holds again.
      const back = async () => promise && put(`/promises/${promise.id}`, was, (await get<ServiceLevel>(`/promises/${promise.id}`)).version);
      finish(t('promise-retired-now', { name: promise?.name ?? '' }), back);
    },
  });
  const condition = <K extends keyof typeof values.conditions>(name: K, value: string) => set('conditions', { ...values.conditions, [name]: value === '' ? null : value });
  const any = { value: '', label: t('promise-any') };
  const title = promise?.name ?? t('promise-add');
  return (
    <SettingsPage title={<PageHeading>{title}</PageHeading>} why={t('promise-order-why')}>
      <Form
        label={title}
        act={promise ? t('ui-save') : t('promise-add')}
        form={form}
        error={save.error ?? retire.error}
        isBusy={save.isPending}
        onSave={() => save.mutate()}
        onAbandon={() => form.reset(was)}
        onStale={onStale}
        extra={promise?.is_active ? <Button onClick={() => retire.mutate()} loading={retire.isPending}>{t('promise-retire')}</Button> : null}
      >
        <div className={formStyles.pair}>
          <TextInput label={t('promise-name')} value={values.name} error={fieldError(save.error, 'name')} onChange={(event) => set('name', event.currentTarget.value)} />
          <NumberInput label={t('promise-place')} description={t('promise-place-why')} value={values.place} min={0} onChange={(place) => set('place', Number(place) || 0)} />
        </div>
        <fieldset className={formStyles.set}>
          <legend>{t('promise-for')}</legend>
          <div className={formStyles.pair}>
            <NativeSelect
              label={t('new-case-type')}
              value={values.conditions.type ?? ''}
              data={[any, ...(types.data?.items ?? []).map((it) => ({ value: it.key, label: locale === 'fr' ? it.name_fr : it.name_en }))]}
              onChange={(event) => condition('type', event.currentTarget.value)}
            />
            <NativeSelect
              label={t('new-case-channel')}
              value={values.conditions.channel ?? ''}
              data={[any, ...CHANNELS.map((channel) => ({ value: channel, label: t('channel-name', { channel }) }))]}
              onChange={(event) => condition('channel', event.currentTarget.value)}
            />
            <NativeSelect
              label={t('new-case-priority')}
              value={values.conditions.priority ?? ''}
              data={[any, ...PRIORITIES.map((priority) => ({ value: priority, label: t('case-priority', { priority }) }))]}
              onChange={(event) => condition('priority', event.currentTarget.value)}
            />
            <TextInput label={t('promise-market')} value={values.conditions.market ?? ''} onChange={(event) => condition('market', event.currentTarget.value)} />
          </div>
        </fieldset>
        <fieldset className={formStyles.set}>
          <legend>{t('promise-targets')}</legend>
          {METRICS.map((metric) => {
            const target = values.targets[metric];
            const change = (next: Target | null) => set('targets', { ...values.targets, [metric]: next });
            return (
              <div key={metric} className={formStyles.target}>
                <div>
                <Checkbox
                  label={t('promise-metric', { metric })}
                  checked={target !== null}
                  onChange={(event) => change(event.currentTarget.checked ? { seconds: 4 * 3600, counting: 'business', pauses: ['customer'] } : null)}
                />
                {target && (
                  <>
                    <NumberInput
                      label={t('promise-hours')}
                      value={target.seconds / 3600}
                      min={0}
                      decimalScale={2}
                      error={fieldError(save.error, `targets/${metric}`)}
                      onChange={(hours) => change({ ...target, seconds: Math.round(Number(hours) * 3600) })}
                    />
                    <NativeSelect
                      label={t('promise-counted')}
                      value={target.counting}
                      data={(['business', 'elapsed'] as const).map((counting) => ({ value: counting, label: t('promise-counting', { counting }) }))}
                      onChange={(event) => change({ ...target, counting: event.currentTarget.value as Counting })}
                    />
                  </>
                )}
                </div>
                {target && (
                  <fieldset className={formStyles.set}>
                      <legend>{t('promise-pauses')}</legend>
                      <div className={formStyles.inline}>
                      {CAUSES.map((cause) => (
                        <Checkbox
                          key={cause}
                          label={t('case-wait-cause', { cause })}
                          checked={target.pauses.includes(cause)}
                          onChange={(event) => change({ ...target, pauses: event.currentTarget.checked ? [...target.pauses, cause] : target.pauses.filter((it) => it !== cause) })}
                        />
                      ))}
                      </div>
                    </fieldset>
                )}
              </div>
            );
          })}
          <FieldRefusal error={save.error} name="targets" />
        </fieldset>
        <NativeSelect label={t('promise-calendar')} value={values.calendar_id} data={calendars.map((it) => ({ value: it.id, label: it.name }))} onChange={(event) => set('calendar_id', event.currentTarget.value)} />
        <Checkbox label={t('promise-publish')} description={t('promise-publish-why')} checked={values.is_published} onChange={(event) => set('is_published', event.currentTarget.checked)} />
      </Form>
      <PromiseTrial key={JSON.stringify(values)} values={values} replaces={promise?.is_active ? promise.id : null} />
    </SettingsPage>
  );
}

/** What the promise as it stands in the form would have meant for the cases of the last months; asked for, read only. */
function PromiseTrial({ values, replaces }: { values: Record<string, unknown>; replaces: string | null }) {
  const t = useWords();
  const f = useFormats();
  const trial = useMutation({ mutationFn: () => post<Trial>('/promise-trials', { promise: { ...values, name: values['name'] || '—' }, replaces }) });
  const it = trial.data;
  return (
    <section className={formStyles.set} aria-label={t('trial-title')}>
      <h2>{t('trial-title')}</h2>
      <p className="muted">{t('trial-why')}</p>
      <p>
        <Button onClick={() => trial.mutate()} loading={trial.isPending}>
          {t('trial-run')}
        </Button>
      </p>
      {trial.error && <Failure error={trial.error} />}
      {it && (
        <div role="status">
          <p>
            {t('trial-fall', { days: it.days, count: it.fall_under, shown: f.number(it.fall_under), looked: f.number(it.looked_at) })} {it.is_sample && t('trial-sample', { looked: f.number(it.looked_at) })}
          </p>
          {it.fall_under > 0 && it.metrics.length > 0 && (
            <DataTable
              label={t('trial-title')}
              rows={it.metrics}
              idOf={(one) => one.metric}
              columns={[
                { head: t('promise-targets'), cell: (one) => t('promise-metric', { metric: one.metric }) },
                { head: t('trial-was'), cell: (one) => <Estimate name={t('trial-was')} estimate={one.was} of="clocks" form="line" /> },
                { head: t('trial-would-be'), cell: (one) => <Estimate name={t('trial-would-be')} estimate={one.would_be} of="clocks" form="line" /> },
              ]}
            />
          )}
        </div>
      )}
    </section>
  );
}
