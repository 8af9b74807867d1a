import { ArrowLeftOutlined, UserAddOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Empty, Failed, Loading } from '../shared/ui/states';
import { BotChoice } from './bot-choice';
import css from './frame.module.css';
import { Phone } from './phone/phone';
import { useAddContact, usePhone } from './requests';
import { TimeBar } from './time-bar';
import { BreakMenu } from './trouble';
import { type ChosenContact, useShowInConsole } from './use-contact';

/** The right side of the demo: the choice of the phone, the phone, and the controls for time and for WeChat. */
export function PhoneSide(props: {
  readonly chosen: ChosenContact;
  /** Shows the console instead of the phone if there is no room for both. */
  readonly lookAtConsole: () => void;
}) {
  const { chosen, lookAtConsole } = props;
  const { t } = useTranslation();
  const { data: phone, error, refetch } = usePhone();
  const add = useAddContact();
  const addAndChoose = (): void =>
    add.mutate(undefined, { onSuccess: ({ openId }) => chosen.choose(openId) });
  if (phone === undefined) return error === null ? <Loading /> : <Failed error={error} retry={refetch} />;
  const contact = phone.contacts.find(({ openId }) => openId === chosen.openId);
  const addButton = (
    <Button
      icon={<UserAddOutlined aria-hidden />}
      loading={add.isPending}
      onClick={addAndChoose}
      aria-label={t('phone.add')}
    />
  );
  if (contact === undefined) {
    return (
      <Empty title={t('phone.nobody')} hint={t('phone.nobodyHint')}>
        {addButton}
      </Empty>
    );
  }
  return (
    <>
      <div className={css.who}>
        <Select
          className={css.select ?? ''}
          value={contact.openId}
          onChange={chosen.choose}
          aria-label={t('phone.whose')}
          options={phone.contacts.map(({ openId, name, channelKind, accountName }) => ({
            value: openId,
            label: channelKind === 'mini_program' ? `${name} · ${accountName}` : name,
          }))}
        />
        {addButton}
        <BreakMenu />
      </div>
      <BotChoice channelId={contact.channelId} />
      <ShowInConsole openId={contact.openId} done={lookAtConsole} />
      <Phone key={contact.openId} phone={phone} contact={contact} />
      <TimeBar openId={contact.openId} />
    </>
  );
}

/** A link to this contact's conversation, if the console shows something else. */
function ShowInConsole({ openId, done }: { readonly openId: string; readonly done: () => void }) {
  const { t } = useTranslation();
  const show = useShowInConsole(openId);
  if (show === undefined) return null;
  return (
    <Button
      type="link"
      size="small"
      icon={<ArrowLeftOutlined aria-hidden />}
      onClick={() => {
        show();
        done();
      }}
    >
      {t('phone.showInConsole')}
    </Button>
  );
}
