import { Dialog } from '@/ui/dialog';
import { useWords } from '@/words';

import styles from './key-sheet.module.css';
import { ACTS, keyText, SCOPES } from './keys';

/** What `?` shows: made from the registry, so it cannot forget a key. */
export default function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useWords();
  return (
    <Dialog onClose={onClose} title={t('sheet-title')} size="xl">
      <div className={styles.sheet}>
        {SCOPES.map((scope) => {
          const acts = ACTS.filter((it) => it.scope === scope);
          return acts.length === 0 ? null : (
            <section key={scope} aria-label={t('sheet-scope', { scope })}>
              <h3>{t('sheet-scope', { scope })}</h3>
              <dl>
                {acts.map((it) => (
                  <div key={it.id}>
                    <dt>{t(it.label)}</dt>
                    <dd>
                      {it.keys.map((key) => (
                        <span key={key}>
                          {keyText(key).map((part, at) => (
                            <kbd key={at}>{part}</kbd>
                          ))}
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
