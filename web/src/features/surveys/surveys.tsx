import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';

import { get, post } from '@/api/http';
import { useList } from '@/api/list';
import { useMay } from '@/api/session';
import { useFormats } from '@/shell/formats';
import { PageHeading, useTitle } from '@/shell/page';
import { record } from '@/shell/undo';
import { SettingsPage } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useLocale, useWords } from '@/words';

import { KindMark } from './kind-mark';
import styles from './surveys.module.css';
import type { Survey, SurveySummary, Template } from './types';

/** Every survey, with what came back; a new one starts from a template. */
export function Surveys() {
  const t = useWords();
  const f = useFormats();
  const mayWrite = useMay('surveys_write');
  useTitle(t('place-surveys'));
  const surveys = useList<SurveySummary>('/surveys', { limit: 100 });
  return (
    <div className="page">
      <SettingsPage title={<PageHeading>{t('place-surveys')}</PageHeading>} why={t('surveys-why')}>
        {surveys.error ? <Failure error={surveys.error} onRetry={surveys.retry} /> : null}
        {surveys.isPending && <Loading />}
        {surveys.rows?.length === 0 && <Empty text={t('surveys-empty')} />}
        {surveys.rows && surveys.rows.length > 0 && (
          <DataTable
            label={t('place-surveys')}
            rows={surveys.rows}
            idOf={(it) => it.id}
            to={(it) => `/surveys/${it.id}/results`}
            onMore={surveys.more}
            columns={[
              { head: t('survey-name'), cell: (it) => it.name },
              { head: t('survey-state'), cell: (it) => (it.version_published === 0 ? t('survey-draft') : it.is_active ? t('survey-asked', { version: it.version_published }) : t('survey-at-rest')) },
              { head: t('survey-sent'), cell: (it) => f.number(it.sent), isNumber: true },
              { head: t('survey-responses'), cell: (it) => f.number(it.responses), isNumber: true },
              { head: t('survey-last'), cell: (it) => (it.answered_at ? <Time at={it.answered_at} /> : '—') },
              {
                head: t('survey-act'),
                cell: (it) => (
                  <Link to="/surveys/$id/edit" params={{ id: it.id }}>
                    {mayWrite ? t('survey-edit') : t('survey-read')}
                  </Link>
                ),
              },
            ]}
          />
        )}
        {mayWrite && <Templates />}
      </SettingsPage>
    </div>
  );
}

function Templates() {
  const t = useWords();
  const locale = useLocale();
  const navigate = useNavigate();
  const client = useQueryClient();
  const templates = useQuery({ queryKey: ['survey-templates'], queryFn: () => get<{ items: Template[] }>('/survey-templates'), staleTime: Infinity });
  const create = useMutation({
    mutationFn: (it: Template) => post<Survey>('/surveys', { name: it.name[locale] ?? it.key, template: it.key }),
    onSuccess: (it) => {
      record({ label: t('survey-created', { name: it.name }) });
      void client.invalidateQueries({ queryKey: ['/surveys'] });
      void navigate({ to: '/surveys/$id/edit', params: { id: it.id } });
    },
  });
  return (
    <section aria-labelledby="survey-templates" className={styles.start}>
      <h2 id="survey-templates">{t('survey-start')}</h2>
      {(create.error ?? templates.error) && <Failure error={create.error ?? templates.error} />}
      <div className={styles.templates}>
        {templates.data?.items.map((it) => (
          <div key={it.key} className={styles.template}>
            <h3>{it.name[locale] ?? it.key}</h3>
            <ol>
              {it.definition.pages
                .flatMap((page) => page.questions)
                .map((question) => (
                  <li key={question.key}>
                    <KindMark kind={question.kind} />
                    {question.text[locale] ?? question.text['fr']}
                  </li>
                ))}
            </ol>
            <div>
              <Button onClick={() => create.mutate(it)} loading={create.isPending && create.variables?.key === it.key}>
                {t('survey-start-act')}
              </Button>
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}
