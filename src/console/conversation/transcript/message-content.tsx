import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { describeMessage } from '../../../words/describe-message';
import { CouponCard, Link, Menu, MiniProgram, Music, NamedFile, OwnArticle, Place } from '../content/cards';
import contentCss from '../content/content.module.css';
import { AnchoredText, LinkedText } from '../content/linked-text';
import { Video, Voice } from '../content/media';
import { Picture } from '../content/picture';
import { UnknownFields } from '../content/unknown-fields';
import css from './transcript-view.module.css';

type Content = ComponentType<{ readonly message: MessageBody }>;

/**
 * How each type of message is shown. A new type is a new line here. Types that are missing are described in words.
 */
const CONTENTS: Readonly<Record<string, Content>> = {
  text: Text,
  image: Picture,
  voice: Voice,
  video: Video,
  shortvideo: Video,
  location: Place,
  link: Link,
  news: Link,
  mpnews: OwnArticle,
  mpnewsarticle: OwnArticle,
  music: Music,
  wxcard: CouponCard,
  miniprogrampage: MiniProgram,
  msgmenu: Menu,
  file: NamedFile,
};

/** The contents of a message bubble. */
export function MessageContent({ message }: { readonly message: MessageBody }) {
  const { t } = useTranslation();
  // Of a card without its words only its kind is left; a file may still be there.
  const isBare = message.wordsRemoved === true && message.attachment === undefined;
  const Shown =
    !isBare && Object.hasOwn(CONTENTS, message.type)
      ? (CONTENTS[message.type] ?? DescribedMessage)
      : DescribedMessage;
  return (
    <>
      <Shown message={message} />
      {Reflect.has(message, 'article') && <p className={contentCss.below}>{t('content.belowArticle')}</p>}
    </>
  );
}

function Text({ message }: { readonly message: MessageBody }) {
  const { text = '', direction } = message;
  return direction === 'outbound' ? <AnchoredText text={text} /> : <LinkedText text={text} />;
}

function DescribedMessage({ message }: { readonly message: MessageBody }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <span className={css.kind}>{describeMessage(message, t, i18n.exists)}</span>
      <UnknownFields message={message} />
    </>
  );
}
