/** Messages that are shown as a small card: locations, links, articles, files, mini programs, menus. */
import {
  AppstoreOutlined,
  CreditCardOutlined,
  EnvironmentOutlined,
  FileOutlined,
  LinkOutlined,
  ReadOutlined,
  SoundOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { coordinates } from '../../../words/describe-message';
import { formatBytes } from '../../../words/format-bytes';
import { locationOf, numberOf, partsOf, textOf } from '../../../words/message-fields';
import css from './content.module.css';
import { LinkedText, WebLink } from './linked-text';
import { safeAddress } from './split-links';

type Props = { readonly message: MessageBody };

/** `kind` is the name of the type. With a web address in `href` the title is a link. */
function Card(props: {
  readonly icon: ReactNode;
  readonly kind: string;
  readonly title?: string | undefined;
  readonly href?: string;
  readonly lines?: readonly string[];
  readonly children?: ReactNode;
}) {
  const { icon, kind, title = '', href = '', lines = [], children } = props;
  return (
    <div className={css.card}>
      <span className={css.cardIcon} aria-hidden>
        {icon}
      </span>
      <div className={css.cardText}>
        <p className={css.quiet}>{kind}</p>
        {title !== '' && (
          <p className={css.title}>
            <WebLink href={href}>{title}</WebLink>
          </p>
        )}
        {lines
          .filter((line) => line !== '')
          .map((line) => (
            <p key={line}>{line}</p>
          ))}
        {href !== '' && <p className={css.address}>{safeAddress(href) === null ? href : hostOf(href)}</p>}
        {children}
      </div>
    </div>
  );
}

/** WeChat uses the coordinates of Chinese maps, so the link opens the map that WeChat opens itself. */
export function mapAddress(
  { latitude, longitude }: NonNullable<ReturnType<typeof locationOf>>,
  title: string,
) {
  const query = new URLSearchParams({
    marker: `coord:${latitude},${longitude};title:${title.replace(/[;:]/g, ' ')}`,
    referer: 'duihua',
  });
  return `https://apis.map.qq.com/uri/v1/marker?${query.toString()}`;
}

export function Place({ message }: Props) {
  const { t } = useTranslation();
  const [name = '', label = ''] = ['placeName', 'label'].map((field) => textOf(message, field));
  const location = locationOf(message);
  const kind = t('messageTypes.location');
  return (
    <Card
      icon={<EnvironmentOutlined aria-hidden />}
      kind={kind}
      title={name || label}
      lines={[name === '' ? '' : label, coordinates(message)]}
    >
      {location !== null && (
        <p>
          <WebLink href={mapAddress(location, name || label || kind)}>{t('content.openMap')}</WebLink>
        </p>
      )}
    </Card>
  );
}

export function Link({ message }: Props) {
  const { t } = useTranslation();
  const [url = '', title, description = ''] = ['url', 'title', 'description'].map((field) =>
    textOf(message, field),
  );
  const isArticle = message.type === 'news';
  return (
    <Card
      icon={isArticle ? <ReadOutlined aria-hidden /> : <LinkOutlined aria-hidden />}
      kind={t(isArticle ? 'messageTypes.news' : 'messageTypes.link')}
      title={title === '' ? url : title}
      href={url}
      lines={[description]}
    />
  );
}

/** An article of the account itself, which only WeChat can display. */
export function OwnArticle({ message }: Props) {
  const { t } = useTranslation();
  return (
    <Card
      icon={<ReadOutlined aria-hidden />}
      kind={t('messageTypes.mpnews')}
      lines={[textOf(message, 'mediaId'), textOf(message, 'articleId')]}
    />
  );
}

export function Music({ message }: Props) {
  const { t } = useTranslation();
  return (
    <Card
      icon={<SoundOutlined aria-hidden />}
      kind={t('messageTypes.music')}
      title={textOf(message, 'title') || textOf(message, 'musicUrl')}
      href={textOf(message, 'musicUrl')}
      lines={[textOf(message, 'description')]}
    />
  );
}

export function CouponCard({ message }: Props) {
  const { t } = useTranslation();
  return (
    <Card
      icon={<CreditCardOutlined aria-hidden />}
      kind={t('messageTypes.wxcard')}
      lines={[textOf(message, 'cardId')]}
    />
  );
}

export function MiniProgram({ message }: Props) {
  const { t } = useTranslation();
  return (
    <Card
      icon={<AppstoreOutlined aria-hidden />}
      kind={t('messageTypes.miniprogrampage')}
      title={textOf(message, 'title')}
      lines={[textOf(message, 'appId'), textOf(message, 'pagePath')]}
    />
  );
}

/** WeChat reports a file but does not provide it. */
export function NamedFile({ message }: Props) {
  const { t, i18n } = useTranslation();
  const size = numberOf(message, 'size');
  return (
    <Card
      icon={<FileOutlined aria-hidden />}
      kind={t('messageTypes.file')}
      title={textOf(message, 'title')}
      lines={[textOf(message, 'description'), size === null ? '' : formatBytes(size, i18n.language)]}
    >
      <p className={css.quiet}>{t('content.fileNotGiven')}</p>
    </Card>
  );
}

export function Menu({ message }: Props) {
  const { t } = useTranslation();
  const [head = '', tail = ''] = ['head', 'tail'].map((field) => textOf(message, field));
  return (
    <>
      {head !== '' && <LinkedText text={head} />}
      <ul className={css.menu} aria-label={t('content.menuItems')}>
        {partsOf(message, 'items').map((item) => (
          <li key={textOf(item, 'id')}>{textOf(item, 'text')}</li>
        ))}
      </ul>
      {tail !== '' && <LinkedText text={tail} />}
    </>
  );
}

function hostOf(address: string): string {
  return new URL(address).host;
}
