import { ExportOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactBody } from '../../contracts/conversations/contact';
import type { followScenes } from '../i18n/en/follow-scenes';
import { useChannelFeatures } from '../shared/setup/use-channel-kind';
import { formatMoment } from '../shared/time/format';
import css from './contact-panel.module.css';

type Props = { readonly contact: ContactBody; readonly workflowUrl: string | null };

/** What WeChat reported about a contact, and their workflow in Temporal. Unknown facts are left out. */
export function Facts({ contact, workflowUrl }: Props) {
  const { t, i18n } = useTranslation();
  const { subscription, firstVisit, lastVisit } = contact;
  const { follow } = useChannelFeatures(contact.channelId);
  const follows = useFollows(contact);
  const isKnownScene = (scene: string): scene is keyof typeof followScenes =>
    i18n.exists(`followScenes.${scene}`);
  const { scene, language } = subscription;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('contact.follows'), follow && follows],
    [
      t('contact.cameBy'),
      firstVisit !== null
        ? t('contact.qrCode', { scene: firstVisit.scene })
        : scene !== null && (isKnownScene(scene) ? t(`followScenes.${scene}`) : scene),
    ],
    [
      t('contact.lastQrCode'),
      lastVisit !== null &&
        lastVisit.at !== firstVisit?.at &&
        `${lastVisit.scene} · ${formatMoment(lastVisit.at, i18n.language)}`,
    ],
    [t('contact.language'), language !== null && nameOfLanguage(language, i18n.language)],
    [t('contact.firstSeen'), formatMoment(contact.createdAt, i18n.language)],
    [t('contact.openId'), contact.openId],
    [
      t('contact.workflow'),
      workflowUrl !== null && (
        <a href={workflowUrl} target="_blank" rel="noreferrer">
          {t('contact.openWorkflow')} <ExportOutlined aria-hidden />
        </a>
      ),
    ],
  ];
  return (
    <dl className={css.facts}>
      {rows
        .filter(([, value]) => value !== false && value !== '')
        .map(([label, value]) => (
          <FactRow key={label} label={label} value={value} />
        ))}
    </dl>
  );
}

function FactRow({ label, value }: { readonly label: string; readonly value: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}

function useFollows({ subscription }: ContactBody): string {
  const { t, i18n } = useTranslation();
  const { isSubscribed, subscribedAt, unsubscribedAt } = subscription;
  if (isSubscribed === null) return t('contact.followsUnknown');
  const at = isSubscribed ? subscribedAt : unsubscribedAt;
  if (at === null) return isSubscribed ? t('contact.followsYesSometime') : t('contact.followsNoSometime');
  const time = formatMoment(at, i18n.language);
  return isSubscribed ? t('contact.followsYes', { time }) : t('contact.followsNo', { time });
}

/**
 * The name of a language code such as `zh_CN` in the reader's language; the code itself if the browser does not know
 * it.
 */
function nameOfLanguage(code: string, reader: string): string {
  try {
    const tag = code.replace('_', '-');
    return new Intl.DisplayNames([reader], { type: 'language' }).of(tag) ?? code;
  } catch {
    return code;
  }
}
