import { useQuery } from '@tanstack/react-query';

import { get } from '@/api/http';
import { Failure, Loading } from '@/ui/states';
import { useWords } from '@/words';

import styles from './surveys.module.css';
import type { LocaleCode, PageView } from './types';

/** The saved draft as a customer would see it at 390 px: what the server would ask, page by page. */
export function Preview({ id, version, locale }: { id: string; version: number; locale: LocaleCode }) {
  const t = useWords();
  const pages = useQuery({ queryKey: ['survey-preview', id, version, locale], queryFn: () => get<{ pages: PageView[] }>(`/surveys/${id}/preview`, { locale }) });
  if (pages.error) {
    return <Failure error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (!pages.data) {
    return <Loading rows={4} />;
  }
  return (
    <div>
      {pages.data.pages.map((page) => (
        <div key={page.page} className={styles.phone} lang={locale}>
          <strong>{page.title}</strong>
          {page.introduction && <p>{page.introduction}</p>}
          {page.questions.map((it) => (
            <div key={it.key} className={styles.lines}>
              <span>{it.text}</span>
              {it.scores.length > 0 && (
                <div className={styles.tiles} style={{ gridTemplateColumns: `repeat(${it.scores.length > 7 ? 6 : it.scores.length}, minmax(0, 1fr))` }}>
                  {it.scores.map((score) => (
                    <span key={score} className={styles.tile}>
                      {score}
                    </span>
                  ))}
                </div>
              )}
              {(it.low_label || it.high_label) && (
                <span className={`meta ${styles.ends}`}>
                  <span>{it.low_label}</span>
                  <span>{it.high_label}</span>
                </span>
              )}
              {it.options.map(([key, text]) => (
                <span key={key} className={styles.box}>
                  {text}
                </span>
              ))}
              {it.kind === 'text' && <span className={styles.box} style={{ minBlockSize: '6rem' }} />}
            </div>
          ))}
          <span className={styles.send}>{t('survey-preview-go')}</span>
        </div>
      ))}
    </div>
  );
}
