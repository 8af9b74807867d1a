import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { MeBody } from '../../../contracts/people/session';
import { Keys } from '../../shared/keyboard/keys';
import { Dialog } from '../../shared/ui/dialog';
import { type Entry, findEntries } from './find-entries';
import css from './palette.module.css';
import { useEntries } from './use-entries';

const LIST_ID = 'palette-list';
const optionId = (index: number): string => `palette-option-${index}`;

/** Everything that can be done or opened now, found by typing. */
export function Palette({ me, close }: { readonly me: MeBody; readonly close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const all = useEntries(me);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const words = typed.trim();
  const search: readonly Entry[] =
    words === ''
      ? []
      : [
          {
            id: 'search',
            group: 'search',
            title: t('palette.searchAll', { words }),
            run: () => void navigate(`/inbox/all?${new URLSearchParams({ q: words })}`),
          },
        ];
  const found = [...findEntries(all, typed), ...search];
  const at = Math.min(chosen, found.length - 1);
  const run = (entry: Entry): void => {
    // First the focus goes back, so that what runs finds the page as it was and may move the focus itself.
    flushSync(close);
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const entry = found[at];
    if (event.key === 'ArrowDown') setChosen((at + 1) % found.length);
    else if (event.key === 'ArrowUp') setChosen((at - 1 + found.length) % found.length);
    else if (event.key === 'Enter' && entry !== undefined) run(entry);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      onCancel={close}
      footer={null}
      closable={false}
      width={620}
      className={css.palette ?? ''}
      title={t('palette.title')}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here
        autoFocus
        className={css.input}
        role="combobox"
        aria-expanded
        aria-controls={LIST_ID}
        aria-activedescendant={found.length === 0 ? undefined : optionId(at)}
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={css.list} id={LIST_ID} role="listbox" aria-label={t('palette.title')}>
        {found.map((entry, index) => (
          <Option
            key={entry.id}
            entry={entry}
            id={optionId(index)}
            isChosen={index === at}
            isFirst={entry.group !== found[index - 1]?.group}
            choose={() => run(entry)}
          />
        ))}
      </div>
    </Dialog>
  );
}

function Option(props: {
  readonly entry: Entry;
  readonly id: string;
  readonly isChosen: boolean;
  /** Whether its group begins here. */
  readonly isFirst: boolean;
  readonly choose: () => void;
}) {
  const { t } = useTranslation();
  const { entry, id, isChosen, isFirst, choose } = props;
  const { group, title, hint, keys } = entry;
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) option.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <>
      {isFirst && group !== 'search' && (
        <p className={css.group} role="presentation">
          {t(`palette.group_${group}`)}
        </p>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus */}
      <div
        ref={option}
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={isChosen}
        className={css.option}
        onMouseDown={(event) => event.preventDefault()}
        onClick={choose}
      >
        <span className={css.title}>{title}</span>
        {hint !== undefined && <span className={css.hint}>{hint}</span>}
        {keys !== undefined && (
          <span className={css.keys}>
            <Keys label={keys} />
          </span>
        )}
      </div>
    </>
  );
}
