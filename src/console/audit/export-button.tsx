import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { downloadText } from '../shared/ui/download';
import { toCsv, toLocalIso } from './csv';
import { type AuditFilter, loadAudit } from './use-audit';
import { useRecordText } from './use-record-text';

/** Saves the records that pass the filter as a CSV file, in the reader's language and time zone. */
export function ExportButton({ filter }: { readonly filter: AuditFilter }) {
  const { t } = useTranslation();
  const text = useRecordText();
  const save = useMutation({
    mutationFn: async () => {
      const records = await loadAudit(filter);
      const head = (['time', 'action', 'who', 'via', 'address', 'target', 'details', 'hash'] as const).map(
        (one) => t(`audit.column_${one}`),
      );
      const rows = records.map((record) => {
        const target = text.targetOf(record);
        return [
          toLocalIso(record.at),
          text.actionOf(record),
          text.whoOf(record),
          text.viaOf(record),
          record.address ?? '',
          target === null ? '' : `${target.name}: ${target.text}`,
          text
            .detailsOf(record)
            .map((one) => `${one.name}: ${one.text}`)
            .join('; '),
          record.hash,
        ];
      });
      downloadText(
        toCsv([head, ...rows]),
        'text/csv',
        `audit-${toLocalIso(new Date().toISOString()).slice(0, 10)}.csv`,
      );
    },
  });
  return (
    <Button icon={<DownloadOutlined aria-hidden />} loading={save.isPending} onClick={() => save.mutate()}>
      {t('audit.export')}
    </Button>
  );
}
