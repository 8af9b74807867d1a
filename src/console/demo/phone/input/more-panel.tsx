import { AudioOutlined, EnvironmentOutlined, PictureOutlined, UploadOutlined } from '@ant-design/icons';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../../../shared/notify';
import { useWrite } from '../../requests';
import css from '../phone.module.css';
import { samplePicture, shrinkPicture } from './pictures';
import { SAMPLE_VOICE } from './sample-voice';

const PLACE = { latitude: 30.2431, longitude: 120.1502 } as const;

/** Buttons for pictures, a voice message and a location; of a mini program for pictures only. */
export function MorePanel({
  openId,
  isMiniProgram,
  close,
}: {
  readonly openId: string;
  readonly isMiniProgram: boolean;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const write = useWrite(openId);
  const file = useRef<HTMLInputElement>(null);
  const sendPicture = async (made: Promise<string | null>): Promise<void> => {
    const base64 = await made;
    close();
    if (base64 === null) notify({ kind: 'error', title: t('phone.noPicture') });
    else write.mutate({ type: 'image', base64 });
  };
  const sendVoice = (): void => {
    close();
    write.mutate({ type: 'voice', base64: SAMPLE_VOICE });
  };
  const sendPlace = (): void => {
    close();
    write.mutate({ type: 'location', ...PLACE, label: t('phone.place') });
  };
  return (
    <div className={css.panel}>
      <input
        ref={file}
        hidden
        type="file"
        accept="image/*"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen !== undefined) void sendPicture(shrinkPicture(chosen));
        }}
      />
      <Tool
        icon={<UploadOutlined aria-hidden />}
        label={t('phone.album')}
        use={() => file.current?.click()}
      />
      <Tool
        icon={<PictureOutlined aria-hidden />}
        label={t('phone.sample')}
        use={() => void sendPicture(samplePicture())}
      />
      {!isMiniProgram && (
        <>
          <Tool icon={<AudioOutlined aria-hidden />} label={t('phone.voice')} use={sendVoice} />
          <Tool icon={<EnvironmentOutlined aria-hidden />} label={t('phone.location')} use={sendPlace} />
        </>
      )}
    </div>
  );
}

function Tool({
  icon,
  label,
  use,
}: {
  readonly icon: ReactNode;
  readonly label: string;
  readonly use: () => void;
}) {
  return (
    <button type="button" className={css.tool} onClick={use}>
      <span className={css.toolIcon} aria-hidden>
        {icon}
      </span>
      {label}
    </button>
  );
}
