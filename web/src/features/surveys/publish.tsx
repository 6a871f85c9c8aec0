import { useQuery } from '@tanstack/react-query';

import { get } from '@/api/http';
import { useFormats } from '@/shell/formats';
import { Confirm } from '@/ui/confirm';
import { Loading } from '@/ui/states';
import { useWords } from '@/words';

import type { Results, Survey } from './types';

interface PublishProps {
  survey: Survey;
  isBusy: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** What publishing the draft does to what is out there: a version is for good, and a change of wording breaks the series. */
export function PublishDialog({ survey, ...rest }: PublishProps) {
  const t = useWords();
  const f = useFormats();
  const before = survey.version_published;
  const version = before + 1;
  const results = useQuery({ queryKey: ['survey-results', survey.id], queryFn: () => get<Results>(`/surveys/${survey.id}/results`), enabled: before > 0 });
  const out = results.data?.invitations;
  const answers = results.data ? results.data.complete + results.data.partial : 0;
  return (
    <Confirm title={t('survey-publish-ask', { version })} act={t('survey-publish', { version })} isLoss={false} {...rest}>
      <p>{before > 0 ? t('survey-publish-replaces', { version, before }) : t('survey-publish-first', { version })}</p>
      {results.isFetching && !results.data && <Loading rows={2} />}
      {out && (
        <ul>
          <li>{t('survey-publish-answers', { count: answers, shown: f.number(answers) })}</li>
          <li>{t('survey-publish-out', { count: out.waiting + out.started, shown: f.number(out.waiting + out.started), before })}</li>
          <li>{t('survey-publish-later', { count: out.scheduled, shown: f.number(out.scheduled), version })}</li>
        </ul>
      )}
    </Confirm>
  );
}
