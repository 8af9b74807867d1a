import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { notify } from '../shared/notify';
import { printPage } from './print-page';

const FORMATS = ['html', 'txt', 'json'] as const;
type Format = (typeof FORMATS)[number];

/** The button that saves the whole conversation as one file, or prints it. */
export function TranscriptMenu({ conversationId }: { readonly conversationId: string }) {
  const { t, i18n } = useTranslation();
  const addressOf = (format: Format, disposition: 'attachment' | 'inline'): string => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const query = new URLSearchParams({ format, disposition, lang: i18n.language, timeZone });
    return `/api/v1/conversations/${encodeURIComponent(conversationId)}/transcript?${query.toString()}`;
  };
  const onFailed = (): void => notify({ kind: 'error', title: t('transcript.failed') });
  const onClick = (key: string): void => {
    const format = FORMATS.find((one) => one === key);
    if (format === undefined) printPage(addressOf('html', 'inline'), onFailed);
    else download(addressOf(format, 'attachment'));
  };
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          ...FORMATS.map((format) => ({ key: format, label: t(`transcript.save_${format}`) })),
          { type: 'divider' as const },
          { key: 'print', label: t('transcript.print') },
        ],
        onClick: ({ key }) => onClick(key),
      }}
    >
      <Tooltip title={t('transcript.save')}>
        <Button
          type="text"
          icon={<DownloadOutlined aria-hidden />}
          aria-label={t('transcript.save')}
          aria-haspopup="menu"
        />
      </Tooltip>
    </Dropdown>
  );
}

/** The browser writes it to the disk as it comes; the API names the file. */
function download(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}
