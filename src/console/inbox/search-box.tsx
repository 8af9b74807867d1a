import { CloseCircleFilled, SearchOutlined } from '@ant-design/icons';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../shared/keyboard/shortcuts';
import css from './search-box.module.css';

const PAUSE_MS = 300;
/** The API's limit. */
const LONGEST = 100;

type Props = {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** Moves the focus to the list below. */
  readonly onLeave: () => void;
};

/** The search field. It searches when the typing pauses, but not while an input method is composing. */
export function SearchBox({ search, onSearch, onLeave }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(search);
  const [isComposing, setComposing] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  // What was sent to the address but has not come back yet: the address updates late, and text typed since must stay.
  const asked = useRef<readonly string[]>([]);
  const ask = (words: string): void => {
    asked.current = [...asked.current, words];
    onSearch(words);
  };
  const latest = useRef(ask);
  latest.current = ask;
  useShortcut('search', () => box.current?.focus());
  // The address may change from outside: by a link, or by going back.
  useEffect(() => {
    const at = asked.current.indexOf(search);
    asked.current = at < 0 ? [] : asked.current.slice(at + 1);
    if (at < 0) setText(search);
  }, [search]);
  useEffect(() => {
    if (isComposing || text.trim() === search) return;
    const timer = setTimeout(() => latest.current(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, search, isComposing]);
  const clear = (): void => {
    setText('');
    ask('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      clear();
      box.current?.blur();
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      if (text.trim() !== search) ask(text.trim());
      onLeave();
    }
  };
  return (
    <search className={css.search}>
      <SearchOutlined aria-hidden />
      <input
        ref={box}
        className={css.input}
        aria-label={t('inbox.search')}
        placeholder={t('inbox.searchPlaceholder')}
        maxLength={LONGEST}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={onKeyDown}
      />
      {text !== '' && (
        <button type="button" className="plain-button" aria-label={t('inbox.clearSearch')} onClick={clear}>
          <CloseCircleFilled aria-hidden />
        </button>
      )}
    </search>
  );
}
