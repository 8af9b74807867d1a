import { CloseCircleFilled, SearchOutlined } from '@ant-design/icons';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../shared/keyboard/shortcuts';
import css from './search-box.module.css';

const PAUSE_MS = 300;
/** As the API takes it. */
const LONGEST = 100;

type Props = {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** The list below is to take the keyboard. */
  readonly onLeave: () => void;
};

/** Words to search for: sought when the writer pauses, and not before an input method has made its characters. */
export function SearchBox({ search, onSearch, onLeave }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(search);
  const [isComposing, setComposing] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  // What the address has yet to say: it answers late, and what has been typed since must stay.
  const asked = useRef<readonly string[]>([]);
  const ask = (words: string): void => {
    asked.current = [...asked.current, words];
    onSearch(words);
  };
  const latest = useRef(ask);
  latest.current = ask;
  useShortcut('/', 'search', () => box.current?.focus());
  // The address may change without this box: by a link, or by going back.
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
