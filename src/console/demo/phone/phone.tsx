import { CustomerServiceOutlined, EllipsisOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import { Fragment, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhoneBody, PhoneContactBody, PhoneEntryBody } from '../../../contracts/demo/demo-phone';
import { formatClock, formatMoment } from '../../shared/time/format';
import { useNow } from '../../shared/time/use-now';
import { Loaded } from '../../shared/ui/loaded';
import { useAct, usePhoneView, useQrCodes, useWrite } from '../requests';
import { Entry } from './entry/entry';
import { PhoneInput } from './input/phone-input';
import css from './phone.module.css';

/** After a pause of this length, WeChat shows the time again. */
const PAUSE_MS = 5 * 60_000;
const A_SECOND_MS = 1_000;

type Props = { readonly phone: PhoneBody; readonly contact: PhoneContactBody };

/** WeChat on the phone of a contact, showing the chat with the account, or with the customer service of a mini program. */
export function Phone({ phone, contact }: Props) {
  const { t } = useTranslation();
  const { openId, isFollowing, channelKind, accountName } = contact;
  const isMiniProgram = channelKind === 'mini_program';
  const view = usePhoneView(openId);
  const act = useAct(openId);
  return (
    <section className={css.phone} aria-label={t('phone.label', { name: contact.name })}>
      <Clock contact={contact} />
      <header className={css.head}>
        <span className={css.title}>
          <h2 className={css.account}>{accountName}</h2>
          <span className={css.typing} role="status">
            {contact.isTypingSeen ? t('phone.typing') : ''}
          </span>
        </span>
        {isMiniProgram ? <EnterMenu openId={openId} /> : <MoreMenu phone={phone} contact={contact} />}
      </header>
      <Loaded query={view}>{({ entries }) => <Chat entries={entries} contact={contact} />}</Loaded>
      {isMiniProgram || isFollowing ? (
        <PhoneInput key={openId} openId={openId} isMiniProgram={isMiniProgram} />
      ) : (
        <div className={css.stranger}>
          <p>{t('phone.notFollowing')}</p>
          <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ type: 'follow' })}>
            {t('phone.follow')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** The status bar, by the contact's own clock. */
function Clock({ contact }: Pick<Props, 'contact'>) {
  const { t, i18n } = useTranslation();
  const now = useNow(A_SECOND_MS);
  const received = useRef({ contact, at: now });
  if (received.current.contact !== contact) received.current = { contact, at: Date.now() };
  const own = Date.parse(contact.now) + Math.max(0, now - received.current.at);
  return (
    <div className={css.status}>
      <time dateTime={new Date(own).toISOString()} aria-label={t('phone.clock')}>
        {formatMoment(own, i18n.language)}
      </time>
      <span aria-hidden>5G ▮▮▮</span>
    </div>
  );
}

function Chat({
  entries,
  contact,
}: {
  readonly entries: readonly PhoneEntryBody[];
  readonly contact: PhoneContactBody;
}) {
  const { t, i18n } = useTranslation();
  const { openId, name, isFollowing } = contact;
  const write = useWrite(openId);
  const tap = useRef((menuItemId: string, text: string) =>
    write.mutate({ type: 'text', text, menuItemId }),
  ).current;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <div className={css.chat} role="log" aria-label={t('phone.chat')} tabIndex={0}>
      {entries.length === 0 && (
        <p className={css.nothing}>
          {t(contact.channelKind === 'mini_program' ? 'phone.emptyOfMini' : 'phone.empty')}
        </p>
      )}
      <ol className={css.entries}>
        {entries.map((entry, at) => {
          const before = entries[at - 1];
          const pause = before === undefined || Date.parse(entry.at) - Date.parse(before.at) > PAUSE_MS;
          return (
            <Fragment key={entry.id}>
              {pause && (
                <li className={css.time}>
                  <time dateTime={entry.at}>
                    {before === undefined || Date.parse(entry.at) - Date.parse(before.at) > 6 * 3_600_000
                      ? formatMoment(entry.at, i18n.language)
                      : formatClock(entry.at, i18n.language)}
                  </time>
                </li>
              )}
              <Entry entry={entry} contact={{ id: openId, name }} tap={isFollowing ? tap : undefined} />
            </Fragment>
          );
        })}
      </ol>
    </div>
  );
}

/** Where in the mini program a customer may open its customer service: what its pages say as `session-from`. */
const ENTRANCES = ['shop', 'order'] as const;

/** A menu to open the mini program's customer service from one of its pages. */
function EnterMenu({ openId }: { readonly openId: string }) {
  const { t } = useTranslation();
  const act = useAct(openId);
  const items = ENTRANCES.map((key) => ({ key, label: t(`phone.enter_${key}`) }));
  return (
    <Dropdown
      menu={{ items, onClick: ({ key }) => act.mutate({ type: 'enter', sessionFrom: key }) }}
      trigger={['click']}
    >
      <Button type="text" icon={<CustomerServiceOutlined aria-hidden />} aria-label={t('phone.enter')} />
    </Dropdown>
  );
}

/** A menu to scan one of the channel's QR codes, and to follow or unfollow. */
function MoreMenu({ phone, contact }: Props) {
  const { t } = useTranslation();
  const act = useAct(contact.openId);
  const codes = useQrCodes(phone.channelId).data ?? [];
  const scans: NonNullable<MenuProps['items']> = codes.map(({ id, name, isExpired }) => ({
    key: `scan.${id}`,
    label: name,
    disabled: isExpired,
  }));
  const none = { key: 'none', label: t('phone.noCodes'), disabled: true };
  const items: MenuProps['items'] = [
    { key: 'scan', label: t('phone.scan'), children: scans.length === 0 ? [none] : scans },
    contact.isFollowing
      ? { key: 'unfollow', label: t('phone.unfollow'), danger: true }
      : { key: 'follow', label: t('phone.follow') },
  ];
  const onClick: MenuProps['onClick'] = ({ key }) => {
    if (key === 'follow' || key === 'unfollow') act.mutate({ type: key });
    else if (key.startsWith('scan.')) act.mutate({ type: 'scan', qrCodeId: key.slice('scan.'.length) });
  };
  return (
    <Dropdown menu={{ items, onClick }} trigger={['click']}>
      <Button type="text" icon={<EllipsisOutlined aria-hidden />} aria-label={t('phone.more')} />
    </Dropdown>
  );
}
