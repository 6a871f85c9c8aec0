import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';

import { ApiError, get, type Page, post, put } from '@/api/http';
import type { CaseType, Channel } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { PageHeading } from '@/shell/page';
import { PageFailure, OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { fieldError, Form, formStyles, SettingsPage, useForm } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { useLocale, useWords } from '@/words';

import type { Rule, SurveySummary } from './types';

/** How a case came; one that grew out of a survey is asked about only where that is named, which no rule of the form does. */
const CHANNELS: readonly Channel[] = ['mail', 'phone', 'web_form', 'chat', 'portal'];

const useTypes = () => useQuery({ queryKey: ['case-types'], queryFn: () => get<{ items: CaseType[] }>('/case-types') });
const useRules = () => useQuery({ queryKey: ['/survey-rules'], queryFn: () => get<{ items: Rule[] }>('/survey-rules') });
const useSurveys = () => useQuery({ queryKey: ['surveys-all'], queryFn: () => get<Page<SurveySummary>>('/surveys', { limit: 200 }) });

/** Which closed cases are surveyed, with what, and when not. */
export function RuleList() {
  const t = useWords();
  const f = useFormats();
  const rules = useRules();
  const surveys = useSurveys();
  const types = useTypes();
  const locale = useLocale();
  const nameOf = (key: string) => {
    const type = types.data?.items.find((it) => it.key === key);
    return type ? (locale === 'en' ? type.name_en : type.name_fr) : key;
  };
  const cases = (it: Rule) => [...it.case_types.map(nameOf), ...it.channels.map((channel) => t('channel-name', { channel }))].join(' · ') || t('promise-any');
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-survey-rules')}</PageHeading>}
      why={t('rule-why')}
      acts={
        <Button component={Link} to="/settings/survey-rules/new" variant="filled">
          {t('rule-add')}
        </Button>
      }
    >
      {rules.error ? <Failure error={rules.error} onRetry={() => void rules.refetch()} /> : null}
      {rules.isPending && <Loading />}
      {rules.data?.items.length === 0 && (
        <Empty text={t('rule-empty')}>
          <Link to="/settings/survey-rules/$id" params={{ id: 'new' }}>{t('rule-add')}</Link>
        </Empty>
      )}
      {rules.data && rules.data.items.length > 0 && (
        <DataTable
          label={t('settings-survey-rules')}
          rows={rules.data.items}
          idOf={(it) => it.id}
          to={(it) => `/settings/survey-rules/${it.id}`}
          columns={[
            { head: t('rule-name'), cell: (it) => it.name },
            { head: t('promise-place'), cell: (it) => f.number(it.place), isNumber: true },
            { head: t('promise-for'), cell: cases },
            { head: t('rule-survey'), cell: (it) => surveys.data?.items.find((survey) => survey.id === it.survey_id)?.name ?? '' },
            { head: t('rule-delay'), cell: (it) => f.duration(it.delay_seconds) },
            { head: t('rule-quiet'), cell: (it) => t('rule-days', { count: it.quiet_days }) },
            { head: t('rule-share'), cell: (it) => f.percent(it.share), isNumber: true },
            { head: t('staff-state'), cell: (it) => (it.is_active ? t('rule-active') : t('rule-at-rest')) },
          ]}
        />
      )}
    </SettingsPage>
  );
}

export function RuleEdit() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const rules = useRules();
  const surveys = useSurveys();
  return (
    <OnceRead of={[rules, surveys]} rows={6}>
      {(all, { items }) => {
        const rule = all.items.find((it) => it.id === id) ?? null;
        return id !== 'new' && !rule ? (
          <PageFailure error={new ApiError({ title: '', status: 404, code: 'not_found' })} />
        ) : (
          <RuleForm key={rule?.id ?? 'new'} rule={rule} onStale={() => void rules.refetch()} surveys={items} />
        );
      }}
    </OnceRead>
  );
}

const UNITS = { minute: 60, hour: 3600, day: 86_400 } as const;
type Unit = keyof typeof UNITS;

/** How long after the closing, in the unit that says it best. */
function Delay({ seconds, onChange, error }: { seconds: number; onChange: (seconds: number) => void; error: string | undefined }) {
  const t = useWords();
  const [unit, setUnit] = useState<Unit>(seconds === 0 ? 'hour' : ((['day', 'hour'] as const).find((it) => seconds % UNITS[it] === 0) ?? 'minute'));
  return (
    <div className={formStyles.amount}>
      <NumberInput label={t('rule-delay-after')} min={0} max={Math.floor(7_776_000 / UNITS[unit])} allowDecimal={false} value={Math.round(seconds / UNITS[unit])} error={error} onChange={(it) => onChange((Number(it) || 0) * UNITS[unit])} />
      <NativeSelect
        aria-label={t('rule-delay-unit')}
        value={unit}
        data={(['minute', 'hour', 'day'] as const).map((it) => ({ value: it, label: t('rule-delay-unit-name', { unit: it }) }))}
        onChange={(event) => {
          const next = event.currentTarget.value as Unit;
          onChange(Math.round(seconds / UNITS[unit]) * UNITS[next]);
          setUnit(next);
        }}
      />
    </div>
  );
}

function RuleForm({ rule, surveys, onStale }: { rule: Rule | null; onStale: () => void; surveys: readonly SurveySummary[] }) {
  const t = useWords();
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const was = {
    name: rule?.name ?? '',
    place: rule?.place ?? 100,
    survey_id: rule?.survey_id ?? surveys[0]?.id ?? '',
    is_active: rule?.is_active ?? true,
    delay_seconds: rule?.delay_seconds ?? 2 * 3600,
    quiet_days: rule?.quiet_days ?? 90,
    spares_complaints: rule?.spares_complaints ?? true,
    case_types: rule?.case_types ?? [],
    channels: rule?.channels ?? [],
    share: rule?.share ?? 1,
    open_days: rule?.open_days ?? 30,
  };
  const form = useForm(was);
  const { values, set } = form;
  const types = useTypes();
  const refresh = () => client.invalidateQueries({ queryKey: ['/survey-rules'] });
  const save = useMutation({
    mutationFn: () => (rule ? put<Rule>(`/survey-rules/${rule.id}`, values, rule.version) : post<Rule>('/survey-rules', values)),
    onSuccess: (it) => {
      form.saved();
      record({ label: t('rule-saved', { name: it.name }), undo: rule ? () => put(`/survey-rules/${it.id}`, was, it.version).finally(refresh) : undefined });
      void refresh();
      void navigate({ to: '/settings/survey-rules' });
    },
  });
  const title = rule?.name ?? t('rule-add');
  return (
    <SettingsPage title={<PageHeading>{title}</PageHeading>}>
      <Form label={title} act={rule ? t('ui-save') : t('rule-add')} form={form} error={save.error} isBusy={save.isPending} onSave={() => save.mutate()} onAbandon={() => form.reset(was)} onStale={onStale}>
        <TextInput label={t('rule-name')} value={values.name} error={fieldError(save.error, 'name')} onChange={(event) => set('name', event.currentTarget.value)} />
        <NumberInput label={t('promise-place')} description={t('rule-place-why')} min={0} max={999} allowDecimal={false} value={values.place} error={fieldError(save.error, 'place')} onChange={(it) => set('place', Number(it) || 0)} />
        <NativeSelect label={t('rule-survey')} value={values.survey_id} data={surveys.map((it) => ({ value: it.id, label: it.name }))} onChange={(event) => set('survey_id', event.currentTarget.value)} />
        <div className={formStyles.pair}>
          <Delay seconds={values.delay_seconds} onChange={(seconds) => set('delay_seconds', seconds)} error={fieldError(save.error, 'delay_seconds')} />
          <NumberInput label={t('rule-quiet-days')} description={t('rule-quiet-why')} min={0} max={730} value={values.quiet_days} onChange={(it) => set('quiet_days', Number(it) || 0)} />
          <NumberInput label={t('rule-open-days')} min={1} max={365} value={values.open_days} onChange={(it) => set('open_days', Number(it) || 1)} />
          <NumberInput label={t('rule-share-percent')} min={1} max={100} value={Math.round(values.share * 100)} error={fieldError(save.error, 'share')} onChange={(it) => set('share', Math.max(1, Number(it)) / 100)} />
        </div>
        <fieldset className={formStyles.set}>
          <legend>{t('rule-types')}</legend>
          <p className="meta">{t('rule-types-why')}</p>
          <div className={formStyles.checks}>
            {(types.data?.items ?? []).map((it) => (
              <Checkbox
                key={it.key}
                label={locale === 'en' ? it.name_en : it.name_fr}
                checked={values.case_types.includes(it.key)}
                onChange={(event) => set('case_types', event.currentTarget.checked ? [...values.case_types, it.key] : values.case_types.filter((key) => key !== it.key))}
              />
            ))}
          </div>
        </fieldset>
        <fieldset className={formStyles.set}>
          <legend>{t('rule-channels')}</legend>
          <p className="meta">{t('rule-types-why')}</p>
          <div className={formStyles.checks}>
            {CHANNELS.map((channel) => (
              <Checkbox
                key={channel}
                label={t('channel-name', { channel })}
                checked={values.channels.includes(channel)}
                onChange={(event) => set('channels', event.currentTarget.checked ? [...values.channels, channel] : values.channels.filter((it) => it !== channel))}
              />
            ))}
          </div>
        </fieldset>
        <Checkbox label={t('rule-spares')} checked={values.spares_complaints} onChange={(event) => set('spares_complaints', event.currentTarget.checked)} />
        <Checkbox label={t('rule-on')} checked={values.is_active} onChange={(event) => set('is_active', event.currentTarget.checked)} />
      </Form>
    </SettingsPage>
  );
}
