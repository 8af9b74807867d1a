import { EnvironmentFilled, FileOutlined, SoundOutlined } from '@ant-design/icons';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhoneEntryBody } from '../../../../contracts/demo/demo-phone';
import { splitAnchors } from '../../../../words/split-anchors';
import { mediaUrl } from '../../requests';
import css from './entry.module.css';
import { listAt, textAt } from './read-content';

type Props = {
  readonly entry: PhoneEntryBody;
  /** Called when an option of a menu message is tapped; undefined if options cannot be tapped. */
  readonly tap: ((itemId: string, text: string) => void) | undefined;
};

/** How WeChat shows each type of message. Missing types are shown by name. */
const CONTENTS: Readonly<Record<string, ComponentType<Props>>> = {
  text: Text,
  image: Picture,
  voice: Voice,
  video: Video,
  shortvideo: Video,
  location: Place,
  news: Article,
  link: LinkCard,
  msgmenu: Menu,
};

export function EntryContent(props: Props) {
  const { i18n, t } = useTranslation();
  const { type, content } = props.entry;
  const Shown = CONTENTS[type];
  if (Shown !== undefined) return <Shown {...props} />;
  const key = `messageTypes.${type}`;
  return (
    <span className={css.bubble}>
      <FileOutlined aria-hidden />{' '}
      {textAt(content, type, 'title') || (i18n.exists(key) ? t(key as 'messageTypes.file') : type)}
    </span>
  );
}

function Text({ entry: { kind, content } }: Props) {
  return (
    <span className={css.bubble}>
      {kind === 'wrote' ? textAt(content, 'text') : <Anchored text={textAt(content, 'text', 'content')} />}
    </span>
  );
}

/** What the account wrote, with its links as WeChat shows them. */
function Anchored({ text }: { readonly text: string }) {
  return splitAnchors(text).map(({ text: piece, href }) =>
    href === undefined ? (
      piece
    ) : (
      <a key={href} className={css.link} href={href} target="_blank" rel="noopener noreferrer">
        {piece}
      </a>
    ),
  );
}

/**
 * In messages from the contact the file is at the top level; in messages from the account it is one level deeper,
 * under the name of the type.
 */
function mediaOf({ kind, type, content }: PhoneEntryBody): string {
  return kind === 'wrote' ? textAt(content, 'mediaId') : textAt(content, type, 'media_id');
}

function Picture({ entry }: Props) {
  const { t } = useTranslation();
  return <img className={css.picture} src={mediaUrl(mediaOf(entry))} alt={t('messageTypes.image')} />;
}

function Voice({ entry }: Props) {
  const { t } = useTranslation();
  const play = (): void => void new Audio(mediaUrl(mediaOf(entry))).play().catch(() => undefined);
  return (
    <button type="button" className={`${css.bubble} ${css.voice}`} onClick={play}>
      <SoundOutlined aria-hidden /> {t('messageTypes.voice')}
    </button>
  );
}

function Video({ entry }: Props) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useMediaCaption: what people film has no captions.
    <video
      className={css.picture}
      src={mediaUrl(mediaOf(entry))}
      controls
      aria-label={t('messageTypes.video')}
    />
  );
}

function Place({ entry: { content } }: Props) {
  const { t } = useTranslation();
  return (
    <span className={css.card}>
      <strong>{textAt(content, 'label') || t('messageTypes.location')}</strong>
      <span className={css.map} aria-hidden>
        <EnvironmentFilled aria-hidden />
      </span>
    </span>
  );
}

function Article({ entry: { content } }: Props) {
  const [article] = listAt(content, 'news', 'articles');
  return (
    <span className={css.card}>
      <strong>{textAt(article, 'title')}</strong>
      <span className={css.quiet}>{textAt(article, 'description')}</span>
    </span>
  );
}

/** A link of a mini program. */
function LinkCard({ entry: { type, content } }: Props) {
  return (
    <span className={css.card}>
      <strong>{textAt(content, type, 'title')}</strong>
      <span className={css.quiet}>{textAt(content, type, 'description')}</span>
    </span>
  );
}

function Menu({ entry: { content }, tap }: Props) {
  return (
    <span className={css.bubble}>
      {textAt(content, 'msgmenu', 'head_content')}
      {listAt(content, 'msgmenu', 'list').map((item) => {
        const text = textAt(item, 'content');
        const id = textAt(item, 'id');
        return (
          <button
            key={id}
            type="button"
            className={css.item}
            disabled={tap === undefined}
            onClick={() => tap?.(id, text)}
          >
            {text}
          </button>
        );
      })}
      {textAt(content, 'msgmenu', 'tail_content')}
    </span>
  );
}
